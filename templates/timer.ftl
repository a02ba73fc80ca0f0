<#-- What starts something at certain times. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "Requires", "BindsTo", "Wants", "After", "PartOf"]/>
<@write.passed Unit/>

[Timer]
<@write.own section=Timer keys=["OnCalendar", "OnActiveSec", "OnBootSec", "OnStartupSec", "OnUnitActiveSec", "OnUnitInactiveSec", "OnClockChange", "OnTimezoneChange"]/>
<@write.own section=Timer keys=["Persistent", "RandomizedDelaySec", "FixedRandomDelay", "AccuracySec", "WakeSystem", "RemainAfterElapse", "DeferReactivation"]/>
<@write.own section=Timer keys=["Unit"]/>
<@write.passed Timer/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
