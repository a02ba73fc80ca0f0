#include "unit_state.h"

#include "journal_line.h"
#include "program_probe.h"

#define ASK_LIMIT (10 * SECOND)

/* What `systemctl is-active` ends with (systemctl(1), EXIT STATUS). */
#define IS_ACTIVE 0
#define KNOWN "0,3"

enum wake ask_unit_state(struct trial *trial, const char *unit, enum unit_state *state) {
    static struct program_probe systemctl;
    static char *command[] = {"/usr/bin/systemctl", "is-active", "--", NULL, NULL};
    if (systemctl.command == NULL) {
        struct status_ranges known;
        read_statuses(KNOWN, &known);
        command[3] = (char *)unit;
        program_probe_make(&systemctl, command, &known);
    }
    enum wake wake = trial_run(trial, &systemctl.probe, ASK_LIMIT);
    if (wake != WAKE_DUE) {
        return wake;
    }
    if (systemctl.probe.outcome.result != PASSED) {
        *state = UNIT_UNKNOWN;
        say(LOG_WARNING, "cannot ask systemd for the state of %s, without which no failure is told: %s", unit,
            systemctl.probe.outcome.text);
    } else {
        *state = systemctl.status == IS_ACTIVE ? UNIT_ACTIVE : UNIT_NOT_ACTIVE;
    }
    return WAKE_DUE;
}
