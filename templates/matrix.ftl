<#-- The empty m.mentions says that nobody is called by name, whatever the text has. -->
{
  "msgtype": "m.text",
  "body": "${heading}\n${brief}",
  "m.mentions": {}
}
