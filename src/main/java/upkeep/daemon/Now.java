package upkeep.daemon;

import java.time.Instant;
import upkeep.base.Moment;

/** The machine's two clocks, read together: {@code System.nanoTime} is CLOCK_MONOTONIC on Linux. */
final class Now {

    private Now() {}

    static Moment moment() {
        return new Moment(System.nanoTime(), Instant.now());
    }
}
