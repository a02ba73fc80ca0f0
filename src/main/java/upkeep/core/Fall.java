package upkeep.core;

import java.time.Duration;
import upkeep.base.Moment;

/**
 * The end of a unit's run: it came to be inactive or failed, were it only for the moment before systemd restarts it itself. That is
 * when systemd stops what is bound to it.
 *
 * @param seen when upkeepd saw that
 * @param at when it happened, in microseconds of the monotonic clock, by systemd's own word; 0 if that is not known
 */
public record Fall(Moment seen, long at) {

    /** Whether systemd says that it happened after a moment: a job that had been heard of by then was no consequence. */
    boolean isAfter(Moment moment) {
        return at > moment.monotonicNanos() / 1_000;
    }

    /** Whether it is the end of another run than the one that was over by a moment. */
    boolean isOfLaterRun(Moment over) {
        return !over.reached(moment());
    }

    /** When it happened, or was seen if that is not known. */
    Moment moment() {
        return at > 0 ? seen.plus(Duration.ofNanos(at * 1_000 - seen.monotonicNanos())) : seen;
    }

    /** Whether something that systemd dates like this was within that time after it. */
    boolean isFollowedBy(long other, Duration within) {
        return at > 0 && other >= at && Duration.ofNanos((other - at) * 1_000).compareTo(within) <= 0;
    }
}
