<#-- A program that upkeepd has systemd run: when a check fails, when a rule holds, or to tell somebody. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "StartLimitIntervalSec"]/>

[Service]
<@write.own section=Service keys=["Type", "User", "Group", "StandardInput", "ExecStartPre", "ExecStart"]/>
<@write.own section=Service keys=["TimeoutStartSec", "TimeoutStopSec", "KillMode", "MemoryMax", "TasksMax"]/>
<@write.own section=Service keys=["NoNewPrivileges", "PrivateTmp", "ProtectSystem", "ProtectHome", "ReadWritePaths"]/>
