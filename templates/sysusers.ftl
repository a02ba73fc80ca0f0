<#-- System accounts, made where they do not exist yet; see sysusers.d(5). -->
<#list groups as group>
g ${group} -
</#list>
<#list users as user>
u ${user.name} - "upkeep ${user.purpose}" -
</#list>
