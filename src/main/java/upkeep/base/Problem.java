package upkeep.base;

import java.util.Comparator;
import java.util.Optional;

/**
 * Something wrong with what the user wrote, told so that it can be mended: where, what cannot be done and why, and at
 * most one hint. The message has the form {@code cannot X: why}. Problems sort in file order.
 */
public record Problem(Severity severity, SourcePos position, String message, Optional<String> hint)
        implements Comparable<Problem> {

    /** Whether the input is refused or only remarked upon. */
    public enum Severity {
        ERROR,
        WARNING
    }

    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::position)
            .thenComparing(Problem::severity)
            .thenComparing(Problem::message);

    public static Problem error(SourcePos position, String message) {
        return new Problem(Severity.ERROR, position, message, Optional.empty());
    }

    public static Problem error(SourcePos position, String message, String hint) {
        return new Problem(Severity.ERROR, position, message, Optional.of(hint));
    }

    public static Problem warning(SourcePos position, String message) {
        return new Problem(Severity.WARNING, position, message, Optional.empty());
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:col: error: message}, with the hint on a line of its own. */
    @Override
    public String toString() {
        String where = position.equals(SourcePos.NONE) ? "" : position + ": ";
        String kind = switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
        };
        return where + kind + ": " + message
                + hint.map(text -> "\n  hint: " + text).orElse("");
    }
}
