package upkeep.core;

import java.time.Duration;
import upkeep.spec.Restart;

/** The wait before a restart: doubles with each restart in the window, up to the longest, and is spread by a quarter. */
final class BackOff {

    private BackOff() {}

    /**
     * The wait after {@code restarts} restarts, none before the first. The spread comes from the name and the count, so
     * that the same history waits the same time.
     */
    static Duration after(int restarts, Restart restart, String name) {
        if (restarts == 0) {
            return Duration.ZERO;
        }
        long longest = restart.maxDelay().toDuration().toNanos();
        long wait = restart.delay().toDuration().toNanos();
        for (int i = 1; i < restarts && wait < longest; i++) {
            wait = wait > longest / 2 ? longest : wait * 2;
        }
        double spread = 0.75 + 0.5 * Spread.of(name + "#" + restarts);
        return Duration.ofNanos((long) (Math.min(wait, longest) * spread));
    }
}
