package upkeep.daemon;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be written, in order. The writer is woken for the first, for what is urgent, and else only once enough has gathered or
 * its time is up: a thousand probes a second that lead to nothing do not wake it a thousand times. Thread-safe.
 */
final class WriteQueue<T> {

    private record Waiting<T>(T item, boolean isUrgent) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting<T>> queue = new ArrayDeque<>();
    private final int capacity;
    private final int enough;
    private int urgent;

    /**
     * @param capacity how many there is room for
     * @param enough how many are taken at once, and are waited for
     */
    WriteQueue(int capacity, int enough) {
        this.capacity = capacity;
        this.enough = enough;
    }

    /** Whether there was room. Never waits. */
    boolean offer(T item, boolean isUrgent) {
        lock.lock();
        try {
            boolean hasRoom = queue.size() < capacity;
            if (hasRoom) {
                add(item, isUrgent);
            }
            return hasRoom;
        } finally {
            lock.unlock();
        }
    }

    /** The last of all, which is urgent, and for which there is always room. */
    void last(T item) {
        lock.lock();
        try {
            add(item, true);
        } finally {
            lock.unlock();
        }
    }

    private void add(T item, boolean isUrgent) {
        queue.add(new Waiting<>(item, isUrgent));
        urgent += isUrgent ? 1 : 0;
        if (queue.size() == 1 || isWorthIt()) {
            changed.signal();
        }
    }

    /** Waits until there is anything at all. */
    void awaitAny() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something urgent, or enough, or until that moment, and moves the oldest to {@code taken}.
     *
     * @param untilNanos in {@link System#nanoTime} units
     */
    void take(List<T> taken, long untilNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = untilNanos - System.nanoTime();
                    left > 0 && !isWorthIt();
                    left = changed.awaitNanos(left)) {
                // Woken early, or for what another took.
            }
            for (int i = 0; i < enough && !queue.isEmpty(); i++) {
                Waiting<T> first = queue.remove();
                urgent -= first.isUrgent() ? 1 : 0;
                taken.add(first.item());
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isWorthIt() {
        return urgent > 0 || queue.size() >= enough;
    }
}
