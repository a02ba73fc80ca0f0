package upkeep.control;

import java.time.Instant;
import java.util.Optional;
import upkeep.core.Observation;

/**
 * A check as people see it.
 *
 * @param id {@code web/liveness}, or the name of a check of its own
 * @param target what is looked at, in a few words
 * @param last how the last probe ended; absent before the first
 * @param when when that was
 * @param text what the last probe found; empty before the first
 * @param streak how many probes in a row ended that way; 0 where the last is unknown, which is not counted
 * @param failing whether it failed often enough to count as failed
 */
public record CheckView(
        String id,
        String target,
        Optional<Result> last,
        Optional<Instant> when,
        String text,
        int streak,
        boolean failing) {

    /** How a probe ended; unknown means that it could not be run. */
    public enum Result {
        PASSED,
        FAILED,
        UNKNOWN;

        public static Result of(Observation observation) {
            return switch (observation) {
                case Observation.Passed _ -> PASSED;
                case Observation.Failed _ -> FAILED;
                case Observation.Unknown _ -> UNKNOWN;
            };
        }

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
