package upkeep.probe.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How fast file systems fill up: the growth of what is used over the last hour, looked at once a minute. Held in memory only.
 * Thread-safe.
 */
final class SpaceHistory {

    /** What is told of a file system that does not grow, too. */
    static final double LONGEST_SECONDS = 365.0 * 86_400;

    private static final int MOST = 1_000;
    private static final int STEPS = 60;
    private static final long STEP = 60_000_000_000L;

    /** Over less, one large file would be taken for a trend. */
    private static final long SHORTEST = 10 * STEP;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Deque<Used>> steps = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Used>> eldest) {
            return size() > MOST;
        }
    };

    private record Used(long nanos, long bytes) {}

    /** Notes what is used, and answers when no more is available, in seconds; absent for the first ten minutes. */
    Optional<Double> secondsToFull(String mount, long nanos, long used, long available) {
        lock.lock();
        try {
            Deque<Used> known = steps.computeIfAbsent(mount, _ -> new ArrayDeque<>());
            if (known.isEmpty() || nanos - known.getLast().nanos >= STEP) {
                known.addLast(new Used(nanos, used));
            }
            while (known.size() > STEPS || nanos - known.getFirst().nanos > (STEPS + 1) * STEP) {
                known.removeFirst();
                if (known.isEmpty()) {
                    known.addLast(new Used(nanos, used));
                }
            }
            Used first = known.getFirst();
            if (nanos - first.nanos < SHORTEST) {
                return Optional.empty();
            }
            double perSecond = (used - first.bytes) / ((nanos - first.nanos) / 1e9);
            return Optional.of(perSecond <= 0 ? LONGEST_SECONDS : Math.min(LONGEST_SECONDS, available / perSecond));
        } finally {
            lock.unlock();
        }
    }
}
