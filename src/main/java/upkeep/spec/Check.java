package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.target.Target;

/**
 * Something measured on a schedule.
 *
 * @param timing when it is run
 * @param timeout the deadline of each try of a probe, name look-up included
 * @param retries how often one probe tries again before it has failed
 * @param failures how many failed probes in a row make it fail
 * @param successes how many passed probes in a row make it pass again
 * @param otherwise what is done once it fails, in order
 * @param needs the services and checks that must be well for this one to be judged
 * @param rules what is done when its measurements call for it, in the order written
 */
public record Check(
        CheckId id,
        SourcePos position,
        Target target,
        Timing timing,
        TimeSpan timeout,
        Retries retries,
        int failures,
        int successes,
        List<Reaction> otherwise,
        List<String> needs,
        List<SupervisionRule> rules) {

    /** A failing check is looked at again this soon, however long its period. */
    public static final TimeSpan SUSPECT_EVERY = TimeSpan.ofSeconds(2);

    public Check {
        otherwise = List.copyOf(otherwise);
        needs = List.copyOf(needs);
        rules = List.copyOf(rules);
    }

    /** The same check of another target. */
    public Check withTarget(Target other) {
        return new Check(id, position, other, timing, timeout, retries, failures, successes, otherwise, needs, rules);
    }

    /** The pause between probes while the check is failing but has not failed often enough. */
    public TimeSpan suspectEvery() {
        return timing.period()
                .filter(period -> period.compareTo(SUSPECT_EVERY) < 0)
                .orElse(SUSPECT_EVERY);
    }

    /** How long one probe may last, with all its tries. */
    public TimeSpan longestProbe() {
        return retries.longest(timeout);
    }

    /**
     * The longest time from a fault to the verdict: the service breaks just after a probe began, and every probe until
     * the verdict lasts to the deadline of its last try. Infinite where the check is not run in a period, or not at all times.
     */
    public TimeSpan detectionBound() {
        if (timing.period().isEmpty() || !timing.never().isEmpty()) {
            return TimeSpan.INFINITY;
        }
        long probe = longestProbe().microseconds();
        long between = Math.max(suspectEvery().microseconds(), probe);
        long begin = timing.period().get().microseconds() + timing.jitter().microseconds();
        return new TimeSpan(begin + (failures - 1L) * (between + timing.jitter().microseconds()) + probe);
    }

    /** What is done when a check fails or a rule holds. The unit is absent where the subject's own service is meant. */
    public sealed interface Reaction {
        record Alert() implements Reaction {}

        record Restart(Optional<UnitName> unit) implements Reaction {}

        record Start(Optional<UnitName> unit) implements Reaction {}

        record Reload(Optional<UnitName> unit) implements Reaction {}

        record Stop(Optional<UnitName> unit) implements Reaction {}

        record Hold(Optional<UnitName> unit) implements Reaction {}

        /** A program is run. */
        record Exec(ProgramUnit program) implements Reaction {}
    }
}
