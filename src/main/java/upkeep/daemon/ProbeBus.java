package upkeep.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import upkeep.base.UnitName;
import upkeep.probe.bus.SystemBus;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;

/** What probes ask, over the connection that upkeepd has to systemd. Thread-safe. */
final class ProbeBus implements SystemBus {

    /** systemd answers one after the other anyway, and the bus limits the number of unanswered calls. */
    private static final int AT_ONCE = 8;

    private final Semaphore slots = new Semaphore(AT_ONCE, true);
    private final ServiceManager manager;

    ProbeBus(ServiceManager manager) {
        this.manager = manager;
    }

    private interface Question<T> {
        T ask(Duration left) throws ManagerException;
    }

    @Override
    public Map<String, Object> unit(UnitName unit, Set<String> wanted, Duration within) throws Unanswered {
        return ask(within, left -> manager.properties(unit, wanted, left));
    }

    @Override
    public Optional<Map<String, Object>> timesyncd(Set<String> wanted, Duration within) throws Unanswered {
        return ask(within, left -> manager.timeSynchronisation(wanted, left));
    }

    private <T> T ask(Duration within, Question<T> question) throws Unanswered {
        long end = System.nanoTime() + within.toNanos();
        try {
            if (!slots.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Unanswered("cannot ask systemd: it has not answered earlier questions yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unanswered("cannot ask systemd: interrupted");
        }
        try {
            return question.ask(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (ManagerException e) {
            throw new Unanswered(e.getMessage() + "; is dbus.service up, and does systemctl(1) answer?");
        } finally {
            slots.release();
        }
    }
}
