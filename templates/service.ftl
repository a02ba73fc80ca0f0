<#-- A service that upkeep describes. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "Requires", "Requisite", "BindsTo", "Wants", "Conflicts", "After", "Before", "PartOf", "StopPropagatedFrom", "CollectMode", "StartLimitIntervalSec", "StartLimitBurst"]/>
<@write.set Unit/>
<@write.passed Unit/>

[Service]
<@write.own section=Service keys=["Type", "NotifyAccess", "PIDFile", "BusName", "Sockets", "Slice"]/>
<@write.own section=Service keys=["User", "Group", "DynamicUser", "WorkingDirectory", "Environment", "EnvironmentFile"]/>
<@write.own section=Service keys=["StateDirectory", "LogsDirectory", "CacheDirectory", "RuntimeDirectory", "ConfigurationDirectory"]/>
<@write.own section=Service keys=["ExecStartPre", "ExecStart", "ExecStartPost", "ExecReload", "ReloadSignal", "ExecStop", "KillSignal"]/>
<@write.own section=Service keys=["TimeoutStartSec", "TimeoutStopSec", "WatchdogSec"]/>
<@write.own section=Service keys=["Restart", "RestartSec", "RestartSteps", "RestartMaxDelaySec"]/>
<@write.own section=Service keys=["StandardInput", "StandardOutput", "StandardError"]/>
<@write.own section=Service keys=["NoNewPrivileges", "ProtectSystem", "ReadWritePaths", "ProtectHome", "PrivateTmp", "PrivateMounts", "PrivateDevices", "PrivateIPC", "RemoveIPC", "PrivateUsers"]/>
<@write.own section=Service keys=["PrivateNetwork", "IPAddressDeny", "IPAddressAllow"]/>
<@write.own section=Service keys=["ProtectClock", "ProtectHostname", "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "ProtectProc", "ProcSubset"]/>
<@write.own section=Service keys=["RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality", "MemoryDenyWriteExecute"]/>
<@write.own section=Service keys=["CapabilityBoundingSet", "AmbientCapabilities", "RestrictAddressFamilies", "SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber", "UMask"]/>
<@write.set Service/>
<@write.passed Service/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy", "RequiredBy", "Alias", "Also"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
