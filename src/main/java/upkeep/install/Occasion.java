package upkeep.install;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * How a generation came to be in force.
 *
 * @param kind what was asked for
 * @param at when, to the second
 * @param by who asked, as people read it: {@code root}, or {@code root, by sudo of alice (1000)}
 * @param restored the generation whose content was put back, {@link Generation#NONE} for the time before the first;
 *     present for {@link Kind#ROLLBACK} and {@link Kind#REVERT}
 * @param confirmWithin how soon it had to be confirmed
 */
public record Occasion(Kind kind, Instant at, String by, Optional<Integer> restored, Optional<TimeSpan> confirmWithin) {

    private static final int MAX_BY = 200;

    public Occasion {
        at = at.truncatedTo(ChronoUnit.SECONDS);
        by = by.substring(0, Math.min(by.length(), MAX_BY));
    }

    /** What was asked for. */
    public enum Kind {
        APPLY,
        REMOVE,
        EJECT,
        ROLLBACK,
        /** An earlier generation was put back because a later one was not confirmed. */
        REVERT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> ofWord(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Something else than putting an earlier generation back, which need not be confirmed. */
    public static Occasion of(Kind kind, Instant at, String by) {
        return new Occasion(kind, at, by, Optional.empty(), Optional.empty());
    }

    public Occasion confirmedWithin(Optional<TimeSpan> time) {
        return new Occasion(kind, at, by, restored, time);
    }

    /** Whether an earlier generation is put back, which ends the waiting for a confirmation. */
    public boolean isReturn() {
        return restored.isPresent();
    }
}
