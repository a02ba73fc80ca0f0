package upkeep.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Looks at one sample with the tests of a rule. */
final class Look {

    private static final int LONGEST_KEPT = 200;
    private static final String NOT_A_NUMBER = "it is not a number";
    private static final String NOT_A_TEXT = "it is not a text";

    private final Sample sample;
    private final Memory memory;

    private Look(Sample sample, Memory memory) {
        this.sample = sample;
        this.memory = memory;
    }

    /** What each test finds; {@code memory} has the counts of this sample, and the other readings of earlier ones. */
    static Map<Test, Finding> at(Rule rule, Sample sample, Memory memory) {
        Look look = new Look(sample, memory);
        Map<Test, Finding> findings = new HashMap<>();
        rule.tests().forEach(test -> findings.put(test, look.finding(test)));
        return findings;
    }

    private Finding finding(Test test) {
        Reading reading = sample.reading(test.reading());
        if (reading instanceof Reading.Number(double number) && !Double.isFinite(number)) {
            return unknown(NOT_A_NUMBER);
        }
        return switch (test) {
            case Test.Growth growth -> growth(growth);
            case Test.Changed changed -> changed(changed, reading);
            case Test.Result result -> number(reading, number -> (number != 0) == result.failed());
            case Test.Contains contains -> search(test, reading, text -> Truth.of(text.contains(contains.part())));
            case Test.Matches matches -> search(test, reading, matches.pattern()::isFoundIn);
            case Test.Comparison comparison -> comparison(comparison, reading);
        };
    }

    private static Finding comparison(Test.Comparison comparison, Reading reading) {
        Operator operator = comparison.operator();
        return switch (comparison.value()) {
            case Value.Plain value -> number(reading, number -> operator.holds(number, value.number()));
            case Value.Percent value -> number(reading, number -> operator.holds(number, value.percent()));
            case Value.Size value ->
                number(
                        reading,
                        number -> operator.holds(number, (double) value.size().bytes()));
            case Value.Span value ->
                number(reading, number -> operator.holds(number, value.span().microseconds() / 1e6));
            case Value.Text value ->
                text(reading, text -> Truth.of(text.equals(value.content()) == (operator == Operator.EQUAL)));
        };
    }

    private Finding changed(Test.Changed changed, Reading reading) {
        if (reading instanceof Reading.Unknown) {
            return new Finding(Truth.UNKNOWN, reading);
        }
        return new Finding(Truth.of(memory.differs(changed.reading(), reading)), shortened(reading));
    }

    /**
     * Until the count was watched for as long as the test looks back, it may have grown by more than was seen; then only
     * what more could not alter is known.
     */
    private Finding growth(Test.Growth growth) {
        Optional<Count> count = Optional.ofNullable(memory.counts().get(growth.text()));
        if (count.isEmpty()) {
            return unknown("it was not measured");
        }
        double grown = count.get().grown();
        Operator operator = growth.operator();
        boolean holds = operator.holds(grown, growth.count());
        long watched = sample.at().monotonicNanos() - count.get().since();
        boolean isWhole = watched >= growth.within().microseconds() * 1_000;
        boolean isDecided = grown > growth.count()
                || (grown == growth.count() && holds == operator.holds(Double.POSITIVE_INFINITY, grown));
        return new Finding(isWhole || isDecided ? Truth.of(holds) : Truth.UNKNOWN, new Reading.Number(grown));
    }

    /** A text is searched here; a content was searched where it is. */
    private static Finding search(Test test, Reading reading, TextTest search) {
        return test.reading().equals(test.measurement())
                ? text(reading, search)
                : number(reading, number -> number != 0);
    }

    private interface NumberTest {
        boolean holds(double number);
    }

    private interface TextTest {
        Truth holds(String text);
    }

    private static Finding number(Reading reading, NumberTest test) {
        return switch (reading) {
            case Reading.Number number -> new Finding(Truth.of(test.holds(number.value())), reading);
            case Reading.Text _ -> unknown(NOT_A_NUMBER);
            case Reading.Unknown _ -> new Finding(Truth.UNKNOWN, reading);
        };
    }

    private static Finding text(Reading reading, TextTest test) {
        return switch (reading) {
            case Reading.Text text -> new Finding(test.holds(text.text()), shortened(reading));
            case Reading.Number _ -> unknown(NOT_A_TEXT);
            case Reading.Unknown _ -> new Finding(Truth.UNKNOWN, reading);
        };
    }

    /** What a sentence can show of it; findings are kept as long as a rule holds. */
    private static Reading shortened(Reading reading) {
        return reading instanceof Reading.Text(String text) && text.length() > LONGEST_KEPT
                ? new Reading.Text(text.substring(0, LONGEST_KEPT))
                : reading;
    }

    private static Finding unknown(String why) {
        return new Finding(Truth.UNKNOWN, new Reading.Unknown(why));
    }
}
