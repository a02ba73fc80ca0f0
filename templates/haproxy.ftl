<#-- The instances of a service as HAProxy knows them. -->
backend ${name}
<#list servers as server>
    server ${server.name} ${server.address} # ${server.instance}
</#list>
