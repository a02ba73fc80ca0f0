<#-- Writes Key=value for each value asked for under the keys given, in that order. -->
<#macro own section keys>
<#list keys as key>
<#list section.own[key]![] as value>
${key}=${value}
</#list>
</#list>
</#macro>
<#-- Writes what keys of the spec stand for, in the order of the keys. -->
<#macro set section>
<#list section.set as directive>
${directive.key}=${directive.value}
</#list>
</#macro>
<#-- Writes what the user passes through; it stands last in its section, so that it wins. -->
<#macro passed section>
<#list section.passed as directive>
${directive.key}=${directive.value}
</#list>
</#macro>
<#-- Writes the X- sections, which systemd leaves to others. -->
<#macro extensions sections>
<#list sections as section>

[${section.name}]
<@passed section/>
</#list>
</#macro>
<#function isEmpty section>
<#return section.own?size == 0 && section.set?size == 0 && section.passed?size == 0>
</#function>
