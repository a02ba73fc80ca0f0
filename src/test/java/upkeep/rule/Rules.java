package upkeep.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Moment;

/** Rules and samples for tests. */
final class Rules {

    private static final Moment START = new Moment(1_000_000_000_000L, Instant.parse("2026-11-25T12:00:00Z"));

    private Rules() {}

    static Rule rule(String condition) {
        return read(Rule.parse(condition, Optional.empty()));
    }

    static Rule rule(String condition, String clear) {
        return read(Rule.parse(condition, Optional.of(clear)));
    }

    private static Rule read(Parsed parsed) {
        return switch (parsed) {
            case Parsed.Read read -> read.rule();
            case Parsed.Refused refused -> throw new AssertionError(refused.mistakes());
        };
    }

    static Moment at(double seconds) {
        return START.plus(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    /** A sample of a check; the pairs are names and numbers, texts, or {@code null} for what is unknown. */
    static Sample check(double seconds, Object... pairs) {
        return new Sample(at(seconds), readings(pairs), true);
    }

    /** A look between two checks. */
    static Sample look(double seconds, Object... pairs) {
        return new Sample(at(seconds), readings(pairs), false);
    }

    private static Map<String, Reading> readings(Object... pairs) {
        Map<String, Reading> readings = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            readings.put((String) pairs[i], reading(pairs[i + 1]));
        }
        return readings;
    }

    private static Reading reading(Object value) {
        return switch (value) {
            case Number number -> new Reading.Number(number.doubleValue());
            case Reading given -> given;
            default -> new Reading.Text(value.toString());
        };
    }

    static final Reading UNKNOWN = new Reading.Unknown("nobody knows");

    /** The state after all the samples. */
    static RuleState after(Rule rule, Sample... samples) {
        RuleState state = RuleState.FRESH;
        for (Sample sample : samples) {
            state = state.next(rule, sample);
        }
        return state;
    }

    /** Whether it holds after each sample: {@code +} or {@code -}. */
    static String course(Rule rule, Sample... samples) {
        StringBuilder course = new StringBuilder();
        RuleState state = RuleState.FRESH;
        for (Sample sample : samples) {
            state = state.next(rule, sample);
            course.append(state.holds() ? '+' : '-');
        }
        return course.toString();
    }
}
