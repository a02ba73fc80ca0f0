package upkeep.systemd.dbus;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for a job's end. A job may be gone before the answer that names it is there, so results are kept from
 * the moment somebody intends to wait. Thread-safe.
 */
final class JobWaits {

    /** Results kept while somebody waits; past it the waiter runs into its deadline instead of the heap. */
    private static final int LIMIT = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Wait> waits = new HashSet<>();
    private @Nullable String lost;

    /** Announces the intention to wait; close it in any case. */
    Wait open() {
        Wait wait = new Wait();
        lock.lock();
        try {
            waits.add(wait);
        } finally {
            lock.unlock();
        }
        return wait;
    }

    void ended(long job, String result) {
        lock.lock();
        try {
            for (Wait wait : waits) {
                if (wait.results.size() < LIMIT) {
                    wait.results.put(job, result);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be heard any more. */
    void lost(String why) {
        lock.lock();
        try {
            lost = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One who waits. */
    final class Wait implements AutoCloseable {
        private final Map<Long, String> results = new HashMap<>();

        private Wait() {}

        /**
         * Waits for the job to be gone.
         *
         * @return the result in systemd's word, or nothing if the time passed first
         * @throws BusError if the connection was lost before
         */
        Optional<String> await(long job, Duration deadline) throws BusError, InterruptedException {
            long left = deadline.toNanos();
            lock.lockInterruptibly();
            try {
                while (true) {
                    String result = results.get(job);
                    if (result != null) {
                        return Optional.of(result);
                    }
                    if (lost != null) {
                        throw new BusError(BusError.DISCONNECTED, lost);
                    }
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                waits.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }
}
