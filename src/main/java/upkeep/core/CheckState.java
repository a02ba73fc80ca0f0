package upkeep.core;

import java.util.List;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.spec.Check;

/**
 * What is known of one check.
 *
 * @param last the newest observation
 * @param since when the verdict was reached
 * @param failures failed probes in a row
 * @param passes passed probes in a row
 * @param firstFailure when the present row of failures began
 * @param due when the next probe is to begin; absent while the check is not run
 * @param evidence the ledger entries that led to the verdict
 * @param flips when the verdict turned to failing after it had recovered by itself
 * @param validFrom probes that began before this say nothing
 */
public record CheckState(
        Optional<Observation> last,
        Optional<Moment> at,
        Verdict verdict,
        Moment since,
        int failures,
        int passes,
        Optional<Moment> firstFailure,
        Optional<Moment> due,
        List<Long> evidence,
        List<Moment> flips,
        Moment validFrom) {

    /** What the probes so far amount to. */
    public enum Verdict {
        /** No probe of this run has passed or failed often enough. */
        NONE,
        PASSING,
        FAILING
    }

    /** Whether it fails as often in a row as it takes: one that has passed again has to fail as often once more. */
    boolean isDead(Check check) {
        return verdict == Verdict.FAILING && failures >= check.failures();
    }

    public CheckState {
        evidence = List.copyOf(evidence);
        flips = List.copyOf(flips);
    }

    /** A check that has no result yet. */
    public static CheckState fresh(Moment now) {
        return new CheckState(
                Optional.empty(),
                Optional.empty(),
                Verdict.NONE,
                now,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                now);
    }

    /** The check of a service that was started anew: counts and verdict are those of the run before. */
    CheckState restarted(Moment now) {
        return new CheckState(last, at, Verdict.NONE, now, 0, 0, Optional.empty(), due, List.of(), flips, validFrom);
    }

    CheckState due(Optional<Moment> next) {
        return new CheckState(
                last, at, verdict, since, failures, passes, firstFailure, next, evidence, flips, validFrom);
    }

    /** What was seen before that moment is void; a verdict that has fallen stands. */
    CheckState voidBefore(Moment moment) {
        boolean fell = verdict == Verdict.FAILING;
        return new CheckState(
                last,
                at,
                verdict,
                since,
                fell ? failures : 0,
                0,
                fell ? firstFailure : Optional.empty(),
                due,
                fell ? evidence : List.of(),
                flips,
                moment);
    }
}
