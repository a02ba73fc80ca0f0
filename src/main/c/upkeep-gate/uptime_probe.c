/* Passes once it has lasted so long: what it is about is the main process, whose end ends the gate (trial.c). */
#include "probe.h"

static int64_t span;

static void begin(struct probe *probe) {
    probe->wake = later(now(), span);
}

static void proceed(struct probe *probe) {
    if (now() >= probe->wake) {
        char time[SPAN_TEXT];
        outcome_set(&probe->outcome, PASSED, "it has stayed up for %s", show_span(span, time));
    }
}

static void expire(struct probe *probe, const char *time) {
    char wanted[SPAN_TEXT];
    outcome_set(&probe->outcome, FAILED, "it was to stay up for %s, and was looked at for %s", show_span(span, wanted), time);
}

static void end(struct probe *probe) {
    probe->wake = NEVER;
}

struct probe *uptime_probe(const struct options *options) {
    static struct probe probe = {.begin = begin, .proceed = proceed, .expire = expire, .end = end, .fd = -1, .wake = NEVER};
    span = options->uptime;
    return &probe;
}
