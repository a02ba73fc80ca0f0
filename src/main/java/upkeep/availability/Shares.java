package upkeep.availability;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import upkeep.core.Standing;

/**
 * How long something stood how, in a stretch of time. What is not known, and what somebody worked on, counts neither for it nor against
 * it, and is never hidden in the one or the other.
 *
 * @param times of every standing; together as long as the stretch
 */
public record Shares(Map<Standing, Duration> times) {

    public Shares {
        EnumMap<Standing, Duration> all = new EnumMap<>(Standing.class);
        for (Standing standing : Standing.values()) {
            all.put(standing, times.getOrDefault(standing, Duration.ZERO));
        }
        times = java.util.Collections.unmodifiableMap(all);
    }

    /**
     * Of the stretch from one moment up to another.
     *
     * @param changes in the order in which they were seen; before the first of them nothing is known. One that lies before the one
     *     before it, since the clock was set back, counts from that one on.
     */
    public static Shares of(List<Change> changes, Instant from, Instant to) {
        EnumMap<Standing, Duration> times = new EnumMap<>(Standing.class);
        Instant since = from;
        Standing standing = Standing.UNKNOWN;
        for (Change change : changes) {
            Instant at = change.at().isAfter(to) ? to : change.at();
            if (at.isAfter(since)) {
                times.merge(standing, Duration.between(since, at), Duration::plus);
                since = at;
            }
            standing = change.standing();
        }
        if (to.isAfter(since)) {
            times.merge(standing, Duration.between(since, to), Duration::plus);
        }
        return new Shares(times);
    }

    public Duration of(Standing standing) {
        return times.getOrDefault(standing, Duration.ZERO);
    }

    /** For how long it is known that it was to answer, and whether it did. */
    public Duration reckoned() {
        return of(Standing.UP).plus(of(Standing.DEGRADED)).plus(of(Standing.DOWN));
    }

    /** Which part of that it answered, from 0 to 1; none where it was never seen. */
    public OptionalDouble availability() {
        Duration reckoned = reckoned();
        return reckoned.isZero()
                ? OptionalDouble.empty()
                : OptionalDouble.of(1 - seconds(of(Standing.DOWN)) / seconds(reckoned));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
