/* Where a service listens: an address as it is written, "localhost", or a socket in the file system. Names are not resolved. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

struct address {
    union {
        struct sockaddr generic;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_un local;
    } socket;
    socklen_t length;
    /* As people read it: "127.0.0.1:80", "[::1]:80", "/run/web.sock". */
    char text[128];
};

struct addresses {
    struct address each[2];
    size_t count;
};

/*
 * Reads an IPv4 or IPv6 address and a port of 1 to 65535; localhost stands for 127.0.0.1 and ::1, in this order.
 *
 * Returns what is wrong, or NULL.
 */
const char *read_port(const char *host, const char *port, struct addresses *addresses);

/* Reads the path of a stream socket, or "@name" for one of the abstract name space; "/" or "@" must come first. */
const char *read_path(const char *path, struct addresses *addresses);

/* The same for one address; also for datagram sockets. */
bool local_address(const char *path, struct address *address);
