<#-- The program of a check that runs as another user, once for each connection to the socket. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "CollectMode", "StopPropagatedFrom"]/>

[Service]
<@write.own section=Service keys=["Type", "User", "Group", "Slice", "StandardInput", "StandardOutput", "StandardError"]/>
<@write.own section=Service keys=["Environment", "ExecStart", "TimeoutStartSec", "KillSignal", "SuccessExitStatus", "IgnoreSIGPIPE", "LogLevelMax"]/>
<@write.own section=Service keys=["NoNewPrivileges", "LockPersonality", "RestrictRealtime", "RestrictSUIDSGID"]/>
