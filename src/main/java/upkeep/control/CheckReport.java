package upkeep.control;

import java.util.List;
import java.util.Locale;
import upkeep.core.Observation;
import upkeep.core.RuleLook;
import upkeep.spec.Check;

/**
 * One run of a check that somebody asked for.
 *
 * @param rules how the rules of the check stand, with what was found
 * @param steps what the probe did, where that was asked for
 */
public record CheckReport(Check check, Observation observation, List<RuleLook> rules, List<Step> steps) {

    public CheckReport {
        rules = List.copyOf(rules);
        steps = List.copyOf(steps);
    }

    /**
     * One thing that the probe did or saw.
     *
     * @param microseconds since it began
     * @param lines the particulars, printable
     */
    public record Step(long microseconds, String what, List<String> lines) {
        public Step {
            lines = List.copyOf(lines);
        }
    }

    String id() {
        return check.id().text();
    }

    /** Whether it passed, and no rule holds. */
    boolean isWell() {
        return observation instanceof Observation.Passed && holding().isEmpty();
    }

    /** The rules that hold. */
    List<RuleLook> holding() {
        return rules.stream()
                .filter(rule -> rule.standing() == RuleLook.Standing.HOLDS)
                .toList();
    }

    CheckView.Result result() {
        return CheckView.Result.of(observation);
    }

    /** {@code not-synchronised}. */
    static String word(Observation.FailureKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code handshake}. */
    String depth() {
        return observation.depth().name().toLowerCase(Locale.ROOT);
    }
}
