package upkeep.daemon;

import java.time.Duration;

/**
 * Keeps the heap small. The serial collector lets it grow to all that it may have before it looks through what is old, which is some
 * minutes' work even where little is alive. So it is looked through as soon as it is much larger than what was alive the last time. For
 * the life of the process.
 */
final class HeapThrift {

    private static final long MIB = 1 << 20;
    private static final Duration EVERY = Duration.ofMinutes(1);

    /** Everything stands still for about a millisecond a MiB; with more than this no probe should have to wait for it. */
    private static final long MOST_ALIVE = 40 * MIB;

    private static final long SLACK = 4 * MIB;

    private final Schedule<String> schedule = new Schedule<>("heap-thrift", _ -> turn());
    /** In bytes; touched by the thread of {@link #start}, and after that by the schedule's. */
    private long alive;

    /** What the start took goes back to the machine, and later what is not needed. */
    void start() {
        collect();
        next();
    }

    /** Whether looking through a heap of so many bytes is worth its pause, when so many were alive the last time. */
    static boolean isWorthwhile(long committed, long alive) {
        return alive <= MOST_ALIVE && committed > alive + alive / 2 + SLACK;
    }

    private void turn() {
        if (isWorthwhile(Runtime.getRuntime().totalMemory(), alive)) {
            collect();
        }
        next();
    }

    private void collect() {
        System.gc();
        alive = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void next() {
        schedule.at("heap", Now.moment().plus(EVERY));
    }
}
