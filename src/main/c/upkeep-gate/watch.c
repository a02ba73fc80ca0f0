#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "exit_status.h"
#include "journal_line.h"
#include "modes.h"
#include "notification.h"
#include "trial.h"
#include "unit_state.h"

/* A row of tries, and what it amounts to. */
struct watch {
    const struct options *options;
    struct trial trial;
    /* Failures count from then on; the first success is such a moment, too. */
    moment counts_from;
    int failures;
    /* Whether it was told already that the probe cannot be tried. */
    bool is_unknown_told;
};

/*
 * So many failures in a row: systemd is told, unless the unit is on its way up or down. To systemd a failed watchdog is a failed
 * watchdog, also of a service that is taking its time to stop.
 */
static enum wake tell(struct watch *watch, const char *seen) {
    const char *unit = watch->options->unit;
    int failures = watch->failures;
    watch->failures = 0;
    if (unit != NULL) {
        enum unit_state state;
        enum wake wake = ask_unit_state(&watch->trial, unit, &state);
        if (wake != WAKE_DUE || state != UNIT_ACTIVE) {
            return wake;
        }
    }
    say(LOG_ERR, "%d %s in a row, so systemd is told that the watchdog failed; last seen: %s", failures,
        failures == 1 ? "failure" : "failures", seen);
    int error = notify("WATCHDOG=trigger");
    if (error != 0) {
        say(LOG_ERR, "cannot tell systemd: %s", strerror(error));
    }
    return WAKE_DUE;
}

static enum wake take(struct watch *watch, const struct outcome *seen) {
    switch (seen->result) {
        case PASSED:
            watch->counts_from = earlier(watch->counts_from, now());
            watch->failures = 0;
            watch->is_unknown_told = false;
            break;
        case FAILED:
            watch->failures += now() >= watch->counts_from ? 1 : 0;
            if (watch->failures >= watch->options->failures) {
                return tell(watch, seen->text);
            }
            break;
        case UNKNOWN:
            /* Neither in favour of the service nor against it. */
            if (!watch->is_unknown_told) {
                say(LOG_WARNING, "%s", seen->text);
                watch->is_unknown_told = true;
            }
            break;
        case PENDING:
            break;
    }
    return WAKE_DUE;
}

/* Becomes a process of its own, so that ExecStartPost= comes to its end; the control group, by which systemd ends it, stays. */
static void leave(void) {
    pid_t helper = fork();
    if (helper < 0) {
        say(LOG_ERR, "cannot become a process of its own: %s", strerror(errno));
        _exit(EXIT_USAGE);
    }
    if (helper > 0) {
        _exit(EXIT_READY);
    }
}

int keep_watch(const struct options *options, struct probe *probe) {
    static struct watch watch;
    if (options->main_process == 0) {
        say(LOG_ERR, "cannot watch: systemd knows no main process; set PIDFile=");
        return EXIT_USAGE;
    }
    int error = can_notify();
    if (error != 0) {
        say(LOG_ERR, "cannot watch: systemd cannot be told (%s); look at NotifyAccess=all and RestrictAddressFamilies=AF_UNIX",
            strerror(error));
        return EXIT_USAGE;
    }
    watch.options = options;
    watch.counts_from = later(now(), options->startup);
    if (!options->is_in_foreground) {
        leave();
    }
    trial_begin(&watch.trial, options->main_process);
    enum unit_state ignored;
    /* So that it is known from the beginning, and not when it would be needed, that systemd cannot be asked. */
    enum wake wake = options->unit == NULL ? WAKE_DUE : ask_unit_state(&watch.trial, options->unit, &ignored);
    while (wake == WAKE_DUE) {
        moment next = later(now(), options->interval);
        wake = trial_run(&watch.trial, probe, options->timeout);
        if (wake == WAKE_DUE) {
            wake = take(&watch, &probe->outcome);
        }
        if (wake == WAKE_DUE) {
            wake = trial_rest(&watch.trial, next);
        }
    }
    return EXIT_READY;
}
