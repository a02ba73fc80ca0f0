<#-- A program that upkeepd has systemd run when a check fails or a rule holds. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "StartLimitIntervalSec"]/>

[Service]
<@write.own section=Service keys=["Type", "User", "Group", "StandardInput", "ExecStartPre", "ExecStart", "TimeoutStartSec"]/>
<@write.own section=Service keys=["NoNewPrivileges", "PrivateTmp", "ProtectSystem", "ProtectHome", "ReadWritePaths"]/>
