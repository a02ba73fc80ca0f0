<#-- What goes to chats and telephones: a few lines each. -->
<#if test>
This is a test. Nothing is wrong: somebody tries whether messages of upkeep arrive, and this one did.
</#if>
<#list lines as line>
<#if lines?size gt 1>
${line.headline}
</#if>
${line.standing}
<#if line.childCount gt 0>
On it <#if !line.wrong>hung<#elseif line.childCount == 1>hangs<#else>hang</#if> <#if line.childCount gt 5>${line.children[0..4]?join(", ")} and ${line.childCount - 5} more<#else>${line.children?join(", ")}</#if>.
</#if>
<#if line.story?has_content>
Last: ${line.story?last}
</#if>
<#if line.command?has_content>
To know more: ${line.command}
</#if>
<#if line.runbook?has_content>
What to do: ${line.runbook}
</#if>
<#sep>

</#list>
<#if omittedText?has_content>

${omittedText}
</#if>
<#list remarks as remark>

${remark}
</#list>
