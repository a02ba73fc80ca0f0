package upkeep.daemon;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;
import upkeep.systemd.notify.Notifier;

/**
 * Answers for upkeepd's own life: feeds systemd's watchdog, and only after a round through the event loop's queue and,
 * where the bus is not known to be lost, one to systemd and back. A loop or a connection that hangs thus ends in a
 * restart.
 */
final class Pulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Notifier notifier;
    private final EventLoop loop;
    private final ServiceManager manager;
    private final Duration interval;
    private final Thread thread;

    Pulse(Notifier notifier, EventLoop loop, ServiceManager manager, Duration watchdog) {
        this.notifier = notifier;
        this.loop = loop;
        this.manager = manager;
        this.interval = watchdog.dividedBy(4);
        this.thread = Thread.ofPlatform().daemon().name("pulse").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (isAlive()) {
                    notifier.watchdog();
                }
                Thread.sleep(interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAlive() throws InterruptedException {
        if (!loop.isTurning(interval)) {
            LOG.error("the event loop did not turn within {} s", interval.toSeconds());
            return false;
        }
        if (!loop.snapshot().state().listed()) {
            return true;
        }
        try {
            manager.ping(interval);
            return true;
        } catch (ManagerException e) {
            LOG.warn("no answer from systemd: {}", e.getMessage());
            return !loop.snapshot().state().listed();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
