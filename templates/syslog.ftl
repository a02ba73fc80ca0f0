<#-- One datagram for one line. -->
<#if test>${title}<#else>${line.headline}; ${line.standing}<#if line.command?has_content> See: ${line.command}</#if></#if><#list remarks as remark> ${remark}</#list>
