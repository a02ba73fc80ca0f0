package upkeep.daemon;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.systemd.notify.Notifier;

/** Keeps the STATUS= line of sd_notify(3) true, at most once a second. */
final class StatusLine implements AutoCloseable {

    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Notifier notifier;
    private final AtomicReference<@Nullable Snapshot> newest = new AtomicReference<>();
    private final AtomicReference<String> told = new AtomicReference<>("");
    private final Schedule<String> schedule = new Schedule<>("status-line", key -> tell());

    StatusLine(Notifier notifier) {
        this.notifier = notifier;
    }

    /** There is a new state; called on the loop thread. */
    void changed(Snapshot snapshot) {
        if (newest.getAndSet(snapshot) == null) {
            schedule.at("status", Now.moment());
        }
    }

    private void tell() {
        Snapshot snapshot = newest.getAndSet(null);
        if (snapshot == null) {
            return;
        }
        String line = Views.line(snapshot, Now.moment());
        if (!line.equals(told.getAndSet(line))) {
            notifier.status(line);
        }
        java.util.concurrent.locks.LockSupport.parkNanos(PAUSE_NANOS);
        if (newest.get() != null) {
            schedule.at("status", Now.moment());
        }
    }

    @Override
    public void close() {
        schedule.close();
    }
}
