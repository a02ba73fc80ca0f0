<#-- What is swapped to. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "Requires", "BindsTo", "Wants", "After", "PartOf"]/>
<@write.passed Unit/>

[Swap]
<@write.own section=Swap keys=["What", "Options", "Priority", "TimeoutSec"]/>
<@write.passed Swap/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
