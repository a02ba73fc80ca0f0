<#-- A block of code, in which nothing is markup and names of people and rooms call nobody. The heading is one as well. -->
{
  "text": "`${("[" + host + "] " + title)?replace("`", "'")}`\n```text\n${brief?replace("```", "'''")}\n```",
  "username": "upkeep"
}
