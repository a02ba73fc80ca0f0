package upkeep.base;

import java.time.Duration;
import java.time.Instant;

/**
 * One instant on both clocks. Everything that waits or measures uses the monotonic one (nanoseconds since boot, not
 * moved by clock steps); the wall clock is for people and for records that outlive a boot.
 */
public record Moment(long monotonicNanos, Instant wall) {

    /** Time passed since {@code earlier} on the monotonic clock; negative if that is later. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(monotonicNanos - earlier.monotonicNanos);
    }

    public Moment plus(Duration duration) {
        return new Moment(monotonicNanos + duration.toNanos(), wall.plus(duration));
    }

    /** Whether this moment is not before {@code other} on the monotonic clock. */
    public boolean reached(Moment other) {
        return monotonicNanos - other.monotonicNanos >= 0;
    }
}
