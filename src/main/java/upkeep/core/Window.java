package upkeep.core;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import upkeep.base.Moment;

/** A sliding window over moments, oldest first: what happened within the last so-and-so long. */
final class Window {

    private Window() {}

    /** Those of {@code moments} less than {@code length} ago. */
    static List<Moment> within(List<Moment> moments, Duration length, Moment now) {
        return moments.stream()
                .filter(moment -> now.since(moment).compareTo(length) < 0)
                .toList();
    }

    /** The window with one more moment, without what has left it, and never more than {@code most} moments long. */
    static List<Moment> with(List<Moment> moments, Moment moment, Duration length, int most) {
        List<Moment> kept = within(moments, length, moment);
        return Stream.concat(kept.stream().skip(Math.max(0, kept.size() + 1 - most)), Stream.of(moment))
                .toList();
    }
}
