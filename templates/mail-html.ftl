<#macro colour line><#if !line.wrong>#1a7f37<#elseif line.severity == "critical">#b3261e<#elseif line.severity == "error">#c4500c<#elseif line.severity == "warning">#8a6100<#else>#3b5b92</#if></#macro>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
</head>
<body style="margin:0;padding:16px;background:#f4f5f7;color:#1f2328;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif">
<div style="max-width:680px;margin:0 auto">
<p style="margin:0 0 12px;color:#59636e;font-size:13px">${host} &#183; ${date}</p>
<#if test>
<div style="margin:0 0 12px;padding:14px 16px;background:#ffffff;border:1px solid #d1d9e0;border-left:5px solid #3b5b92;border-radius:6px">
<p style="margin:0;font-weight:600">This is a test. Nothing is wrong.</p>
<p style="margin:4px 0 0">Somebody tries whether messages of upkeep arrive, and this one did.</p>
</div>
</#if>
<#list lines as line>
<div style="margin:0 0 12px;padding:14px 16px;background:#ffffff;border:1px solid #d1d9e0;border-left:5px solid <@colour line/>;border-radius:6px">
<p style="margin:0;font-weight:600;color:<@colour line/>">${line.headline}</p>
<p style="margin:4px 0 0">${line.standing}</p>
<#if line.childCount gt 0>
<p style="margin:12px 0 0;font-weight:600">What <#if line.wrong>hangs<#else>hung</#if> on it (${line.childCount})</p>
<p style="margin:2px 0 0">${line.children?join(", ")}<#if line.childCount gt line.children?size> and ${line.childCount - line.children?size} more</#if></p>
</#if>
<#if line.story?has_content>
<p style="margin:12px 0 0;font-weight:600">What happened</p>
<ul style="margin:2px 0 0;padding-left:22px">
<#list line.story as told>
<li>${told}</li>
</#list>
</ul>
</#if>
<#if line.log?has_content>
<p style="margin:12px 0 0;font-weight:600">The last lines of its log</p>
<pre style="margin:4px 0 0;padding:8px 10px;background:#f4f5f7;border-radius:4px;font:12px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere"><#list line.log as logged>${logged}<#sep>&#10;</#list></pre>
</#if>
<#if line.command?has_content>
<p style="margin:12px 0 0">To know more: <code style="padding:2px 6px;background:#f4f5f7;border-radius:4px;font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace">${line.command}</code></p>
</#if>
<#if line.runbook?has_content>
<#if line.runbook?matches("https?://.*")>
<p style="margin:12px 0 0">What to do: <a href="${line.runbook}" style="color:#0550ae">${line.runbook}</a></p>
<#else>
<p style="margin:12px 0 0">What to do: ${line.runbook}</p>
</#if>
</#if>
</div>
</#list>
<#if omittedText?has_content>
<p style="margin:0 0 12px">${omittedText}</p>
</#if>
<#list remarks as remark>
<p style="margin:0 0 12px">${remark}</p>
</#list>
<p style="margin:0;color:#59636e;font-size:13px">${sender}</p>
</div>
</body>
</html>
