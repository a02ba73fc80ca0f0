package upkeep.rule;

import java.util.Map;
import java.util.stream.Collectors;
import upkeep.base.ByteSize;
import upkeep.base.Humane;
import upkeep.base.TimeSpan;

/** Says what tests found, in the units that their rule is written in. */
final class Sentence {

    private Sentence() {}

    /** What decided an expression, joined. */
    static String of(Expression expression, Map<Test, Finding> findings) {
        return expression
                .decisive(findings)
                .distinct()
                .map(test -> of(test, findings.getOrDefault(test, NOTHING)))
                .collect(Collectors.joining(" and "));
    }

    private static final Finding NOTHING = new Finding(Truth.UNKNOWN, new Reading.Unknown("it was not measured"));

    private static String of(Test test, Finding finding) {
        return switch (finding.truth()) {
            case YES -> known(test, finding.seen(), true);
            case NO -> known(test, finding.seen(), false);
            case UNKNOWN -> unknown(test, finding.seen());
        };
    }

    private static String unknown(Test test, Reading seen) {
        return "whether " + test.text() + " is not known"
                + (seen instanceof Reading.Unknown(String why) ? ": " + why : " yet");
    }

    private static String known(Test test, Reading seen, boolean isTrue) {
        return switch (test) {
            case Test.Result result -> result.failed() == isTrue ? "it failed" : "it passed";
            case Test.Changed changed ->
                name(changed) + (isTrue ? " changed to " + plain(seen) : " did not change from " + plain(seen));
            case Test.Comparison comparison ->
                comparison.metric() + " is " + shown(seen, comparison.value()) + compared(comparison, isTrue);
            case Test.Growth growth ->
                growth.metric() + " grew by " + plain(seen) + " within " + Humane.duration(growth.within())
                        + (isTrue ? ", " : ", not ")
                        + growth.operator().words() + " " + growth.count();
            case Test.Contains contains ->
                contains.metric() + (isTrue ? " contains " : " does not contain ") + QuotedText.shown(contains.part());
            case Test.Matches matches ->
                matches.metric()
                        + (isTrue ? " matches " : " does not match ")
                        + QuotedText.shown(matches.pattern().text());
        };
    }

    private static String name(Test.Changed changed) {
        return changed.metric().equals(Test.VALUE) ? "what was found" : changed.metric();
    }

    /** Nothing more is said of what is just the value asked for. */
    private static String compared(Test.Comparison comparison, boolean isTrue) {
        Operator operator = comparison.operator();
        boolean isSame = operator == Operator.EQUAL ? isTrue : operator == Operator.UNEQUAL && !isTrue;
        return isSame
                ? ""
                : (isTrue ? ", " : ", not ") + operator.words() + " "
                        + comparison.value().shown();
    }

    private static String shown(Reading seen, Value unit) {
        if (!(seen instanceof Reading.Number(double number))) {
            return plain(seen);
        }
        return switch (unit) {
            case Value.Plain _, Value.Text _ -> plain(seen);
            case Value.Percent _ -> Value.plain(rounded(number)) + "%";
            case Value.Size _ ->
                number >= 0 && number < Long.MAX_VALUE ? Humane.size(new ByteSize((long) number)) : plain(seen);
            case Value.Span _ ->
                number >= 0 && number < Long.MAX_VALUE / 1e6
                        ? Humane.duration(new TimeSpan((long) (number * 1e6)))
                        : plain(seen);
        };
    }

    private static String plain(Reading seen) {
        return switch (seen) {
            case Reading.Number number -> Value.plain(rounded(number.value()));
            case Reading.Text text -> new Value.Text(text.text()).shown();
            case Reading.Unknown unknown -> unknown.why();
        };
    }

    /** Three digits behind the point are enough for people. */
    private static double rounded(double number) {
        return Math.abs(number) < 1e12 ? Math.rint(number * 1e3) / 1e3 + 0.0 : number;
    }
}
