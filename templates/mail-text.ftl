<#-- Lines longer than 78 columns are broken afterwards; what is broken off keeps its indent. -->
<#if test>
This is a test. Nothing is wrong: somebody tries whether messages of upkeep arrive, and this one did.

</#if>
<#list lines as line>
${line.headline}
  ${line.standing}
<#if line.childCount gt 0>

  What <#if line.wrong>hangs<#else>hung</#if> on it (${line.childCount}):
    ${line.children?join(", ")}<#if line.childCount gt line.children?size> and ${line.childCount - line.children?size} more</#if>
</#if>
<#if line.story?has_content>

  What happened:
<#list line.story as told>
    - ${told}
</#list>
</#if>
<#if line.log?has_content>

  The last lines of its log:
<#list line.log as logged>
    | ${logged}
</#list>
</#if>
<#if line.command?has_content || line.runbook?has_content>

<#if line.command?has_content>
  To know more:  ${line.command}
</#if>
<#if line.runbook?has_content>
  What to do:    ${line.runbook}
</#if>
</#if>

</#list>
<#if omittedText?has_content>
${omittedText}

</#if>
<#list remarks as remark>
${remark}

</#list>
-- 
${sender}
