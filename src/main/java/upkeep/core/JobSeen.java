package upkeep.core;

import upkeep.base.Moment;

/**
 * A job that was seen on a unit, whoever asked for it; systemd numbers jobs upwards.
 *
 * @param stops whether the unit had a run that the job can have ended: a start passes no stop on
 */
public record JobSeen(long number, Moment since, boolean stops) {}
