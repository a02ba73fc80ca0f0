package upkeep.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Action.Verb;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.Event.ActionOutcome;
import upkeep.core.JobResult;
import upkeep.core.Observation;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.core.UnitStatus;
import upkeep.core.UnitStatus.Exit;
import upkeep.replay.MemoryRecording;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.spec.Service;
import upkeep.store.Life;
import upkeep.store.Life.Beginning;

/**
 * A simulated systemd, its units and their faults, a network that lies now and then, an operator, and upkeepd, all drawn
 * from one seed and run in virtual time. Every event goes through the invariants.
 */
final class Simulation {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;
    private final PlanSources sources;
    private final Plan plan;
    private final Supervisor supervisor;
    final MemoryRecording recording = new MemoryRecording();
    private final Agenda agenda = new Agenda();
    private final Map<UnitName, SimulatedUnit> units = new TreeMap<>();
    private final Invariants invariants;
    final List<Entry> entries = new ArrayList<>();
    private State state;
    private long now = 1_000 * SECOND;
    private Duration wallStep = Duration.ZERO;
    private long lastJob = 100;
    private long lastRun;
    private boolean busUp = true;
    private boolean faults = true;
    private long upkeepdLife;
    long events;

    Simulation(long seed) {
        this.random = new Random(seed);
        this.sources = Drawn.plan(random);
        this.plan = sources.plan()
                .value()
                .orElseThrow(() -> new AssertionError("a drawn spec that does not load: " + sources));
        this.supervisor = new Supervisor(plan);
        this.state = begin(new Beginning(List.of(), 0, moment(), false));
        this.invariants = new Invariants(plan);
        for (Service service : plan.services().values()) {
            units.put(service.unit(), new SimulatedUnit(service.unit()));
        }
    }

    Plan plan() {
        return plan;
    }

    /** Lets faults happen for a while, then none, and looks at what is left. */
    void run(Duration withFaults) {
        units.values().forEach(unit -> agenda.at(now + within(SECOND), () -> operatorStarts(unit)));
        agenda.at(now + 2 * SECOND, this::list);
        agenda.at(now + 5 * SECOND, this::mischief);
        runUntil(now + withFaults.toNanos());
        faults = false;
        units.values().forEach(unit -> unit.broken = false);
        if (!busUp) {
            busUp = true;
            list();
        }
        // The longest hold is an hour, which a step of the clock may stretch by forty minutes, and a spent budget is
        // tried again every quarter of an hour.
        runUntil(now + Duration.ofHours(2).toNanos());
        invariants.atTheEnd(plan, state, units);
    }

    private void runUntil(long end) {
        while (agenda.next() <= end) {
            now = Math.max(now, agenda.next());
            agenda.runNext();
        }
        now = end;
    }

    private Moment moment() {
        return new Moment(now, EPOCH.plusNanos(now).plus(wallStep));
    }

