<#-- A service that upkeep describes. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own Unit ["Description", "Requires", "Wants", "After", "PartOf", "StartLimitIntervalSec", "StartLimitBurst"]/>
<@write.passed Unit/>

[Service]
<@write.own Service ["Type", "NotifyAccess", "PIDFile", "BusName"]/>
<@write.own Service ["User", "Group", "DynamicUser", "WorkingDirectory", "Environment", "EnvironmentFile"]/>
<@write.own Service ["StateDirectory", "LogsDirectory", "CacheDirectory", "RuntimeDirectory", "ConfigurationDirectory"]/>
<@write.own Service ["ExecStartPre", "ExecStart", "ExecReload", "ExecStop", "KillSignal"]/>
<@write.own Service ["TimeoutStartSec", "TimeoutStopSec", "WatchdogSec"]/>
<@write.own Service ["Restart", "RestartSec", "RestartSteps", "RestartMaxDelaySec"]/>
<@write.own Service ["MemoryMax", "MemoryHigh", "CPUQuota", "TasksMax", "LimitNOFILE"]/>
<@write.passed Service/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own Install ["WantedBy"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
