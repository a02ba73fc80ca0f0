package upkeep.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A condition over measurements, and the one that ends it if that is another. Immutable, equal if it says the same; safe
 * from any thread. The language is described in docs/spec.md.
 */
public final class Rule {

    private final Condition condition;
    private final Optional<Condition> clear;
    private final List<Test> tests;
    private final List<String> texts;

    private Rule(Condition condition, Optional<Condition> clear) {
        this.condition = condition;
        this.clear = clear;
        this.tests = Stream.concat(
                        condition.expression().tests(),
                        clear.stream().flatMap(ending -> ending.expression().tests()))
                .distinct()
                .toList();
        this.texts = tests.stream().map(Test::text).toList();
    }

    /** The rule that the texts say, whatever its measurements are called, or what is wrong with them. */
    public static Parsed parse(String condition, Optional<String> clear) {
        return parse(condition, clear, Vocabulary.ANY);
    }

    /** As {@link #parse(String, Optional)}; a measurement that is not one of {@code metrics} is a mistake. */
    public static Parsed parse(String condition, Optional<String> clear, Collection<String> metrics) {
        return parse(condition, clear, Vocabulary.of(metrics));
    }

    private static Parsed parse(String condition, Optional<String> clear, Vocabulary vocabulary) {
        List<Mistake> mistakes = new ArrayList<>();
        Condition read = new Parser(Mistake.Part.CONDITION, condition, vocabulary, mistakes).condition();
        Optional<Condition> readClear =
                clear.map(text -> new Parser(Mistake.Part.CLEAR, text, vocabulary, mistakes).condition());
        return mistakes.isEmpty() ? new Parsed.Read(new Rule(read, readClear)) : new Parsed.Refused(mistakes);
    }

    /** The names of the readings it looks at. */
    public SortedSet<String> metrics() {
        SortedSet<String> metrics = new TreeSet<>();
        tests.forEach(test -> metrics.add(test.reading()));
        return metrics;
    }

    /** Its tests of what a file or a program says, which the probe makes; each once, in the order written. */
    public List<ContentTest> contentTests() {
        return tests.stream().flatMap(ContentTest::of).distinct().toList();
    }

    /** The condition in its plainest form; reading that gives an equal rule. */
    public String text() {
        return condition.text();
    }

    /** What ends it, in the same form; absent if that is the condition's no longer being true. */
    public Optional<String> clearText() {
        return clear.map(Condition::text);
    }

    /** Whether it is about a change: that nothing changed afterwards is no recovery, and not told as one. */
    public boolean isMomentary() {
        return condition.expression().tests().anyMatch(Test.Changed.class::isInstance);
    }

    /** The limits it sets to measurements, for how long or how often they may be passed aside. */
    public List<Limit> limits() {
        return Limit.in(condition.expression()).toList();
    }

    /** Whether one sample is enough to judge it: it asks for no lasting and no growing, and compares with nothing earlier. */
    public boolean isJudgedAtOnce() {
        return condition.persistence() instanceof Persistence.Once
                && condition
                        .expression()
                        .tests()
                        .noneMatch(test -> test instanceof Test.Changed || test instanceof Test.Growth);
    }

    Condition condition() {
        return condition;
    }

    Optional<Condition> clear() {
        return clear;
    }

    /** Its tests, each once, in the order written. */
    List<Test> tests() {
        return tests;
    }

    /** The texts of its tests, in the same order. */
    List<String> texts() {
        return texts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rule rule && rule.condition.equals(condition) && rule.clear.equals(clear);
    }

    @Override
    public int hashCode() {
        return Objects.hash(condition, clear);
    }

    /** The whole rule for people: {@code memory > 480M, clear: memory < 400M}. */
    @Override
    public String toString() {
        return text() + clearText().map(text -> ", clear: " + text).orElse("");
    }
}
