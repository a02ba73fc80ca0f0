<#-- What starts something when a file changes. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "Requires", "BindsTo", "Wants", "After", "PartOf"]/>
<@write.passed Unit/>

[Path]
<@write.own section=Path keys=["PathExists", "PathExistsGlob", "PathChanged", "PathModified", "DirectoryNotEmpty"]/>
<@write.own section=Path keys=["MakeDirectory", "DirectoryMode", "TriggerLimitIntervalSec", "TriggerLimitBurst"]/>
<@write.own section=Path keys=["Unit"]/>
<@write.passed Path/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
