#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "exit_status.h"
#include "journal_line.h"
#include "modes.h"
#include "trial.h"

/* Most services are ready at once, so that the first pauses are short; each is twice the one before, up to the interval. */
#define FIRST_PAUSE (20 * MILLISECOND)

/* What the last try saw, for the end of a sentence. */
static const char *last_seen(const struct outcome *outcome) {
    return outcome->text[0] == '\0' ? "nothing was tried yet" : outcome->text;
}

/*
 * systemd sends a signal when the unit is stopped, or its time is over, which it has noted by then. Any other end than a clean one
 * would make a failure of the stop. For everybody else it must not look like success.
 */
static int end_by(const struct trial *trial) {
    if (!trial->is_below_systemd) {
        sigset_t one;
        sigemptyset(&one);
        sigaddset(&one, trial->signal);
        raise(trial->signal);
        sigprocmask(SIG_UNBLOCK, &one, NULL);
    }
    return EXIT_READY;
}

/* What is told of the tries in the end: a last one that the deadline cut short says less than a whole one before it. */
static void keep(struct outcome *last, const struct outcome *seen, bool is_cut) {
    if (!is_cut || last->text[0] == '\0') {
        *last = *seen;
    }
}

int be_ready(const struct options *options, struct probe *probe) {
    /* Its end may be noticed before this program is started, and systemd then has nothing to write for ${MAINPID}. */
    if (options->uptime > 0 && options->main_process == 0) {
        say(LOG_ERR, "the main process ended before it was looked at");
        return EXIT_MAIN_PROCESS_ENDED;
    }
    static struct trial trial;
    static struct outcome last;
    trial_begin(&trial, options->main_process);
    moment began = now(), end = later(began, options->deadline);
    enum wake wake = WAKE_DUE;
    int tries = 0;
    for (int64_t pause = FIRST_PAUSE; wake == WAKE_DUE && (tries == 0 || now() < end); pause *= 2) {
        int64_t left = end == NEVER ? NEVER : end - now();
        wake = trial_run(&trial, probe, earlier(options->timeout, left));
        if (wake == WAKE_DUE) {
            tries++;
            if (probe->outcome.result == PASSED) {
                return EXIT_READY;
            }
            keep(&last, &probe->outcome, left < options->timeout && now() >= end);
            if (tries == options->tries) {
                break;
            }
            pause = earlier(pause, options->interval);
            wake = trial_rest(&trial, earlier(end, later(now(), pause)));
        }
    }
    char time[SPAN_TEXT];
    show_span(now() - began, time);
    if (wake == WAKE_SIGNAL) {
        return end_by(&trial);
    }
    if (wake == WAKE_MAIN_PROCESS_ENDED) {
        say(LOG_ERR, "the main process %d ended before it was ready, after %s; last seen: %s", trial.main_process.pid, time,
            last_seen(&last));
        return EXIT_MAIN_PROCESS_ENDED;
    }
    say(LOG_ERR, "not ready after %s and %d %s; last seen: %s", time, tries, tries == 1 ? "try" : "tries", last_seen(&last));
    return EXIT_NOT_READY;
}
