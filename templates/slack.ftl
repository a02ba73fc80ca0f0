<#-- Plain text throughout, in which names of people and rooms call nobody; "text" is for notifications. -->
{
  "text": "${("[" + host + "] " + title)?replace("&", "&amp;")?replace("<", "&lt;")?replace(">", "&gt;")}",
  "blocks": [
    {"type": "header", "text": {"type": "plain_text", "emoji": false, "text": "${heading}"}},
    {"type": "section", "text": {"type": "plain_text", "emoji": false, "text": "${brief}"}},
    {"type": "context", "elements": [{"type": "plain_text", "emoji": false, "text": "${sender}"}]}
  ]
}
