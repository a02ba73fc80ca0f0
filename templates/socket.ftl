<#-- What systemd listens on for a service. -->
<#import "directives.ftl" as write>
[Unit]
<@write.own section=Unit keys=["Description", "StopPropagatedFrom"]/>
<@write.passed Unit/>

[Socket]
<@write.own section=Socket keys=["ListenStream", "ListenDatagram", "ListenSequentialPacket", "ListenFIFO", "ListenSpecial", "ListenNetlink", "ListenMessageQueue"]/>
<@write.own section=Socket keys=["SocketProtocol", "BindIPv6Only", "BindToDevice", "Backlog", "Accept", "MaxConnections", "MaxConnectionsPerSource"]/>
<@write.own section=Socket keys=["SocketUser", "SocketGroup", "SocketMode", "DirectoryMode", "Symlinks", "RemoveOnStop"]/>
<@write.own section=Socket keys=["ReusePort", "FreeBind", "Transparent", "Broadcast"]/>
<@write.own section=Socket keys=["KeepAlive", "KeepAliveTimeSec", "KeepAliveIntervalSec", "KeepAliveProbes", "NoDelay", "DeferAcceptSec"]/>
<@write.own section=Socket keys=["Priority", "ReceiveBuffer", "SendBuffer", "IPTOS", "IPTTL", "Mark", "TCPCongestion"]/>
<@write.own section=Socket keys=["PipeSize", "MessageQueueMaxMessages", "MessageQueueMessageSize"]/>
<@write.own section=Socket keys=["FileDescriptorName", "PassCredentials", "PassSecurity", "PassPacketInfo", "PassFileDescriptorsToExec", "Writable", "FlushPending"]/>
<@write.own section=Socket keys=["TriggerLimitIntervalSec", "TriggerLimitBurst", "PollLimitIntervalSec", "PollLimitBurst"]/>
<@write.passed Socket/>
<#if !write.isEmpty(Install)>

[Install]
<@write.own section=Install keys=["WantedBy"]/>
<@write.passed Install/>
</#if>
<@write.extensions extensions/>
