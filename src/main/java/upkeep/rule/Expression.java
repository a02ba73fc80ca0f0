package upkeep.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a condition asks of one sample: tests, joined. */
sealed interface Expression permits Expression.All, Expression.Any, Expression.Not, Test {

    /** Its truth, given that of its tests; a test that was not looked at is unknown. */
    Truth truth(Map<Test, Finding> findings);

    /** The tests in the order written. */
    Stream<Test> tests();

    /** The tests that decide its truth, in the order written. */
    Stream<Test> decisive(Map<Test, Finding> findings);

    String text();

    /** All of at least two; none of them is itself such a list. */
    record All(List<Expression> parts) implements Expression {
        public All {
            parts = List.copyOf(parts);
        }

        static Expression of(List<Expression> parts) {
            List<Expression> flat = new ArrayList<>();
            for (Expression part : parts) {
                flat.addAll(part instanceof All all ? all.parts() : List.of(part));
            }
            return flat.size() == 1 ? flat.getFirst() : new All(flat);
        }

        @Override
        public Truth truth(Map<Test, Finding> findings) {
            return parts.stream().map(part -> part.truth(findings)).reduce(Truth.YES, Truth::and);
        }

        @Override
        public Stream<Test> tests() {
            return parts.stream().flatMap(Expression::tests);
        }

        @Override
        public Stream<Test> decisive(Map<Test, Finding> findings) {
            return Expression.deciding(parts, truth(findings), findings);
        }

        @Override
        public String text() {
            return parts.stream()
                    .map(part -> part instanceof Any ? "(" + part.text() + ")" : part.text())
                    .collect(Collectors.joining(" and "));
        }
    }

    /** Any of at least two; none of them is itself such a list. */
    record Any(List<Expression> parts) implements Expression {
        public Any {
            parts = List.copyOf(parts);
        }

        static Expression of(List<Expression> parts) {
            List<Expression> flat = new ArrayList<>();
            for (Expression part : parts) {
                flat.addAll(part instanceof Any any ? any.parts() : List.of(part));
            }
            return flat.size() == 1 ? flat.getFirst() : new Any(flat);
        }

        @Override
        public Truth truth(Map<Test, Finding> findings) {
            return parts.stream().map(part -> part.truth(findings)).reduce(Truth.NO, Truth::or);
        }

        @Override
        public Stream<Test> tests() {
            return parts.stream().flatMap(Expression::tests);
        }

        @Override
        public Stream<Test> decisive(Map<Test, Finding> findings) {
            return Expression.deciding(parts, truth(findings), findings);
        }

        @Override
        public String text() {
            return parts.stream().map(Expression::text).collect(Collectors.joining(" or "));
        }
    }

    record Not(Expression part) implements Expression {
        @Override
        public Truth truth(Map<Test, Finding> findings) {
            return part.truth(findings).not();
        }

        @Override
        public Stream<Test> tests() {
            return part.tests();
        }

        @Override
        public Stream<Test> decisive(Map<Test, Finding> findings) {
            return part.decisive(findings);
        }

        @Override
        public String text() {
            return switch (part) {
                case All _, Any _ -> "not (" + part.text() + ")";
                case Not _, Test _ -> "not " + part.text();
            };
        }
    }

    /** Those parts that are as true as the whole: of a conjunction that fails, only what fails matters. */
    private static Stream<Test> deciding(List<Expression> parts, Truth whole, Map<Test, Finding> findings) {
        return parts.stream().filter(part -> part.truth(findings) == whole).flatMap(part -> part.decisive(findings));
    }
}
