package upkeep.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import upkeep.base.Moment;
import upkeep.core.Event;
import upkeep.core.Observation;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;
import upkeep.spec.CheckId;

/**
 * Runs probes when they are due, each on a virtual thread of its own, and never two of one check at once: one that comes
 * due while it still runs begins when that has ended.
 */
final class ProbeRunner implements AutoCloseable {

    private final Schedule<CheckId> schedule = new Schedule<>("probe-schedule", this::due);
    /** Checks being run; true where another run was asked for meanwhile. */
    private final Map<CheckId, Boolean> running = new ConcurrentHashMap<>();

    private final Probers probers;
    private final Memory memory;
    private final Function<CheckId, Optional<Check>> checks;
    private final BooleanSupplier isUnderPressure;
    private final IntSupplier probesPerHost;
    private final Consumer<Event> events;
    private final HostSlots slots = new HostSlots();

    /**
     * @param isUnderPressure whether the machine is so short of resources that probes get twice their time
     */
    ProbeRunner(
            Probers probers,
            Memory memory,
            Function<CheckId, Optional<Check>> checks,
            BooleanSupplier isUnderPressure,
            IntSupplier probesPerHost,
            Consumer<Event> events) {
        this.probers = probers;
        this.memory = memory;
        this.checks = checks;
        this.isUnderPressure = isUnderPressure;
        this.probesPerHost = probesPerHost;
        this.events = events;
    }

    void at(CheckId check, Moment due) {
        schedule.at(check, due);
    }

    void never(CheckId check) {
        schedule.never(check);
    }

    private void due(CheckId id) {
        boolean alreadyRunning = running.merge(id, false, (old, fresh) -> true);
        if (!alreadyRunning) {
            Thread.ofVirtual().name("probe-" + id).start(() -> run(id));
        }
    }

    private void run(CheckId id) {
        boolean again = true;
        while (again) {
            checks.apply(id).ifPresent(this::probe);
            again = running.computeIfPresent(id, (key, asked) -> asked ? Boolean.FALSE : null) != null;
        }
    }

    private void probe(Check check) {
        try (HostSlots.Slot _ = slots.take(check.target(), probesPerHost.getAsInt())) {
            Moment begun = Now.moment();
            Duration timeout = check.timeout().toDuration();
            Duration allowed = isUnderPressure.getAsBoolean() ? timeout.multipliedBy(2) : timeout;
            Observation observation = probers.probe(check, memory, allowed, Trace.NONE);
            events.accept(new Event.Probed(Now.moment(), check.id(), begun, observation));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        schedule.close();
    }
}
