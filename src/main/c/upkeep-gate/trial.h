/* The one loop of the program: tries a probe, and looks meanwhile whether it shall end. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "main_process.h"
#include "probe.h"

struct trial {
    struct main_process main_process;
    /* Signals come here. */
    int signals;
    /* The last signal that asked for the end; 0 without. */
    int signal;
    /* Whether a unit runs us. */
    bool is_below_systemd;
};

/* Why waiting came to its end. */
enum wake {
    /* What was waited for has come: an outcome, or the moment. */
    WAKE_DUE,
    WAKE_MAIN_PROCESS_ENDED,
    WAKE_SIGNAL,
};

/* Blocks the signals that end the program, so that they are read in the loop; does not come back if that is impossible. */
void trial_begin(struct trial *trial, pid_t main_process);

/* Tries once, for so long at most; then probe->outcome is there, unless something else woke it. */
enum wake trial_run(struct trial *trial, struct probe *probe, int64_t timeout);

/* Waits until then. */
enum wake trial_rest(struct trial *trial, moment until);
