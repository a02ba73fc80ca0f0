package upkeep.systemd.dbus;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * From the reading to the watching thread, bounded. News of units is dropped when it does not fit, and
 * {@link Heard.Overflowed} stands where it was: everything is then looked at again. What is rare or was asked for is
 * always taken. Thread-safe.
 */
final class Inbox {

    private final int limit;
    private final ArrayDeque<Heard> items = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private boolean overflowed;

    Inbox(int limit) {
        this.limit = limit;
    }

    void put(Heard heard) {
        boolean mayDrop = switch (heard) {
            case Heard.TypeChanged _, Heard.UnitChanged _, Heard.JobQueued _, Heard.JobEnded _ -> true;
            case Heard.TypeRead _,
                    Heard.UnitRead _,
                    Heard.ReadFailed _,
                    Heard.Reloaded _,
                    Heard.OwnerChanged _,
                    Heard.Stopping _,
                    Heard.Rewatch _,
                    Heard.LookWanted _,
                    Heard.Overflowed _,
                    Heard.Lost _ -> false;
        };
        lock.lock();
        try {
            if (!mayDrop || items.size() < limit) {
                items.add(heard);
            } else if (!overflowed) {
                overflowed = true;
                items.add(new Heard.Overflowed());
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next item, or nothing if none comes within that time. */
    @Nullable Heard take(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (items.isEmpty()) {
                if (left <= 0) {
                    return null;
                }
                left = filled.awaitNanos(left);
            }
            Heard heard = items.remove();
            if (heard instanceof Heard.Overflowed) {
                overflowed = false;
            }
            return heard;
        } finally {
            lock.unlock();
        }
    }

    /** The next item, or nothing if none comes within an hour, which stands for ever. */
    @Nullable Heard take() throws InterruptedException {
        return take(TimeUnit.HOURS.toNanos(1));
    }
}
