package upkeep.daemon;

import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Event;
import upkeep.core.UnitMeasures;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;

/** Reads what units use when that is due, each on a virtual thread, and reports it; what cannot be read is unknown. */
final class Measurer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Measurer.class);

    /** systemd answers one after the other anyway. */
    private static final int AT_ONCE = 8;

    private final Schedule<UnitName> schedule = new Schedule<>("measure-schedule", this::due);
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final ServiceManager manager;
    private final Consumer<Event> events;

    Measurer(ServiceManager manager, Consumer<Event> events) {
        this.manager = manager;
        this.events = events;
    }

    void at(UnitName unit, Moment due) {
        schedule.at(unit, due);
    }

    void never(UnitName unit) {
        schedule.never(unit);
    }

    private void due(UnitName unit) {
        Thread.ofVirtual().name("measure-" + unit).start(() -> {
            try {
                slots.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                events.accept(new Event.Measured(Now.moment(), unit, measure(unit)));
            } finally {
                slots.release();
            }
        });
    }

    private UnitMeasures measure(UnitName unit) {
        try {
            return manager.measure(unit);
        } catch (ManagerException e) {
            LOG.debug("cannot measure {}: {}", unit, e.getMessage());
            return UnitMeasures.UNKNOWN;
        }
    }

    @Override
    public void close() {
        schedule.close();
    }
}
