/* What systemd is told on behalf of the service (sd_notify(3)); it takes it from any process of a unit with NotifyAccess=all. */
#pragma once

/*
 * Sends a datagram to $NOTIFY_SOCKET: a path, or @ and a name of the abstract name space.
 *
 * Returns 0, or an errno; ENOTCONN where there is no such socket to send to.
 */
int notify(const char *state);

/* Whether notify could reach systemd, as far as can be known without sending; the same errno. */
int can_notify(void);
