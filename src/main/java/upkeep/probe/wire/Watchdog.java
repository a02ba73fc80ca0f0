package upkeep.probe.wire;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import upkeep.probe.run.Deadline;

/**
 * Closes a socket at the deadline, which ends whatever still reads or writes there: a TLS handshake has no timeout of its
 * own, nor has a write to a peer that does not read. One daemon thread for all probes, gone when there are none.
 * Safe for use by many threads.
 */
public final class Watchdog {

    private final ScheduledThreadPoolExecutor timer;

    public Watchdog() {
        timer = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().daemon().name("probe-deadlines").unstarted(task));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(30, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Guards {@code socket} until the answer is closed. */
    public Guard over(Closeable socket, Deadline deadline) {
        ScheduledFuture<?> armed = timer.schedule(
                () -> closeQuietly(socket), Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        return () -> armed.cancel(false);
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It was to be given up anyway.
        }
    }

    /** The guard of one socket; closing it calls the watchdog off. */
    public interface Guard extends AutoCloseable {
        @Override
        void close();
    }
}
