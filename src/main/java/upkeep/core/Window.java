package upkeep.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import upkeep.base.Moment;

/** A sliding window over moments, oldest first: what happened within the last so-and-so long. */
final class Window {

    private Window() {}

    /** Those of {@code moments} less than {@code length} ago. */
    static List<Moment> within(List<Moment> moments, Duration length, Moment now) {
        long nanos = length.toNanos();
        int first = 0;
        while (first < moments.size()
                && now.monotonicNanos() - moments.get(first).monotonicNanos() >= nanos) {
            first++;
        }
        return first == 0 ? moments : moments.subList(first, moments.size());
    }

    /** The window with one more moment, without what has left it, and never more than {@code most} moments long. */
    static List<Moment> with(List<Moment> moments, Moment moment, Duration length, int most) {
        List<Moment> kept = within(moments, length, moment);
        List<Moment> all = new ArrayList<>(kept.subList(Math.max(0, kept.size() + 1 - most), kept.size()));
        all.add(moment);
        return List.copyOf(all);
    }
}
