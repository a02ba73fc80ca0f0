<#-- A target that gathers services. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "Requires", "BindsTo", "Wants", "After", "PartOf"]/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
</#if>
