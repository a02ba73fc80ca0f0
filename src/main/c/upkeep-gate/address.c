#include "address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_number(const char *text, in_port_t *port) {
    size_t length = strlen(text);
    if (length == 0 || length > 5 || strspn(text, "0123456789") != length) {
        return false;
    }
    int number = atoi(text);
    *port = htons((in_port_t)number);
    return number >= 1 && number <= 65535;
}

static bool read_literal(const char *host, in_port_t port, struct address *address) {
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, host, &address->socket.v4.sin_addr) == 1) {
        address->socket.v4.sin_family = AF_INET;
        address->socket.v4.sin_port = port;
        address->length = sizeof address->socket.v4;
        snprintf(address->text, sizeof address->text, "%.60s:%d", host, ntohs(port));
        return true;
    }
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET6, host, &address->socket.v6.sin6_addr) == 1) {
        address->socket.v6.sin6_family = AF_INET6;
        address->socket.v6.sin6_port = port;
        address->length = sizeof address->socket.v6;
        snprintf(address->text, sizeof address->text, "[%.60s]:%d", host, ntohs(port));
        return true;
    }
    return false;
}

const char *read_port(const char *host, const char *port, struct addresses *addresses) {
    in_port_t number;
    if (!read_number(port, &number)) {
        return "a port is a number from 1 to 65535";
    }
    if (strcasecmp(host, "localhost") == 0) {
        addresses->count = 2;
        read_literal("127.0.0.1", number, &addresses->each[0]);
        read_literal("::1", number, &addresses->each[1]);
        return NULL;
    }
    addresses->count = 1;
    return read_literal(host, number, &addresses->each[0])
                   ? NULL
                   : "the host is neither an IPv4 or IPv6 address nor localhost, and names are not looked up";
}

bool local_address(const char *path, struct address *address) {
    size_t length = strlen(path);
    memset(address, 0, sizeof *address);
    if ((path[0] != '/' && path[0] != '@') || length < 2 || length >= sizeof address->socket.local.sun_path) {
        return false;
    }
    address->socket.local.sun_family = AF_UNIX;
    memcpy(address->socket.local.sun_path, path, length);
    address->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    if (path[0] == '@') {
        address->socket.local.sun_path[0] = '\0';
    } else {
        address->length++;
    }
    snprintf(address->text, sizeof address->text, "%s", path);
    return true;
}

const char *read_path(const char *path, struct addresses *addresses) {
    addresses->count = 1;
    return local_address(path, &addresses->each[0]) ? NULL
                                                    : "a socket is a path of at most 107 bytes, or @ and a name";
}
