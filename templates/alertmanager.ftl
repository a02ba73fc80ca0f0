<#-- An alert is known by its labels, so one that was told with another severity is ended under that one. -->
<#macro alert line severity start end>
  {
    "labels": {"alertname": "upkeep", "instance": "${host}", "service": "${line.subject}", "key": "${line.key}", "severity": "${severity}"},
    "annotations": {
      "summary": "${line.headline}",
      "description": "${line.standing}",
      "children": "${line.children?join(", ")}",
      "command": "${line.command}",
      "runbook_url": "${line.runbook}"
    },
    "startsAt": "${start}",
    "endsAt": "${end}"
  }</#macro>
[
<#if test>
  {
    "labels": {"alertname": "upkeep", "instance": "${host}", "key": "test", "severity": "information"},
    "annotations": {"summary": "${title}"},
    "startsAt": "${time}",
    "endsAt": "${testEnd}"
  }
</#if>
<#list lines?filter(line -> line.reason != "healed") as line>
<@alert line line.severity line.sinceTime line.endTime/><#if line.reason != "firing"><#list line.otherSeverities as other>,
<@alert line other line.sinceTime time/></#list></#if><#sep>,</#sep>
</#list>
]
