package upkeep.probe.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the text format that programs export figures in (Prometheus 0.0.4, and OpenMetrics as far as it is the same):
 * {@code name{label="value",...} figure [time]}.
 */
record Exposition(String name, Map<String, String> labels, double value) {

    private static final int MOST_LABELS = 100;

    /** The series of a line; nothing for one that is not written as it must be, among them comments. */
    static Optional<Exposition> parse(String line) {
        return new Parser(line).sample();
    }

    /** Goes along a line once. */
    private static final class Parser {
        private final String line;
        private int at;

        Parser(String line) {
            this.line = line;
        }

        Optional<Exposition> sample() {
            String name = word();
            Map<String, String> labels = new HashMap<>();
            if (name.isEmpty() || (comes('{') && !labels(labels))) {
                return Optional.empty();
            }
            String figure = line.substring(at).strip();
            int end = figure.indexOf(' ');
            return value(end < 0 ? figure : figure.substring(0, end)).map(value -> new Exposition(name, labels, value));
        }

        private boolean labels(Map<String, String> into) {
            while (!comes('}')) {
                String name = word();
                if (name.isEmpty() || !comes('=') || !comes('"') || into.size() == MOST_LABELS) {
                    return false;
                }
                Optional<String> value = quoted();
                if (value.isEmpty()) {
                    return false;
                }
                into.put(name, value.get());
                if (!comes(',') && !(at < line.length() && line.charAt(at) == '}')) {
                    return false;
                }
            }
            return true;
        }

        private String word() {
            blanks();
            int start = at;
            while (at < line.length() && isWord(line.charAt(at))) {
                at++;
            }
            return line.substring(start, at);
        }

        /** The text up to the closing quote, which is behind it then. */
        private Optional<String> quoted() {
            StringBuilder text = new StringBuilder();
            while (at < line.length()) {
                char next = line.charAt(at++);
                if (next == '"') {
                    return Optional.of(text.toString());
                }
                if (next == '\\' && at < line.length()) {
                    char escaped = line.charAt(at++);
                    text.append(escaped == 'n' ? '\n' : escaped);
                } else {
                    text.append(next);
                }
            }
            return Optional.empty();
        }

        private boolean comes(char wanted) {
            blanks();
            if (at < line.length() && line.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private void blanks() {
            while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
        }

        private static boolean isWord(char sign) {
            return (sign >= 'a' && sign <= 'z')
                    || (sign >= 'A' && sign <= 'Z')
                    || (sign >= '0' && sign <= '9')
                    || sign == '_'
                    || sign == ':';
        }

        private static Optional<Double> value(String figure) {
            return switch (figure) {
                case "NaN", "Nan" -> Optional.of(Double.NaN);
                case "+Inf", "Inf" -> Optional.of(Double.POSITIVE_INFINITY);
                case "-Inf" -> Optional.of(Double.NEGATIVE_INFINITY);
                default ->
                    figure.matches("[+-]?[0-9]*\\.?[0-9]+([eE][+-]?[0-9]{1,4})?|[+-]?[0-9]+\\.")
                            ? Optional.of(Double.valueOf(figure))
                            : Optional.empty();
            };
        }
    }
}
