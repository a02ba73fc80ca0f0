package upkeep.core;

import java.util.Locale;
import java.util.Optional;

/** How a systemd job ended; the words of JobRemoved in org.freedesktop.systemd1(5). */
public enum JobResult {
    DONE,
    CANCELED,
    TIMEOUT,
    FAILED,
    DEPENDENCY,
    SKIPPED,
    INVALID,
    ASSERT,
    UNSUPPORTED,
    COLLECTED,
    ONCE,
    FROZEN,
    CONCURRENCY;

    public static Optional<JobResult> parse(String word) {
        for (JobResult result : values()) {
            if (result.word().equals(word)) {
                return Optional.of(result);
            }
        }
        return Optional.empty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
