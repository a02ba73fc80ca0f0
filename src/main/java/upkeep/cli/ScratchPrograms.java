package upkeep.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Programs that change this machine for a while, until that is over: what would be begun after {@link #end} waits for ever, so
 * that the process can clear away and end without anything new coming up behind it. Safe for use by several threads.
 */
final class ScratchPrograms extends Programs {

    private final Programs programs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int running;
    private boolean over;

    ScratchPrograms(Programs programs) {
        this.programs = programs;
    }

    @Override
    Result run(Duration deadline, List<String> command) {
        try (Change _ = begin()) {
            return programs.run(deadline, command);
        }
    }

    /** A change that is under way until it is closed. */
    interface Change extends AutoCloseable {
        @Override
        void close();
    }

    /** Begins a change, unless all is over. */
    Change begin() {
        lock.lock();
        try {
            while (over) {
                changed.awaitUninterruptibly();
            }
            running++;
        } finally {
            lock.unlock();
        }
        return this::ended;
    }

    private void ended() {
        lock.lock();
        try {
            running--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing begin any more. */
    void end() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what was under way at the {@link #end} has ended too, or as long as that. */
    void awaitQuiet(Duration longest) {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (running > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
