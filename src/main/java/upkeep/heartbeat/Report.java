package upkeep.heartbeat;

import java.time.Duration;
import java.util.Optional;

/**
 * What somebody tells of a job.
 *
 * @param check the name of the check that waits for it
 */
public record Report(String check, What what) {

    /** What is told of it. */
    public sealed interface What {

        /** A run begins. */
        record Begun() implements What {}

        /**
         * A run has ended.
         *
         * @param status 0 to 255; 0 is well
         * @param took how long it ran, where whoever tells knows
         * @param note on one line; may be empty
         */
        record Ended(int status, Optional<Duration> took, String note) implements What {}
    }

    public static Report begun(String check) {
        return new Report(check, new What.Begun());
    }

    public static Report ended(String check, int status, Optional<Duration> took, String note) {
        return new Report(check, new What.Ended(status, took, note));
    }
}
