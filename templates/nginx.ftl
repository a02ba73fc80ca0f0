<#-- The instances of a service as nginx knows them; see ngx_http_upstream_module. -->
upstream ${name} {
<#list servers as server>
    server ${server.address}; # ${server.instance}
</#list>
}
