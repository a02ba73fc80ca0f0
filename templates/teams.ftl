<#-- An Adaptive Card, as workflows of Teams take it. Runs of text have no markup. -->
{
  "type": "message",
  "attachments": [
    {
      "contentType": "application/vnd.microsoft.card.adaptive",
      "contentUrl": null,
      "content": {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": "${heading}",
        "msteams": {"width": "Full"},
        "body": [
          {
            "type": "RichTextBlock",
            "inlines": [{"type": "TextRun", "text": "${heading}", "weight": "bolder", "size": "medium", "color": "<#if wrong == 0>good<#elseif severity == "critical" || severity == "error">attention<#else>warning</#if>"}]
          },
<#list brief?split("\n") as row>
          {"type": "RichTextBlock", "spacing": "small", "inlines": [{"type": "TextRun", "text": "${row?has_content?then(row, " ")}"}]},
</#list>
          {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "${sender}", "size": "small", "isSubtle": true}]}
        ]
      }
    }
  ]
}
