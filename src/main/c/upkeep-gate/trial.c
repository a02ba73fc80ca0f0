#include "trial.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "exit_status.h"
#include "journal_line.h"

/* One that is called so late was kept from running itself: stopped, frozen, or without processor time, and with it the service. */
#define HELD_UP SECOND

void trial_begin(struct trial *trial, pid_t main_process) {
    trial->signal = 0;
    trial->is_below_systemd = getenv("INVOCATION_ID") != NULL;
    sigset_t signals;
    sigfillset(&signals);
    /* The others: KillSignal= and WatchdogSignal= may be any, and none of them is a reason for a core of ours. */
    static const int not_asked[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE};
    for (size_t i = 0; i < sizeof not_asked / sizeof *not_asked; i++) {
        sigdelset(&signals, not_asked[i]);
    }
    /* A child of a parent that ignored it would be gone before its status could be read. */
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    trial->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (trial->signals < 0) {
        say(LOG_ERR, "cannot wait for signals: %s", strerror(errno));
        exit(EXIT_USAGE);
    }
    main_process_open(&trial->main_process, main_process);
}

/* poll(2) counts milliseconds; rounded up, so that it is not called again for nothing. */
static int milliseconds_until(moment until) {
    if (until == NEVER) {
        return -1;
    }
    int64_t left = (until - now() + MILLISECOND - 1) / MILLISECOND;
    return left < 0 ? 0 : left > 3600000 ? 3600000 : (int)left;
}

/* Reads what signals there are; false for one that asks for the end. */
static bool read_signals(struct trial *trial) {
    struct signalfd_siginfo each;
    while (read(trial->signals, &each, sizeof each) == sizeof each) {
        int signal = (int)each.ssi_signo;
        /* Nobody but systemd means the end by these. */
        bool is_idle = signal == SIGCHLD || (!trial->is_below_systemd && (signal == SIGWINCH || signal == SIGURG));
        if (!is_idle) {
            trial->signal = signal;
        }
    }
    return trial->signal == 0;
}

/*
 * Waits for the probe, if there is one under way, or for the moment.
 *
 * is_due: set when the probe may proceed
 */
static enum wake await(struct trial *trial, const struct probe *probe, moment until, bool *is_due) {
    moment look = earlier(until, main_process_look_again(&trial->main_process));
    struct pollfd on[] = {
            {.fd = trial->signals, .events = POLLIN},
            {.fd = trial->main_process.fd, .events = POLLIN},
            {.fd = probe != NULL && probe->events != 0 ? probe->fd : -1, .events = probe != NULL ? probe->events : 0},
    };
    if (probe != NULL) {
        look = earlier(look, probe->wake);
    }
    poll(on, 3, milliseconds_until(look));
    if (on[0].revents != 0 && !read_signals(trial)) {
        return WAKE_SIGNAL;
    }
    if (main_process_has_ended(&trial->main_process)) {
        return WAKE_MAIN_PROCESS_ENDED;
    }
    *is_due = on[0].revents != 0 || on[2].revents != 0 || (probe != NULL && now() >= probe->wake);
    return WAKE_DUE;
}

enum wake trial_rest(struct trial *trial, moment until) {
    enum wake wake;
    bool ignored;
    /* At least once, also when the moment has passed: nobody else may have looked for signals. */
    do {
        wake = await(trial, NULL, until, &ignored);
    } while (wake == WAKE_DUE && now() < until);
    return wake;
}

/* Its time is over, or nearly so: was it the service that took it? */
static void expire(struct probe *probe, moment began, moment end) {
    char time[SPAN_TEXT];
    moment over = now() - end;
    if (over > HELD_UP) {
        outcome_set(&probe->outcome, UNKNOWN, "cannot tell: this process did not run for %s", show_span(over, time));
    } else {
        probe->expire(probe, show_span(end - began, time));
    }
}

enum wake trial_run(struct trial *trial, struct probe *probe, int64_t timeout) {
    moment began = now(), end = later(began, timeout);
    enum wake wake = main_process_has_ended(&trial->main_process) ? WAKE_MAIN_PROCESS_ENDED : WAKE_DUE;
    outcome_clear(&probe->outcome);
    if (wake == WAKE_DUE) {
        probe->begin(probe);
    }
    while (wake == WAKE_DUE && probe->outcome.result == PENDING) {
        bool is_due = false;
        wake = await(trial, probe, end, &is_due);
        /* What has come by now counts, even if the time is over. */
        if (wake == WAKE_DUE && is_due) {
            probe->proceed(probe);
        }
        if (wake == WAKE_DUE && probe->outcome.result == PENDING && now() >= end) {
            expire(probe, began, end);
        }
    }
    probe->end(probe);
    return wake;
}
