package upkeep.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import upkeep.base.Moment;
import upkeep.rule.Parsed;
import upkeep.rule.Reading;
import upkeep.rule.Rule;
import upkeep.rule.RuleState;
import upkeep.rule.Sample;

/** Rules: one more sample for one of them, and the reading of a text. */
@State(Scope.Thread)
public class RuleBenchmark {

    private static final String SIMPLE = "memory > 480M for 2min";
    private static final String COMPOUND = "cpu > 80% and memory > 480M or tasks > 200 for 3 checks";
    private static final Map<String, Reading> READINGS =
            Map.of("memory", new Reading.Number(100e6), "cpu", new Reading.Number(12), "tasks", new Reading.Number(20));

    private final Rule simple = rule(SIMPLE);
    private final Rule compound = rule(COMPOUND);
    private RuleState simpleState = RuleState.FRESH;
    private RuleState compoundState = RuleState.FRESH;
    private Moment now = new Moment(1_000_000_000_000L, Instant.parse("2026-01-01T00:00:00Z"));

    private static Rule rule(String text) {
        return switch (Rule.parse(text, Optional.empty())) {
            case Parsed.Read read -> read.rule();
            case Parsed.Refused refused -> throw new IllegalStateException("not a rule: " + refused.mistakes());
        };
    }

    @Benchmark
    public RuleState simpleRule() {
        simpleState = simpleState.next(simple, sample());
        return simpleState;
    }

    @Benchmark
    public RuleState compoundRule() {
        compoundState = compoundState.next(compound, sample());
        return compoundState;
    }

    @Benchmark
    public Parsed readRule() {
        return Rule.parse(COMPOUND, Optional.empty());
    }

    private Sample sample() {
        now = now.plus(Duration.ofSeconds(30));
        return new Sample(now, READINGS, true);
    }
}
