package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;

/**
 * Something measured on a schedule.
 *
 * @param every from the start of one probe to the start of the next
 * @param timeout the deadline of one probe as a whole, name look-up included
 * @param failures how many failed probes in a row make it fail
 * @param successes how many passed probes in a row make it pass again
 * @param otherwise what is done once it fails, in order
 */
public record Check(
        CheckId id,
        SourcePos position,
        Target target,
        TimeSpan every,
        TimeSpan timeout,
        int failures,
        int successes,
        List<Reaction> otherwise) {

    /** A failing check is looked at again this soon, however long its period. */
    public static final TimeSpan SUSPECT_EVERY = TimeSpan.ofSeconds(2);

    public Check {
        otherwise = List.copyOf(otherwise);
    }

    /** The pause between probes while the check is failing but has not failed often enough. */
    public TimeSpan suspectEvery() {
        return every.compareTo(SUSPECT_EVERY) < 0 ? every : SUSPECT_EVERY;
    }

    /**
     * The longest time from a fault to the verdict: the service breaks just after a probe began, and every probe until
     * the verdict lasts to its deadline.
     */
    public TimeSpan detectionBound() {
        long probe = Math.max(timeout.microseconds(), 0);
        long between = Math.max(suspectEvery().microseconds(), probe);
        return new TimeSpan(every.microseconds() + (failures - 1L) * between + probe);
    }

    /** What is done when a check fails. The unit is absent where the service the check belongs to is meant. */
    public sealed interface Reaction {
        record Alert() implements Reaction {}

        record Restart(Optional<UnitName> unit) implements Reaction {}

        record Start(Optional<UnitName> unit) implements Reaction {}

        record Reload(Optional<UnitName> unit) implements Reaction {}

        record Hold(Optional<UnitName> unit) implements Reaction {}
    }
}
