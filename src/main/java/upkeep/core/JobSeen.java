package upkeep.core;

import java.util.Optional;
import upkeep.base.Moment;

/**
 * A job that was seen on a unit, whoever asked for it; systemd numbers jobs upwards.
 *
 * @param stops whether the unit had a run that the job can have ended: a start passes no stop on
 * @param over when the unit was seen to run no longer, if it was since the job came
 */
public record JobSeen(long number, Moment since, boolean stops, Optional<Moment> over) {

    JobSeen(long number, Moment since, boolean stops) {
        this(number, since, stops, Optional.empty());
    }

    /** This job, once job {@code ended} is over: if the unit is still up with the same run, it has stopped nothing. */
    JobSeen after(long ended, Phase phase, Moment phaseSince) {
        boolean idle = ended == number && phase == Phase.UP && !phaseSince.reached(since);
        return idle ? new JobSeen(number, since, false, over) : this;
    }

    /** This job, when the unit came into another phase. */
    JobSeen in(Phase phase, Moment now) {
        boolean runsNoLonger = switch (phase) {
            case DOWN, FAILED, BACKING_OFF, STARTING -> true;
            case UP, STOPPING, UNSEEN -> false;
        };
        return runsNoLonger && over.isEmpty() ? new JobSeen(number, since, stops, Optional.of(now)) : this;
    }

    /** Whether a job that was queued at a moment can be of the same transaction: all of one are queued before any is carried out. */
    boolean isNotOver(Moment queued) {
        return over.filter(moment -> !moment.reached(queued)).isEmpty();
    }
}
