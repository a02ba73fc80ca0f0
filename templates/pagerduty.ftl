<#-- One event for one line; "event" is trigger or resolve. -->
{
  "routing_key": "${routingKey}",
  "event_action": "${event}",
  "dedup_key": "${dedup}"<#if event == "trigger">,
  "payload": {
    "summary": "${("[" + host + "] " + (test?then(title, line.headline)))}",
    "source": "${host}",
    "severity": "<#if test>info<#elseif line.severity == "notice" || line.severity == "information">info<#else>${line.severity}</#if>",
    "timestamp": "${test?then(time, line.sinceTime)}",
    "component": "${test?then("upkeep", line.name)}",
    "class": "upkeep",
    "custom_details": {
<#if test>
      "test": true
<#else>
      "what": "${line.what}",
      "incident": ${line.incident},
      "children": [<#list line.children as child>"${child}"<#sep>, </#list>],
      "story": [<#list line.story as told>"${told}"<#sep>, </#list>],
      "log": [<#list line.log as logged>"${logged}"<#sep>, </#list>],
      "command": "${line.command}",
      "remarks": [<#list remarks as remark>"${remark}"<#sep>, </#list>]
</#if>
    }
  },
  "links": [<#if !test && line.runbook?matches("https?://.*")>{"href": "${line.runbook}", "text": "What to do"}</#if>],
  "client": "upkeep"</#if>
}
