<#-- A slice, whose services share limits. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description"]/>
<@write.passed Unit/>

[Slice]
<@write.own section=Slice keys=["MemoryMin", "MemoryLow", "MemoryHigh", "MemoryMax", "MemorySwapMax"]/>
<@write.own section=Slice keys=["CPUQuota", "CPUWeight", "IOWeight", "TasksMax"]/>
<@write.passed Slice/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
