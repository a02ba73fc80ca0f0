<#-- How the files that one service logs to are rotated. -->
<#macro often>
    ${every}
<#if size?has_content>
    maxsize ${size}
</#if>
    rotate ${keep}
    missingok
    notifempty
    ${compress}
    ${delay}
</#macro>
<#if held?has_content>
<#list held as path>
${path}
</#list>
{
<@often/>
    copytruncate
}
</#if>
<#if own?has_content>
<#list own as path>
${path}
</#list>
{
<@often/>
<#if owner?has_content>
    su ${owner}
    create ${mode} ${owner}
<#else>
    create ${mode}
</#if>
    sharedscripts
    postrotate
        if systemctl --quiet is-active '${unit}'; then systemctl reload '${unit}'; fi
    endscript
}
</#if>
