package upkeep.rule;

import java.util.Map;
import java.util.stream.Stream;
import upkeep.base.TimeSpan;

/** One question about one measurement. */
sealed interface Test extends Expression {

    /** What every check has: 1 if it failed, 0 if it passed. */
    String FAILED = "failed";

    /** What a check found, taken as a whole. */
    String VALUE = "value";

    /** What a file or a program says: searched where it is, so that only the answer gets here, 1 for found and 0. */
    String CONTENT = "content";

    /** The name of the reading it looks at. */
    String reading();

    /** The measurement that must exist for it: what it looks at, but for a content, where each test has its own reading. */
    default String measurement() {
        return reading();
    }

    @Override
    default Truth truth(Map<Test, Finding> findings) {
        Finding finding = findings.get(this);
        return finding == null ? Truth.UNKNOWN : finding.truth();
    }

    @Override
    default Stream<Test> tests() {
        return Stream.of(this);
    }

    @Override
    default Stream<Test> decisive(Map<Test, Finding> findings) {
        return Stream.of(this);
    }

    /** {@code failed}, or {@code succeeded}. */
    record Result(boolean failed) implements Test {
        @Override
        public String reading() {
            return FAILED;
        }

        @Override
        public String text() {
            return failed ? "failed" : "succeeded";
        }
    }

    /** Whether a measurement is another than when it was last known. */
    record Changed(String metric) implements Test {
        @Override
        public String reading() {
            return metric;
        }

        @Override
        public String text() {
            return metric.equals(VALUE) ? "changed" : metric + " changed";
        }
    }

    /** A measurement against a value. */
    record Comparison(String metric, Operator operator, Value value) implements Test {

        /** A percentage of what is not measured in percent anyway is a measurement of its own. */
        @Override
        public String reading() {
            boolean isShare = metric.equals("cpu") || metric.startsWith("cpu.") || metric.endsWith("-percent");
            return value instanceof Value.Percent && !isShare ? metric + "-percent" : metric;
        }

        @Override
        public String text() {
            return metric + " " + operator.sign() + " " + value.written();
        }
    }

    /** By how much a count that only grows has grown in the time before a sample. */
    record Growth(String metric, Operator operator, int count, TimeSpan within) implements Test {
        @Override
        public String reading() {
            return metric;
        }

        @Override
        public String text() {
            return metric + " " + operator.sign() + " " + count + " within " + within;
        }
    }

    /** Whether a text holds another. */
    record Contains(String metric, String part) implements Test {
        @Override
        public String reading() {
            return metric.equals(CONTENT) ? text() : metric;
        }

        @Override
        public String measurement() {
            return metric;
        }

        @Override
        public String text() {
            return metric + " contains " + QuotedText.written(part);
        }
    }

    /** Whether a pattern is found in a text. */
    record Matches(String metric, TextPattern pattern) implements Test {
        @Override
        public String reading() {
            return metric.equals(CONTENT) ? text() : metric;
        }

        @Override
        public String measurement() {
            return metric;
        }

        @Override
        public String text() {
            return metric + " matches " + QuotedText.written(pattern.text());
        }
    }
}
