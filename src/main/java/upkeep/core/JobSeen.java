package upkeep.core;

import upkeep.base.Moment;

/** A job that somebody queued on a unit, as it was first noticed; systemd numbers jobs upwards. */
public record JobSeen(long number, Moment since) {}
