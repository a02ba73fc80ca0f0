<#-- Where upkeepd asks for the program of a check that runs as another user. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description"]/>

[Socket]
<@write.own section=Socket keys=["ListenStream", "SocketUser", "SocketMode", "DirectoryMode", "Accept", "MaxConnections", "RemoveOnStop"]/>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
