<#-- What upkeep adds to a unit that somebody else ships. -->
<#import "directives.ftl" as write>
<#if !write.isEmpty(Unit)>
[Unit]
<@write.own section=Unit keys=["Requires", "Requisite", "BindsTo", "Wants", "Conflicts", "After", "Before", "PartOf", "StartLimitIntervalSec", "StartLimitBurst"]/>
<@write.set Unit/>
<@write.passed Unit/>
</#if>
<#if !write.isEmpty(Service)>
<#if !write.isEmpty(Unit)>

</#if>
[Service]
<@write.own section=Service keys=["NotifyAccess", "Slice", "ExecStartPost"]/>
<@write.own section=Service keys=["Restart", "RestartSec", "RestartSteps", "RestartMaxDelaySec"]/>
<@write.own section=Service keys=["NoNewPrivileges", "ProtectSystem", "ReadWritePaths", "ProtectHome", "PrivateTmp", "PrivateMounts", "PrivateDevices", "PrivateIPC", "RemoveIPC", "PrivateUsers"]/>
<@write.own section=Service keys=["PrivateNetwork", "IPAddressDeny", "IPAddressAllow"]/>
<@write.own section=Service keys=["ProtectClock", "ProtectHostname", "ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "ProtectProc", "ProcSubset"]/>
<@write.own section=Service keys=["RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality", "MemoryDenyWriteExecute"]/>
<@write.own section=Service keys=["CapabilityBoundingSet", "AmbientCapabilities", "RestrictAddressFamilies", "SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber", "UMask"]/>
<@write.set Service/>
<@write.passed Service/>
</#if>
<@write.extensions extensions/>
