<#-- What is mounted. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "Requires", "BindsTo", "Wants", "After", "PartOf"]/>
<@write.passed Unit/>

[Mount]
<@write.own section=Mount keys=["What", "Where", "Type", "Options"]/>
<@write.own section=Mount keys=["DirectoryMode", "TimeoutSec", "SloppyOptions", "LazyUnmount", "ForceUnmount", "ReadWriteOnly"]/>
<@write.passed Mount/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
