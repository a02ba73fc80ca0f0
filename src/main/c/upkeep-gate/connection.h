/* A connection that is being made, to the first of several addresses that accepts it, without blocking. */
#pragma once

#include "address.h"
#include "probe.h"

struct connection {
    const struct addresses *addresses;
    /* Which address is being tried. */
    size_t at;
    bool is_open;
    /* What is told once no address is left: rather what one of them refused than that another could not be asked. */
    struct outcome failure;
};

/* The address that is being tried, for people. */
const char *connection_peer(const struct connection *connection);

/*
 * Begins, or goes on: true once it is open, with its socket in probe->fd. Otherwise probe has what to wait for, or its outcome.
 */
bool connection_begin(struct connection *connection, struct probe *probe);
bool connection_proceed(struct connection *connection, struct probe *probe);

/* Closes it, in whatever state it is. */
void connection_end(struct connection *connection, struct probe *probe);
