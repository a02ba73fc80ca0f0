package upkeep.core;

import java.util.List;
import java.util.Map;
import upkeep.base.Moment;
import upkeep.rule.RuleState;
import upkeep.rule.Sample;
import upkeep.spec.Check;

/**
 * How a rule of a check stands after a look that does not count. Pure.
 *
 * @param rule its condition, and what ends it
 * @param text what was seen, in one sentence
 */
public record RuleLook(String rule, Standing standing, String text) {

    /** Whether a rule holds; unknown if what it is about was not measured. */
    public enum Standing {
        HOLDS,
        HOLDS_NOT,
        UNKNOWN
    }

    /** The rules of a check, as if nothing had been measured before. */
    public static List<RuleLook> first(Check check, Observation observation, Moment now) {
        return all(check, Map.of(), observation, now);
    }

    /** The rules of a check, as if this observation were the next one that counts; not older than those in the state. */
    public static List<RuleLook> next(State state, Check check, Observation observation, Moment now) {
        return all(check, state.rules(), observation, now);
    }

    private static List<RuleLook> all(Check check, Map<String, RuleWatch> rules, Observation observation, Moment now) {
        Sample sample = new Sample(now, RuleFolding.readings(observation), true);
        return check.rules().stream()
                .map(written -> {
                    String rule = written.rule().toString();
                    String key = IncidentKey.ofRule(check.id().text(), rule);
                    RuleState state =
                            rules.getOrDefault(key, RuleWatch.FRESH).state().next(written.rule(), sample);
                    Standing standing = state.holds()
                            ? Standing.HOLDS
                            : state.isKnown(written.rule()) ? Standing.HOLDS_NOT : Standing.UNKNOWN;
                    return new RuleLook(rule, standing, state.text(written.rule()));
                })
                .toList();
    }
}
