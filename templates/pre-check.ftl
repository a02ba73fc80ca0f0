<#-- What must succeed before a service is restarted or reloaded; upkeepd has systemd run it. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "StartLimitIntervalSec"]/>

[Service]
<@write.own section=Service keys=["Type", "User", "Group", "DynamicUser", "WorkingDirectory", "Environment", "EnvironmentFile"]/>
<@write.own section=Service keys=["ExecStart", "TimeoutStartSec", "NoNewPrivileges"]/>
