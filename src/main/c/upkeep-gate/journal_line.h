/* Lines for people, on standard error, which is the journal of the unit where systemd runs us. */
#pragma once

#include <syslog.h>

/*
 * Writes one.
 *
 * priority: LOG_ERR and the like, by which the journal can be searched
 */
void say(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));
