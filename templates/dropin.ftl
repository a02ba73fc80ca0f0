<#-- What upkeep adds to a unit that somebody else ships. -->
<#import "directives.ftl" as write>
<#if !write.isEmpty(Unit)>
[Unit]
<@write.own Unit ["Requires", "Wants", "After", "PartOf", "StartLimitIntervalSec", "StartLimitBurst"]/>
<@write.passed Unit/>
</#if>
<#if !write.isEmpty(Service)>
[Service]
<@write.own Service ["Restart", "RestartSec", "RestartSteps", "RestartMaxDelaySec"]/>
<@write.own Service ["MemoryMax", "MemoryHigh", "CPUQuota", "TasksMax", "LimitNOFILE"]/>
<@write.passed Service/>
</#if>
<#if !write.isEmpty(Install)>
[Install]
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
