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

    /**
     * This job, once job {@code ended} is over: if the unit is still up with the same run, it has stopped nothing; if it is
     * up with another, the one before has ended, seen or not.
     */
    JobSeen after(long ended, Phase phase, Moment phaseSince) {
        if (ended != number || phase != Phase.UP) {
            return this;
        }
        if (!phaseSince.reached(since)) {
            return starting();
        }
        return over.isPresent() ? this : new JobSeen(number, since, stops, Optional.of(phaseSince));
    }

    /** This job, when the unit came into another phase. */
    JobSeen in(Phase phase, Moment now) {
        boolean runsNoLonger = switch (phase) {
            case DOWN, FAILED, BACKING_OFF, STARTING -> true;
            case UP, STOPPING, UNSEEN -> false;
        };
        return runsNoLonger ? over(now) : this;
    }

    /** This job, which turned out to be a start. */
    JobSeen starting() {
        return new JobSeen(number, since, false, over);
    }

    /** This job, which turned out to be no start. */
    JobSeen stopping() {
        return new JobSeen(number, since, true, over);
    }

    /** This job, when the run that it may have been meant for was over by that moment; not if that was before it came. */
    JobSeen over(Moment by) {
        return over.isEmpty() && by.reached(since) ? new JobSeen(number, since, stops, Optional.of(by)) : this;
    }

    /** Whether a job that was queued at a moment can be of the same transaction: all of one are queued before any is carried out. */
    boolean isNotOver(Moment queued) {
        return over.filter(moment -> !moment.reached(queued)).isEmpty();
    }

    /** Whether it was by this job that the unit went down: the first end of a run since the job came. */
    boolean hasTakenDown(Fall fall) {
        return stops
                && fall.moment().reached(since)
                && over.filter(fall::isOfLaterRun).isEmpty();
    }
}
