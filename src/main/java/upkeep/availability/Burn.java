package upkeep.availability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.core.Standing;
import upkeep.spec.Objective;

/**
 * That the time in which something may be down goes too fast: so much faster than it may on the average, within a longer stretch and within
 * the last twelfth of that as well, so that what is over is not told of any more. With an objective per 30 days: 14.4 times as fast within
 * an hour and 5 min, so that an hour takes 2 % of it; or 6 times within 6 h and 30 min, which take 5 %.
 *
 * @param rate how many times as fast, in the longer stretch
 * @param within the longer stretch
 * @param isFast whether it is the first of these
 */
public record Burn(double rate, Duration within, boolean isFast) {

    private static final double FAST = 14.4;
    private static final double SLOW = 6;
    /** A longer stretch is such a part of the time of the objective. */
    private static final long FAST_PART = 720;

    private static final long SLOW_PART = 120;
    private static final long SHORTER = 12;

    /** The one that is there, the fast one first. */
    public static Optional<Burn> of(Objective objective, List<Change> changes, Instant now) {
        return burning(objective, changes, now, FAST_PART, FAST)
                .or(() -> burning(objective, changes, now, SLOW_PART, SLOW));
    }

    /** What is looked at of the past. */
    public static Duration looksBack(Objective objective) {
        return objective.per().toDuration().dividedBy(SLOW_PART);
    }

    private static Optional<Burn> burning(
            Objective objective, List<Change> changes, Instant now, long part, double least) {
        Duration within = objective.per().toDuration().dividedBy(part);
        double rate = rate(objective, changes, now, within);
        boolean isBurning = rate >= least && rate(objective, changes, now, within.dividedBy(SHORTER)) >= least;
        return isBurning ? Optional.of(new Burn(rate, within, least == FAST)) : Optional.empty();
    }

    /** 1 where it goes as fast as it may on the average; a stretch of which nothing is known takes nothing. */
    private static double rate(Objective objective, List<Change> changes, Instant now, Duration within) {
        Duration down = Shares.of(changes, now.minus(within), now).of(Standing.DOWN);
        return Shares.seconds(down) / Shares.seconds(within) / objective.tolerated();
    }

    /** In half a sentence, of the one that has this objective. */
    public String text(Objective objective) {
        return "is down so much that " + objective + " will not hold: within " + Humane.duration(within) + " "
                + Math.round(rate) + " times as long as it may";
    }
}
