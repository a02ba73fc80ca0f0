package upkeep.rule;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A number that a rule compares a measurement with, where that comparison alone can make its condition true.
 *
 * @param reading what is measured
 * @param number in what the measurement is counted in: seconds, bytes, percent
 */
public record Limit(String reading, Operator operator, double number) {

    /** The limits in an expression, in the order written. */
    static Stream<Limit> in(Expression expression) {
        return switch (expression) {
            case Test.Comparison comparison -> of(comparison).stream();
            case Expression.Any any -> any.parts().stream().flatMap(Limit::in);
            case Expression.All _,
                    Expression.Not _,
                    Test.Result _,
                    Test.Changed _,
                    Test.Growth _,
                    Test.Contains _,
                    Test.Matches _ -> Stream.empty();
        };
    }

    private static Optional<Limit> of(Test.Comparison comparison) {
        Optional<Double> number = switch (comparison.value()) {
            case Value.Plain plain -> Optional.of(plain.number());
            case Value.Percent share -> Optional.of(share.percent());
            case Value.Size size -> Optional.of((double) size.size().bytes());
            case Value.Span span -> Optional.of(span.span().microseconds() / 1e6);
            case Value.Text _ -> Optional.empty();
        };
        return number.map(value -> new Limit(comparison.reading(), comparison.operator(), value));
    }
}
