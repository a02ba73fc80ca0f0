<#-- A target that gathers services. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own Unit ["Description", "Wants"]/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own Install ["WantedBy"]/>
</#if>
