package upkeep.base;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading something a person wrote: a value, unless there were errors, and every problem found, in file
 * order.
 */
public record Checked<T>(Optional<T> value, List<Problem> problems) {

    public Checked {
        problems = problems.stream().sorted().distinct().toList();
        if (value.isPresent() && problems.stream().anyMatch(Problem::isError)) {
            throw new IllegalArgumentException("a value with errors: " + problems);
        }
    }

    /** The value if no problem is an error, else none. */
    public static <T> Checked<T> of(T value, List<Problem> problems) {
        boolean failed = problems.stream().anyMatch(Problem::isError);
        return new Checked<>(failed ? Optional.empty() : Optional.of(value), problems);
    }

    public static <T> Checked<T> failed(List<Problem> problems) {
        return new Checked<>(Optional.empty(), problems);
    }
}
