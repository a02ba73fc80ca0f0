package upkeep.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.Event.ActionOutcome;
import upkeep.core.Evidence;
import upkeep.core.HardState;
import upkeep.core.JobResult;
import upkeep.core.Observation;
import upkeep.core.ServiceState;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.core.UnitMeasures;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * upkeepd around {@code decide}: it can end at any point, and the next one knows only what was durable. Every event goes
 * through {@link Invariants}, and nothing is carried out at once, as in the real one.
 */
final class Upkeepd {

    private static final Duration CALL = Duration.ofMillis(20);

    private final Agenda agenda;
    private final Chance chance;
    private final SimulatedClock clock;
    private final Faults faults;
    private final Supervisor supervisor;
    private final Systemd systemd;
    private final Network network;
    private final Bus bus;
    private final Invariants invariants;
    private final Recording recording;
    private final Map<String, HardState> disk = new TreeMap<>();
    private final List<Call> calls = new ArrayList<>();
    private State state;
    private boolean alive = true;
    private long life;

    Upkeepd(
            Agenda agenda,
            Chance chance,
            SimulatedClock clock,
            Faults faults,
            Plan plan,
            Function<Plan, Supervisor> supervisors,
            Systemd systemd,
            Network network,
            Bus bus,
            Recording recording) {
        this.agenda = agenda;
        this.chance = chance;
        this.clock = clock;
        this.faults = faults;
        this.supervisor = supervisors.apply(plan);
        this.systemd = systemd;
        this.network = network;
        this.bus = bus;
        this.recording = recording;
        this.state = recording.begin(List.of(), 0, clock.moment(), false);
        this.invariants = new Invariants(plan, systemd);
    }

    /** A job that was asked for, and what to do once it is known what became of it. */
    private final class Call {
        final Action.Job job;
        Optional<Long> number = Optional.empty();

        Call(Action.Job job) {
            this.job = job;
        }

        void answer(boolean succeeded, String text) {
            if (calls.remove(this)) {
                send(new Event.ActionEnded(
                        clock.moment(), job.service(), job.number(), new ActionOutcome(succeeded, text, number)));
            }
        }
    }

    State state() {
        return state;
    }

    ServiceState service(Service service) {
        return Objects.requireNonNull(state.services().get(service.name()));
    }

