{
  "version": 1,
  "id": "${id}",
  "number": ${number},
  "host": "${host}",
  "receiver": "${receiver}",
  "kind": "${kind}",
  "test": ${test?c},
  "state": "${state}",
  "thread": "${thread}",
  "title": "${title}",
  "severity": "${severity}",
  "urgency": "${urgency}",
  "time": "${time}",
  "omitted": ${omitted},
  "remarks": [<#list remarks as remark>"${remark}"<#sep>, </#list>],
  "lines": [
<#list lines as line>
    {
      "key": "${line.key}",
      "subject": "${line.subject}",
      "reason": "${line.reason}",
      "wrong": ${line.wrong?c},
      "severity": "${line.severity}",
      "urgency": "${line.urgency}",
      "what": "${line.what}",
      "how": "${line.how}",
      "headline": "${line.headline}",
      "incident": ${line.incident},
      "since": "${line.sinceTime}",
      "seconds": ${line.seconds},
      "count": ${line.count},
      "children": [<#list line.children as child>"${child}"<#sep>, </#list>],
      "child-count": ${line.childCount},
      "story": [<#list line.story as told>"${told}"<#sep>, </#list>],
      "log": [<#list line.log as logged>"${logged}"<#sep>, </#list>],
      "command": "${line.command}",
      "runbook": "${line.runbook}"
    }<#sep>,</#sep>
</#list>
  ]
}
