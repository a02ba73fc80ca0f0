<#-- Without parse_mode it is plain text. -->
{
  "chat_id": "${chat}",
  "text": "${heading}\n\n${brief}",
  "link_preview_options": {"is_disabled": true},
  "disable_notification": <#if wrong == 0 && !test>true<#else>false</#if>
}
