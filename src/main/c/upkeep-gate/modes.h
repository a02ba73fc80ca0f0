/* What the program is for. Both return the status it ends with. */
#pragma once

#include "options.h"
#include "probe.h"

/* Tries until the probe passes. */
int be_ready(const struct options *options, struct probe *probe);

/* Tries for as long as the service runs, and tells systemd when it is dead. */
int keep_watch(const struct options *options, struct probe *probe);
