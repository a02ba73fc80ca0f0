package upkeep.probe.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sample before, by what it is of: rates are made of two. Held in memory only, so that the first probe after a start
 * tells no rates; the one unused for longest is forgotten beyond {@value #MOST}. Thread-safe.
 */
public final class LastSamples<K, T> {

    static final int MOST = 1_000;

    /** Below this, the clock ticks that the kernel counts in are too coarse. */
    private static final long SHORTEST = 50_000_000;

    /** A probe that somebody asks for in between shall not make the span of the next one short. */
    private static final long REPLACED_AFTER = 1_000_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Kept<T>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Kept<T>> eldest) {
            return size() > MOST;
        }
    };

    private record Kept<T>(T sample, long nanos) {}

    /**
     * A sample with the time that has passed since.
     *
     * @param seconds more than zero
     */
    public record Before<T>(T sample, double seconds) {

        /** How fast a count has grown; absent for one that began anew. */
        public Optional<Double> rate(long then, long now) {
            return now < then ? Optional.empty() : Optional.of((now - then) / seconds);
        }
    }

    /** Keeps a sample, taken at this {@link System#nanoTime}, and answers with the one before. */
    public Optional<Before<T>> next(K key, T sample, long nanos) {
        lock.lock();
        try {
            Kept<T> before = kept.get(key);
            if (before == null || nanos - before.nanos >= REPLACED_AFTER) {
                kept.put(key, new Kept<>(sample, nanos));
            }
            return before == null || nanos - before.nanos < SHORTEST
                    ? Optional.empty()
                    : Optional.of(new Before<>(before.sample, (nanos - before.nanos) / 1e9));
        } finally {
            lock.unlock();
        }
    }
}
