package upkeep.daemon;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import upkeep.base.Moment;

/** The machine's two clocks, read together: {@code System.nanoTime} is CLOCK_MONOTONIC on Linux. Wall times are as fine as the ledger keeps them. */
final class Now {

    private Now() {}

    static Moment moment() {
        return new Moment(System.nanoTime(), Instant.now().truncatedTo(ChronoUnit.MICROS));
    }
}
