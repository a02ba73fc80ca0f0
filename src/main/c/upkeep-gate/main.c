/*
 * upkeep-gate: waits until a service is ready, or watches one on systemd's behalf. See upkeep-gate(8).
 *
 * It takes the place of a JVM in every unit that has a gate, so it is small: no library but libc, no memory but what it begins
 * with, one process, one loop (trial.c).
 */
#include <stdlib.h>

#include "modes.h"
#include "program_probe.h"

static struct probe *probe_of(const struct options *options) {
    static struct program_probe program;
    switch (options->kind) {
        case PROBE_TCP:
        case PROBE_UNIX:
            return connection_probe(options);
        case PROBE_HTTP:
        case PROBE_HTTP_UNIX:
            return http_probe(options);
        case PROBE_UP:
            return uptime_probe(options);
        case PROBE_EXEC:
            program_probe_make(&program, options->command, &options->statuses);
            return &program.probe;
    }
    abort();
}

int main(int count, char *arguments[]) {
    static struct options options;
    read_options(count, arguments, &options);
    struct probe *probe = probe_of(&options);
    return options.mode == READY ? be_ready(&options, probe) : keep_watch(&options, probe);
}
