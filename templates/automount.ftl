<#-- What mounts something once somebody looks at it. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description"]/>
<@write.passed Unit/>

[Automount]
<@write.own section=Automount keys=["Where", "TimeoutIdleSec"]/>
<@write.passed Automount/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
