package upkeep.daemon;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;

/**
 * Wishes to be called at a moment, one for each key; a new wish for a key replaces the old. One thread waits for the
 * next of them and hands the key to the receiver, which must be quick. On the monotonic clock. Thread-safe.
 */
final class Schedule<K> implements AutoCloseable {

    private record Wish<K>(K key, long due) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Wish<K>> queue = new PriorityQueue<>((a, b) -> Long.signum(a.due() - b.due()));
    private final Map<K, Wish<K>> current = new HashMap<>();
    private final long roundNanos;
    private final Receiver<K> receiver;
    private final Thread thread;
    private boolean closed;

    /** Is called when a wish is due. */
    @FunctionalInterface
    interface Receiver<K> {
        /** {@code dueNanos} is when it was wished for, in {@link System#nanoTime} units. */
        void due(K key, long dueNanos);
    }

    Schedule(String name, Consumer<K> receiver) {
        this(name, Duration.ofNanos(1), (key, _) -> receiver.accept(key));
    }

    /**
     * For many wishes.
     *
     * @param round how much time passes between two calls: what comes due between them is served together, later by that much
     *     at most, so that a thousand wishes a second do not mean a thousand times of waiting
     */
    Schedule(String name, Duration round, Receiver<K> receiver) {
        this.roundNanos = round.toNanos();
        this.receiver = receiver;
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    void at(K key, Moment due) {
        Wish<K> wish = new Wish<>(key, due.monotonicNanos());
        lock.lock();
        try {
            if (wish.equals(current.put(key, wish))) {
                return;
            }
            queue.add(wish);
            if (queue.size() > 64 && queue.size() > 4 * current.size()) {
                queue.removeIf(other -> !other.equals(current.get(other.key())));
            }
            if (wish.equals(queue.peek())) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void never(K key) {
        lock.lock();
        try {
            current.remove(key);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            Wish<K> due = next();
            if (due == null) {
                return;
            }
            receiver.due(due.key(), due.due());
        }
    }

    /** Waits for the next wish that is still wanted and due; null when closed. */
    private @Nullable Wish<K> next() {
        lock.lock();
        try {
            while (!closed) {
                Wish<K> first = queue.peek();
                if (first == null) {
                    changed.await();
                } else if (!first.equals(current.get(first.key()))) {
                    queue.poll();
                } else if (served(first) - System.nanoTime() > 0) {
                    changed.awaitNanos(served(first) - System.nanoTime());
                } else {
                    queue.poll();
                    current.remove(first.key());
                    return first;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return null;
    }

    /** The end of the round in which the wish is due. */
    private long served(Wish<K> wish) {
        return Math.ceilDiv(wish.due(), roundNanos) * roundNanos;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
