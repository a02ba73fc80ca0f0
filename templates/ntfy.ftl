{
  "topic": "${topic}",
  "title": "${heading}",
  "message": "${brief}",
  "priority": <#if wrong == 0>2<#elseif urgency == "page" && severity == "critical">5<#elseif urgency == "page">4<#elseif urgency == "notice">3<#else>2</#if>,
  "tags": ["<#if test>test_tube<#elseif wrong == 0>white_check_mark<#elseif severity == "critical">rotating_light<#else>warning</#if>"]
}
