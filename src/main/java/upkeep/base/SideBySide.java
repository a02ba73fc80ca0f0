package upkeep.base;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Work on many values at once, by every processor that there is. */
public final class SideBySide {

    /** Fewer are done by the caller alone, sooner than others would have begun. */
    private static final int FEW = 24;

    private SideBySide() {}

    /** What {@code work} makes of each value, in the order of the values; it must be safe for use by several threads. */
    public static <T, R> List<R> map(List<T> values, Function<T, R> work) {
        Stream<T> stream = values.size() < FEW ? values.stream() : values.parallelStream();
        return stream.map(work).toList();
    }
}
