package upkeep.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import upkeep.base.Moment;
import upkeep.control.LatenessView;
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

    /** No check is so exact that this would matter to it. */
    private static final Duration ROUND = Duration.ofMillis(10);

    private final Schedule<CheckId> schedule = new Schedule<>("probe-schedule", ROUND, this::due);
    /** Checks being run, and when another run was due where that was meanwhile. */
    private final Map<CheckId, OptionalLong> running = new ConcurrentHashMap<>();

    private final Probers probers;
    private final Memory memory;
    private final Function<CheckId, Optional<Check>> checks;
    private final BooleanSupplier isUnderPressure;
    private final IntSupplier probesPerHost;
    private final Consumer<CheckId> uponFailure;
    private final Consumer<Event> events;
    private final HostSlots slots = new HostSlots();
    private final Lateness lateness = new Lateness(System.nanoTime());

    /**
     * @param isUnderPressure whether the machine is so short of resources that probes get twice their time
     * @param uponFailure is called before a failure is told; may block
     */
    ProbeRunner(
            Probers probers,
            Memory memory,
            Function<CheckId, Optional<Check>> checks,
            BooleanSupplier isUnderPressure,
            IntSupplier probesPerHost,
            Consumer<CheckId> uponFailure,
            Consumer<Event> events) {
        this.probers = probers;
        this.memory = memory;
        this.checks = checks;
        this.isUnderPressure = isUnderPressure;
        this.probesPerHost = probesPerHost;
        this.uponFailure = uponFailure;
        this.events = events;
    }

    void at(CheckId check, Moment due) {
        schedule.at(check, due);
    }

    void never(CheckId check) {
        schedule.never(check);
    }

    /** How late probes begin. */
    LatenessView lateness() {
        return lateness.view(System.nanoTime());
    }

    private void due(CheckId id, long dueNanos) {
        OptionalLong again = running.merge(
                id, OptionalLong.empty(), (asked, _) -> asked.isPresent() ? asked : OptionalLong.of(dueNanos));
        if (again.isEmpty()) {
            Thread.ofVirtual().name("probe-" + id).start(() -> run(id, dueNanos));
        }
    }

    private void run(CheckId id, long dueNanos) {
        OptionalLong next = OptionalLong.of(dueNanos);
        while (next.isPresent()) {
            long due = next.getAsLong();
            checks.apply(id).ifPresent(check -> probe(check, due));
            next = running.remove(id, OptionalLong.empty()) ? OptionalLong.empty() : asked(id);
        }
    }

    /** Takes up the run that was asked for meanwhile. */
    private OptionalLong asked(CheckId id) {
        return Objects.requireNonNull(running.put(id, OptionalLong.empty()), "it stays until it is taken up");
    }

    private void probe(Check check, long dueNanos) {
        try (HostSlots.Slot _ = slots.take(check.target(), probesPerHost.getAsInt())) {
            Moment begun = Now.moment();
            lateness.began(begun.monotonicNanos(), dueNanos);
            Duration timeout = check.timeout().toDuration();
            Duration allowed = isUnderPressure.getAsBoolean() ? timeout.multipliedBy(2) : timeout;
            Observation observation = probers.probe(check, memory, allowed, Trace.NONE);
            if (observation instanceof Observation.Failed) {
                uponFailure.accept(check.id());
            }
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
