/* Runs a program, and passes by its exit status. It is in a process group of its own, of which nothing outlives the try. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "probe.h"

struct program_probe {
    struct probe probe;

    /* The program and its arguments, with a NULL behind them. */
    char *const *command;
    struct status_ranges statuses;

    /* How it ended last: its status, 128 and the number of the signal that ended it, or -1. */
    int status;

    /* 0 while none runs. One that SIGKILL has not ended yet, since it is stuck in the kernel, stays here beyond its try. */
    pid_t child;

    /* Where an errno comes from a child that cannot begin the program; closed by exec. */
    int complaints;

    /* The first line of what it writes; the rest is read and dropped. */
    char line[200];
    size_t line_length;
    bool has_line;
};

/* Makes one that can be tried. */
void program_probe_make(struct program_probe *probe, char *const *command, const struct status_ranges *statuses);