    Invariants invariants() {
        return invariants;
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it knows the units, so that what happens to them is told. */
    boolean isListed() {
        return alive && state.listed();
    }

    // ---- deciding -----------------------------------------------------------------------------------------------

    void send(Event event) {
        if (!alive) {
            return;
        }
        State before = state;
        recording.told(event);
        Decision decision = supervisor.decide(before, event);
        state = decision.state();
        recording.decided(event, decision);
        for (String subject : decision.touched()) {
            state.hard(subject).ifPresentOrElse(hard -> disk.put(subject, hard), () -> disk.remove(subject));
        }
        invariants.after(before, event, decision);
        long mine = life;
        for (Action action : decision.actions()) {
            carryOut(action, mine);
        }
    }

    private void carryOut(Action action, long mine) {
        switch (action) {
            case Action.ProbeAt probe ->
                agenda.at(probe.check(), probe.due().monotonicNanos(), () -> probe(probe.check(), mine));
            case Action.ProbeNever never -> agenda.never(never.check());
            case Action.WakeAt wake ->
                agenda.at(
                        wake.service(),
                        wake.due().monotonicNanos(),
                        () -> send(new Event.Woken(clock.moment(), wake.service())));
            case Action.WakeNever never -> agenda.never(never.service());
            case Action.MeasureAt measure ->
                agenda.at(measure.unit(), measure.due().monotonicNanos(), () -> measure(measure.unit()));
            case Action.MeasureNever never -> agenda.never(never.unit());
            case Action.LookUp lookUp -> later(mine, Duration.ofMillis(500), () -> lookUp(lookUp));
            case Action.Job job -> {
                long ordered = agenda.now();
                Call call = new Call(job);
                calls.add(call);
                later(mine, CALL, () -> call(call, ordered));
            }
            case Action.ResetFailed reset -> later(mine, CALL, () -> systemd.resetFailed(systemd.unit(reset.unit())));
            case Action.Run _, Action.Alert _ -> {}
        }
    }

    private void later(long mine, Duration longest, Runnable what) {
        agenda.after(chance.within(longest), () -> {
            if (mine == life) {
                what.run();
            }
        });
    }

    private void call(Call call, long ordered) {
        if (!calls.contains(call)) {
            return;
        }
        SimulatedUnit unit = systemd.unit(call.job.unit());
        invariants.carriedOut(call.job, unit, ordered);
        if (call.job.resetFailed()) {
            systemd.resetFailed(unit);
        }
        SimulatedJob job = switch (call.job.verb()) {
            case START -> systemd.restart(unit, SimulatedJob.Who.UPKEEPD);
            case RESTART -> systemd.tryRestart(unit, SimulatedJob.Who.UPKEEPD);
            case RELOAD -> systemd.reload(unit, SimulatedJob.Who.UPKEEPD);
            case STOP -> systemd.stop(unit, SimulatedJob.Who.UPKEEPD);
        };
        if (job == null) {
            call.answer(false, "systemd refused");
            return;
        }
        call.number = Optional.of(job.number);
        long mine = life;
        job.whenEnded.add(result -> later(
                mine, CALL, () -> call.answer(result == JobResult.DONE, "job " + job.number + " is " + result.word())));
    }

    // ---- what is asked for --------------------------------------------------------------------------------------

    private void probe(CheckId check, long mine) {
        var begun = clock.moment();
        Observation observation = network.look(check);
        long takes = observation instanceof Observation.Failed ? 2_000_000_000L : 5_000_000L;
        agenda.after(takes, () -> {
            if (mine == life) {
                send(new Event.Probed(clock.moment(), check, begun, observation));
            }
        });
    }

    private void measure(UnitName name) {
        SimulatedUnit unit = systemd.unit(name);
        UnitMeasures measures = UnitMeasures.UNKNOWN;
        if (unit.isUp() && bus.isUp()) {
            double memory = 1e8 + unit.leak * (agenda.now() - unit.activeSince) / 1e9;
            double processor = (agenda.now() - unit.activeSince) / 1e10;
            measures = new UnitMeasures(
                    OptionalDouble.of(memory),
                    OptionalDouble.of(1e9),
                    OptionalDouble.of(processor),
                    OptionalDouble.of(3),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.of(10));
        }
        send(new Event.Measured(clock.moment(), name, measures));
    }

    private void lookUp(Action.LookUp asked) {
        if (chance.of(faults.silent())) {
            return;
        }
        @Nullable SimulatedJob job = asked.job() == 0 ? null : systemd.journal(asked.job());
        Evidence evidence = new Evidence(
                Optional.ofNullable(job).map(it -> it.type.name().toLowerCase(java.util.Locale.ROOT)),
                Optional.ofNullable(job)
                        .filter(it -> it.who == SimulatedJob.Who.OPERATOR)
                        .map(it -> "alice (uid 1000)"),
                Optional.empty(),
                Optional.empty(),
                chance.of(0.2) ? List.of("a last word") : List.of());
        send(new Event.EvidenceFound(clock.moment(), asked.unit(), asked.entry(), evidence));
    }

    // ---- its own life -------------------------------------------------------------------------------------------

    void busLost() {
        for (Call call : List.copyOf(calls)) {
            call.answer(false, "the bus is gone");
        }
        send(new Event.BusLost(clock.moment(), "simulated"));
    }

    /** It ends, at whatever point it is. */
    void end() {
        alive = false;
        life++;
        calls.clear();
        agenda.forgetKeyed();
        bus.forgetWhatIsUnderWay();
    }

    /** Another one begins with what was durable; {@code booted} tells that the machine has been booted in between. */
    void begin(boolean booted) {
        alive = true;
        State next = recording.begin(List.copyOf(disk.values()), state.lastNumber(), clock.moment(), booted);
        invariants.restarted(state, next, clock.moment());
        state = next;
        agenda.after(chance.within(Duration.ofSeconds(3)), bus::list);
    }

    List<Entry> entries() {
        return recording.entries();
    }
}
