/*
 * A probe: what is asked of the service, again and again. One try at a time: begin, then proceed whenever fd is ready, wake has
 * come or a child has changed its state, until there is an outcome or its time is over; then end, always. None of these blocks.
 */
#pragma once

#include "moment.h"
#include "options.h"
#include "outcome.h"

struct probe {
    void (*begin)(struct probe *probe);
    void (*proceed)(struct probe *probe);

    /* The time of the try is over: tells what it waited for, as an outcome. */
    void (*expire)(struct probe *probe, const char *time);

    /* Gives up what the try holds. */
    void (*end)(struct probe *probe);

    struct outcome outcome;

    /* What the try waits for; -1 for nothing. */
    int fd;

    /* Events of poll(2). */
    short events;

    /* When it wants to proceed at the latest. */
    moment wake;
};

/* Those of which there is one for the whole process, as the options describe it. */
struct probe *connection_probe(const struct options *options);
struct probe *http_probe(const struct options *options);
struct probe *uptime_probe(const struct options *options);
