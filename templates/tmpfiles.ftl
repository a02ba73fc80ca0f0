<#-- Directories, made where they do not exist yet; see tmpfiles.d(5). -->
<#list directories as directory>
d ${directory.path} ${directory.mode} ${directory.user} ${directory.group} ${directory.age}
</#list>
