<#-- What upkeep adds to a unit that somebody else ships. -->
<#import "directives.ftl" as write>
<#if !write.isEmpty(Unit)>
[Unit]
<@write.own section=Unit keys=["Requires", "BindsTo", "Wants", "After", "PartOf", "StartLimitIntervalSec", "StartLimitBurst"]/>
<@write.passed Unit/>
</#if>
<#if !write.isEmpty(Service)>
<#if !write.isEmpty(Unit)>

</#if>
[Service]
<@write.own section=Service keys=["NotifyAccess", "ExecStartPost"]/>
<@write.own section=Service keys=["Restart", "RestartSec", "RestartSteps", "RestartMaxDelaySec"]/>
<@write.own section=Service keys=["MemoryMax", "MemoryHigh", "CPUQuota", "TasksMax", "LimitNOFILE"]/>
<@write.passed Service/>
</#if>
<@write.extensions extensions/>
