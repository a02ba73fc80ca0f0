/* The command line, read and checked. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "address.h"
#include "http_request.h"
#include "status_ranges.h"

enum mode {
    READY,
    WATCH,
};

enum probe_kind {
    PROBE_TCP,
    PROBE_UNIX,
    PROBE_HTTP,
    PROBE_HTTP_UNIX,
    PROBE_UP,
    PROBE_EXEC,
};

struct options {
    enum mode mode;
    enum probe_kind kind;

    /* The service's main process; 0 where systemd knows none, -1 where it was not given. */
    pid_t main_process;

    /* Ready: the longest pause between two tries. Watch: from the start of one to that of the next. */
    int64_t interval;

    /* What one try may take. */
    int64_t timeout;

    /* Ready: what all may take. */
    int64_t deadline;

    /* Ready: so many tries at most. */
    int tries;

    /* Watch: so many failures in a row are told to systemd. */
    int failures;

    /* Watch: failures count from the first success on, or after this time. */
    int64_t startup;
    bool is_in_foreground;

    /* Watch: nothing is told unless systemd says that this unit is active; NULL: whatever it says. */
    const char *unit;

    /* How long it must have lasted. */
    int64_t uptime;

    struct addresses addresses;
    struct status_ranges statuses;
    struct http_request request;
    const char *contains;

    /* The program and its arguments, with a NULL behind them. */
    char *const *command;
};

/*
 * Reads the arguments of main. Ends the process with status 2 and a line on standard error for what is wrong, with 0 for --help and
 * --version.
 */
void read_options(int count, char *const arguments[], struct options *options);