    private long within(long nanos) {
        return (long) (random.nextDouble() * nanos);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    // ---- upkeepd ------------------------------------------------------------------------------------------------

    private void send(Event event) {
        State before = state;
        Decision decision = supervisor.decide(before, event);
        events++;
        state = decision.state();
        entries.addAll(decision.entries());
        recording.tell(sources, event, decision);
        invariants.after(before, event, decision, units);
        long life = upkeepdLife;
        for (Action action : decision.actions()) {
            switch (action) {
                case Action.ProbeAt probe ->
                    agenda.at(probe.check(), probe.due().monotonicNanos(), () -> probe(probe.check(), life));
                case Action.ProbeNever never -> agenda.never(never.check());
                case Action.WakeAt wake ->
                    agenda.at(
                            wake.service(),
                            wake.due().monotonicNanos(),
                            () -> send(new Event.Woken(moment(), wake.service())));
                case Action.WakeNever never -> agenda.never(never.service());
                case Action.Job job -> agenda.at(now + within(20 * MILLI), () -> carryOut(job, life));
                case Action.ResetFailed reset -> unit(reset.unit()).restarts = 0;
                case Action.MeasureAt _, Action.MeasureNever _, Action.LookUp _, Action.Run _, Action.Alert _ -> {}
            }
        }
    }

    private SimulatedUnit unit(UnitName name) {
        return units.computeIfAbsent(name, SimulatedUnit::new);
    }

    /** Nothing is told before the first listing, as the connection to systemd does it. */
    private boolean isHeard() {
        return busUp && state.listed();
    }

    private void tell(SimulatedUnit unit) {
        if (isHeard()) {
            send(new Event.UnitSeen(moment(), unit.status()));
            if (faults && chance(0.05)) {
                send(new Event.UnitSeen(moment(), unit.status()));
            }
        }
    }

    private void list() {
        if (busUp) {
            Map<UnitName, UnitStatus> all = new HashMap<>();
            units.forEach((name, unit) -> all.put(name, unit.status()));
            send(new Event.Listed(moment(), all));
        }
    }

    private State begin(Beginning beginning) {
        recording.begin(Life.now("simulated", "", sources, beginning));
        return State.begin(plan, beginning.hardStates(), beginning.lastNumber(), beginning.at(), beginning.booted());
    }

    private void restartUpkeepd() {
        agenda.forgetKeyed();
        upkeepdLife++;
        State next = begin(new Beginning(List.copyOf(state.hard().values()), state.lastNumber(), moment(), false));
        invariants.restarted(state, next);
        state = next;
        agenda.at(now + within(3 * SECOND), this::list);
    }

    private void probe(CheckId check, long life) {
        Moment begun = moment();
        Optional<Service> owner = plan.services().values().stream()
                .filter(service -> service.probes().all().anyMatch(it -> it.id().equals(check)))
                .findFirst();
        boolean answers = owner.map(service -> unit(service.unit()))
                .map(unit -> unit.isUp() && !unit.hung)
                .orElse(true);
        boolean lies = faults && chance(0.002);
        Observation observation = faults && chance(0.01)
                ? new Observation.Unknown("no file descriptor left")
                : answers != lies ? Drawn.PASSED : Drawn.FAILED;
        long takes = observation instanceof Observation.Failed ? 2 * SECOND : 5 * MILLI;
        agenda.at(now + takes, () -> {
            if (life == upkeepdLife) {
                send(new Event.Probed(moment(), check, begun, observation));
            }
        });
    }

    // ---- systemd ------------------------------------------------------------------------------------------------

    private long queue(SimulatedUnit unit) {
        unit.job = ++lastJob;
        if (isHeard()) {
            send(new Event.JobQueued(moment(), unit.name, unit.job));
        }
        return unit.job;
    }

    private void end(SimulatedUnit unit, long job, JobResult result) {
        if (unit.job == job) {
            unit.job = 0;
        }
        if (isHeard()) {
            send(new Event.JobEnded(moment(), unit.name, job, result, unit.status()));
        }
    }

    private void carryOut(Action.Job job, long life) {
        SimulatedUnit unit = unit(job.unit());
        if (unit.job != 0 || !busUp) {
            answer(job, life, new ActionOutcome(false, "systemd refused", Optional.empty()));
            return;
        }
        if (job.verb() != Verb.START && !unit.isUp()) {
            long number = queue(unit);
            end(unit, number, JobResult.DONE);
            answer(job, life, new ActionOutcome(true, "done", Optional.of(number)));
            return;
        }
        invariants.carriedOut(job, unit);
        unit.recentStarts = 0;
        long number = queue(unit);
        unit.state("deactivating", "stop-sigterm");
        tell(unit);
        agenda.at(now + within(SECOND), () -> {
            if (unit.job != number) {
                answer(job, life, new ActionOutcome(false, "canceled", Optional.of(number)));
                return;
            }
            boolean up = begin(unit);
            boolean endFirst = chance(0.5);
            ActionOutcome outcome = new ActionOutcome(up, up ? "done" : "failed", Optional.of(number));
            if (endFirst) {
                end(unit, number, up ? JobResult.DONE : JobResult.FAILED);
                answer(job, life, outcome);
            } else {
                answer(job, life, outcome);
                end(unit, number, up ? JobResult.DONE : JobResult.FAILED);
            }
        });
    }

    private void answer(Action.Job job, long life, ActionOutcome outcome) {
        if (life == upkeepdLife) {
            send(new Event.ActionEnded(moment(), job.service(), job.number(), outcome));
        }
    }

    /** A start: up, or down again at once if the unit is broken. */
    private boolean begin(SimulatedUnit unit) {
        unit.run = ++lastRun;
        unit.hung = false;
        unit.result = "success";
        unit.exit = Optional.empty();
        unit.state("active", "running");
        tell(unit);
        if (unit.broken) {
            agenda.at(now + within(100 * MILLI), () -> crash(unit, unit.run, new Exit.Status(1)));
        }
        return true;
    }

    private void crash(SimulatedUnit unit, long run, Exit exit) {
        if (!unit.isUp() || unit.run != run || unit.job != 0) {
            return;
        }
        unit.result = exit instanceof Exit.Status status && status.code() == 0 ? "success" : "exit-code";
        unit.exit = Optional.of(exit);
        unit.state(unit.result.equals("success") ? "inactive" : "failed", "dead");
        tell(unit);
        if (++unit.recentStarts > 5) {
            unit.recentStarts = 0;
            unit.state("failed", "failed");
            tell(unit);
            return;
        }
        unit.state("activating", "auto-restart");
        tell(unit);
        agenda.at(now + 100 * MILLI, () -> {
            if (unit.sub.equals("auto-restart") && unit.job == 0) {
                unit.restarts++;
                long number = queue(unit);
                begin(unit);
                end(unit, number, JobResult.DONE);
            }
        });
    }

    private void operatorStops(SimulatedUnit unit) {
        boolean nothingToStop = unit.active.equals("inactive") || unit.active.equals("failed");
        if (unit.job != 0 || nothingToStop) {
            return;
        }
        long number = queue(unit);
        unit.stoppedByOperator = true;
        invariants.operatorStopped(unit);
        unit.state("deactivating", "stop-sigterm");
        tell(unit);
        agenda.at(now + within(2 * SECOND), () -> {
            unit.state("inactive", "dead");
            if (chance(0.5)) {
                tell(unit);
            }
            end(unit, number, JobResult.DONE);
        });
    }

    private void operatorStarts(SimulatedUnit unit) {
        if (unit.job != 0 || unit.isUp()) {
            return;
        }
        unit.recentStarts = 0;
        unit.stoppedByOperator = false;
        invariants.operatorStarted(unit);
        long number = queue(unit);
        begin(unit);
        end(unit, number, JobResult.DONE);
    }

    // ---- mischief -----------------------------------------------------------------------------------------------

    private void mischief() {
        if (!faults) {
            return;
        }
        List<SimulatedUnit> all = new ArrayList<>(units.values());
        SimulatedUnit unit = all.get(random.nextInt(all.size()));
        switch (random.nextInt(14)) {
            case 0, 1 -> crash(unit, unit.run, new Exit.Signal(9, false));
            case 2 -> crash(unit, unit.run, new Exit.Status(0));
            case 3, 4 -> unit.hung = unit.isUp();
            case 5 -> unit.broken = !unit.broken;
            case 6 -> operatorStops(unit);
            case 7 -> operatorStarts(unit);
            case 8 ->
                send(new Event.HoldAsked(
                        moment(),
                        serviceOf(unit),
                        moment().plus(Duration.ofNanos(within(3_600 * SECOND))),
                        "",
                        Drawn.ROOT));
            case 9 -> {
                unit.stoppedByOperator = false;
                invariants.operatorStarted(unit);
                invariants.released(serviceOf(unit));
                send(new Event.ReleaseAsked(moment(), serviceOf(unit), Drawn.ROOT));
            }
            case 10 -> loseBus();
            case 11 -> restartUpkeepd();
            case 12 -> wallStep = Duration.ofSeconds(random.nextInt(2_400) - 1_200);
            default -> all.stream().filter(SimulatedUnit::isUp).forEach(each -> each.hung |= chance(0.5));
        }
        agenda.at(now + within(120 * SECOND), this::mischief);
    }

    private String serviceOf(SimulatedUnit unit) {
        return plan.serviceOf(unit.name).map(Service::name).orElseThrow();
    }

    private void loseBus() {
        if (busUp) {
            busUp = false;
            send(new Event.BusLost(moment(), "simulated"));
            agenda.at(now + within(20 * SECOND), () -> {
                busUp = true;
                list();
            });
        }
    }
}
