package upkeep.core;

import upkeep.base.Moment;

/**
 * A job that was seen on a unit, whoever asked for it; systemd numbers jobs upwards.
 *
 * @param stops whether the unit had a run that the job can have ended: a start passes no stop on
 */
public record JobSeen(long number, Moment since, boolean stops) {

    /** This job, once job {@code ended} is over: if the unit is still up with the same run, it has stopped nothing. */
    JobSeen after(long ended, Phase phase, Moment phaseSince) {
        boolean idle = ended == number && phase == Phase.UP && !phaseSince.reached(since);
        return idle ? new JobSeen(number, since, false) : this;
    }
}
