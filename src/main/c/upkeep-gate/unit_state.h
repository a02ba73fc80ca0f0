/* What systemd says of the unit, asked through systemctl: that is seldom, and saves us a D-Bus client of our own. */
#pragma once

#include "trial.h"

enum unit_state {
    /* Active, or reloading. */
    UNIT_ACTIVE,
    /* On its way up or down, or down. */
    UNIT_NOT_ACTIVE,
    /* It could not be asked, which was said. */
    UNIT_UNKNOWN,
};

/* Asks, always for the same unit; state is set if nothing else woke it. */
enum wake ask_unit_state(struct trial *trial, const char *unit, enum unit_state *state);
