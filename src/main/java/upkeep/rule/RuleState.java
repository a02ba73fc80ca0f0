package upkeep.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Moment;

/**
 * How a rule stands after the samples so far: whether it holds, and what it needs to judge the next one. It belongs to
 * one rule. Immutable, and bounded by the numbers that a rule may name; safe from any thread.
 *
 * <p>A sample in which the rule's truth is unknown changes nothing and is not counted. At each change the counting begins
 * anew, so that the next change needs its full number again. Only the monotonic clock is used: time that the machine
 * slept through did not pass.
 *
 * @param since since when it holds: the moment of the sample that made its condition complete
 * @param progress how near it is to its next change
 * @param memory what earlier samples showed
 * @param pace how fast samples come
 * @param findings by the test they are of: while the rule holds, in the sample that made it so; else in the last one
 */
public record RuleState(
        Optional<Moment> since, Optional<Progress> progress, Memory memory, Pace pace, Map<String, Finding> findings) {

    /** Before the first sample: it does not hold. */
    public static final RuleState FRESH =
            new RuleState(Optional.empty(), Optional.empty(), Memory.EMPTY, Pace.NONE, Map.of());

    public RuleState {
        findings = Map.copyOf(findings);
    }

    /** Whether the rule holds. */
    public boolean holds() {
        return since.isPresent();
    }

    /** Whether it does not hold, and no sample since it last did speaks for it: it would have ended by now. */
    public boolean isOver() {
        return !holds() && progress.filter(Progress::isOver).isPresent();
    }

    /** The state after one more sample, which is not older than those before. */
    public RuleState next(Rule rule, Sample sample) {
        Condition asked = holds() ? rule.clear().orElse(rule.condition()) : rule.condition();
        Memory counted = memory.counted(rule, sample);
        if (asked.persistence().countsChecks() && !sample.isCheck()) {
            return new RuleState(since, progress, counted, pace, findings);
        }
        long now = sample.at().monotonicNanos();
        Map<Test, Finding> seen = Look.at(rule, sample, counted);
        Memory remembered = counted.remembering(rule, sample);
        Pace further = pace.next(now);
        Truth truth = asked.expression().truth(seen);
        if (truth == Truth.UNKNOWN) {
            return new RuleState(since, progress, remembered, further, holds() ? findings : byText(rule, seen));
        }
        long longestPause = asked.persistence() instanceof Persistence.Lasting lasting
                ? pace.longestPause(lasting.span().microseconds() * 1_000)
                : 0;
        Progress made = progress.filter(begun -> begun.persistence().equals(asked.persistence()))
                .orElseGet(() -> Progress.begin(asked.persistence(), now))
                .next(truth == Truth.YES, now, longestPause);
        if (!holds()) {
            return made.isMet()
                    ? changed(
                            Optional.of(sample.at()),
                            rule.clear().orElse(rule.condition()),
                            remembered,
                            further,
                            byText(rule, seen))
                    : new RuleState(since, Optional.of(made), remembered, further, byText(rule, seen));
        }
        boolean ends = rule.clear().isPresent() ? made.isMet() : made.isOver();
        return ends
                ? changed(Optional.empty(), rule.condition(), remembered, further, byText(rule, seen))
                // What made it hold is what it is about, until it ends.
                : new RuleState(since, Optional.of(made), remembered, further, findings);
    }

    private RuleState changed(
            Optional<Moment> from, Condition next, Memory remembered, Pace further, Map<String, Finding> found) {
        long now = further.last().orElse(0L);
        return new RuleState(from, Optional.of(Progress.begin(next.persistence(), now)), remembered, further, found);
    }

    private static Map<String, Finding> byText(Rule rule, Map<Test, Finding> seen) {
        Map<String, Finding> byText = new HashMap<>();
        for (int i = 0; i < rule.tests().size(); i++) {
            Finding finding = seen.get(rule.tests().get(i));
            if (finding != null) {
                byText.put(rule.texts().get(i), finding);
            }
        }
        return byText;
    }

    /**
     * What was seen, in one sentence: while the rule holds, in the sample that made it so; else in the last one. For
     * instance {@code memory is 520 MiB, more than 480 MiB, for 2 min}.
     */
    public String text(Rule rule) {
        return findings.isEmpty()
                ? "nothing was measured yet"
                : Sentence.of(rule.condition().expression(), byTest(rule))
                        + (holds() ? rule.condition().persistence().words() : "");
    }

    /** Whether the rule holds, or the last sample had all that it takes to see that its condition was not true, or was. */
    public boolean isKnown(Rule rule) {
        return holds() || rule.condition().expression().truth(byTest(rule)) != Truth.UNKNOWN;
    }

    private Map<Test, Finding> byTest(Rule rule) {
        Map<Test, Finding> byTest = new HashMap<>();
        for (int i = 0; i < rule.tests().size(); i++) {
            Finding finding = findings.get(rule.texts().get(i));
            if (finding != null) {
                byTest.put(rule.tests().get(i), finding);
            }
        }
        return byTest;
    }

    @Override
    public String toString() {
        return since.map(from -> "holds since " + from.wall()).orElse("does not hold");
    }
}
