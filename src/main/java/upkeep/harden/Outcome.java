package upkeep.harden;

import java.util.List;
import java.util.SortedSet;

/** What became of a copy of the service under a candidate. */
public sealed interface Outcome {

    /** What it has written to, as paths that would have to be {@code writable}; as far as could be seen. */
    SortedSet<String> writes();

    /** It started, did all that was asked of it, and stopped as it does without hardening. */
    record Passed(SortedSet<String> writes) implements Outcome {}

    /**
     * It did not.
     *
     * @param why on one line: what failed, such as "liveness: connection refused"
     * @param lines what the service and systemd wrote of it, the oldest first
     */
    record Failed(String why, List<String> lines, SortedSet<String> writes) implements Outcome {
        public Failed {
            lines = List.copyOf(lines);
        }

        /** The line that tells most: the first that speaks of a refusal, else what failed. */
        public String evidence() {
            return lines.stream()
                    .filter(Suspicion::isRefusal)
                    .findFirst()
                    .map(line -> why + "; it wrote: " + line)
                    .orElse(why);
        }
    }
}
