{
  "title": "${heading}",
  "message": "${brief}",
  "priority": <#if wrong == 0>2<#elseif urgency == "page" && severity == "critical">10<#elseif urgency == "page">8<#elseif urgency == "notice">5<#else>2</#if>,
  "extras": {"client::display": {"contentType": "text/plain"}}
}
