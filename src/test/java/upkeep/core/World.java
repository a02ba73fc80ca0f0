package upkeep.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.Event.ActionOutcome;
import upkeep.core.UnitStatus.Exit;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;

/**
 * Virtual time around {@code decide}: what a test does to the units goes in as events, wishes for probes and wake-ups
 * are kept and served in order, and every entry and action is kept for the test to look at.
 */
final class World {

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    Plan plan;
    State state;
    Moment now = new Moment(1_000_000_000_000L, EPOCH);
    final List<Entry> entries = new ArrayList<>();
    final List<Action> actions = new ArrayList<>();
    final Map<String, Observation> answers = new HashMap<>();
    private final Map<CheckId, Moment> probes = new TreeMap<>();
    private final Map<String, Moment> wakes = new TreeMap<>();
    private final Map<UnitName, Moment> measures = new TreeMap<>();
    private final Map<UnitName, UnitStatus> units = new TreeMap<>();
    /** Bytes, by service. */
    final Map<String, Double> memory = new HashMap<>();
    /** All that a service uses, where a test is about more than its memory. */
    final Map<String, UnitMeasures> usage = new HashMap<>();

    private long lastJob = 100;
    private long lastRun = 0;

    World(Plan plan) {
        this(plan, List.of());
    }

    World(Plan plan, Collection<HardState> kept) {
        this.plan = plan;
        this.state = State.begin(plan, kept, 0, now, false);
    }

    /** Another upkeepd, which knows what this one was bound to keep. */
    World restartUpkeepd() {
        return restartUpkeepd(false);
    }

    World restartUpkeepd(boolean booted) {
        World next = new World(plan, state.hard().values());
        next.now = now;
        next.state = State.begin(plan, state.hard().values(), state.lastNumber(), now, booted);
        next.units.putAll(units);
        next.answers.putAll(answers);
        next.lastJob = lastJob;
        next.lastRun = lastRun;
        return next;
    }

    Decision send(Event event) {
        Decision decision = new Supervisor(plan).decide(state, event);
        state = decision.state();
        entries.addAll(decision.entries());
        for (Action action : decision.actions()) {
            actions.add(action);
            switch (action) {
                case Action.ProbeAt probe -> probes.put(probe.check(), probe.due());
                case Action.ProbeNever never -> probes.remove(never.check());
                case Action.WakeAt wake -> wakes.put(wake.service(), wake.due());
                case Action.WakeNever never -> wakes.remove(never.service());
                case Action.Job job -> {}
                case Action.ResetFailed reset -> {}
                case Action.MeasureAt measure -> measures.put(measure.unit(), measure.due());
                case Action.MeasureNever never -> measures.remove(never.unit());
                case Action.LookUp _, Action.Run _, Action.Alert _ -> {}
            }
        }
        return decision;
    }

    /** Lets time pass; probes answer what {@link #answers} says, by check or by service. */
    void pass(Duration duration) {
        Moment end = now.plus(duration);
        while (true) {
            Optional<Moment> next = java.util.stream.Stream.of(probes, wakes, measures)
                    .flatMap(wishes -> wishes.values().stream())
                    .min(java.util.Comparator.comparingLong(Moment::monotonicNanos));
            if (next.isEmpty() || !end.reached(next.get())) {
                now = end;
                return;
            }
            now = next.get().reached(now) ? next.get() : now;
            for (Map.Entry<CheckId, Moment> probe : new TreeMap<>(probes).entrySet()) {
                if (now.reached(probe.getValue())) {
                    probes.remove(probe.getKey());
                    send(new Event.Probed(now, probe.getKey(), now, answer(probe.getKey())));
                }
            }
            for (Map.Entry<UnitName, Moment> measure : new TreeMap<>(measures).entrySet()) {
                if (now.reached(measure.getValue())) {
                    measures.remove(measure.getKey());
                    send(new Event.Measured(
                            now, measure.getKey(), measured(measure.getKey().stem())));
                }
            }
            for (Map.Entry<String, Moment> wake : new TreeMap<>(wakes).entrySet()) {
                if (now.reached(wake.getValue())) {
                    wakes.remove(wake.getKey(), wake.getValue());
                    send(new Event.Woken(now, wake.getKey()));
                }
            }
        }
    }

    private UnitMeasures measured(String service) {
        UnitMeasures all = usage.get(service);
        if (all != null) {
            return all;
        }
        OptionalDouble none = OptionalDouble.empty();
        Double bytes = memory.get(service);
        OptionalDouble used = bytes == null ? none : OptionalDouble.of(bytes);
        return new UnitMeasures(used, none, none, OptionalDouble.of(3), none, none, none);
    }

    private Observation answer(CheckId check) {
        String service = check.text().split("/", 2)[0];
        Observation passed = new Observation.Passed(Observation.Depth.OPEN, "accepted", Map.of());
        return answers.getOrDefault(check.text(), answers.getOrDefault(service, passed));
    }

    static Observation failed() {
        return new Observation.Failed(
                Observation.FailureKind.TIMEOUT, Observation.Depth.OPEN, "sent nothing for 5 s", Map.of());
    }

    static Observation unknown() {
        return new Observation.Unknown("no file descriptor left");
    }

    void list() {
        send(new Event.Listed(now, units));
    }

    /** The unit is in that state from now on, without anybody being told. */
    UnitStatus set(String service, String active, String sub, String result, Optional<Exit> exit, long job) {
        UnitName unit = new UnitName(service + ".service");
        UnitStatus old = units.getOrDefault(unit, UnitStatus.absent(unit));
        boolean up = active.equals("active");
        boolean newRun = up && !old.activeState().equals("active");
        long restarts = old.restarts() + (sub.equals("auto-restart-done") ? 1 : 0);
        UnitStatus status = new UnitStatus(
                unit,
                "loaded",
                active,
                sub.equals("auto-restart-done") ? "running" : sub,
                result,
                exit,
                restarts,
                up ? 4_000 + lastRun + (newRun ? 1 : 0) : 0,
                job,
                newRun ? Long.toHexString(++lastRun) : old.invocation(),
                false,
                newRun ? now.monotonicNanos() / 1_000 : old.activeSince(),
                old.activeState().equals("active") && !up ? now.monotonicNanos() / 1_000 : old.activeUntil(),
                rests(active, sub, old) ? now.monotonicNanos() / 1_000 : old.inactiveSince(),
                Optional.empty(),
                false,
                old.bonds(),
                old.frozen() && up);
        units.put(unit, status);
        return status;
    }

    /** Whether it comes to be inactive or failed; what waits for its restart by systemd itself was that for a moment. */
    private static boolean rests(String active, String sub, UnitStatus old) {
        boolean waits = sub.equals("auto-restart") && !old.subState().equals("auto-restart");
        return !isResting(old.activeState()) && (isResting(active) || waits);
    }

    private static boolean isResting(String active) {
        return active.equals("inactive") || active.equals("failed");
    }

    UnitStatus up(String service) {
        return set(service, "active", "running", "success", Optional.empty(), 0);
    }

    UnitStatus down(String service) {
        return set(service, "inactive", "dead", "success", Optional.empty(), 0);
    }

    /** The unit is tied to others by systemd's own graph from now on. */
    void bind(String service, Bonds bonds) {
        UnitStatus status = unit(new UnitName(service + ".service"));
        see(with(status, status.loadState(), status.trigger(), status.oneshot(), bonds));
    }

    void see(UnitStatus status) {
        send(new Event.UnitSeen(now, status));
    }

    /** A SIGKILL that systemd answers by its own restart. */
    void crashAndRestart(String service) {
        Optional<Exit> killed = Optional.of(new Exit.Signal(9, false));
        see(set(service, "activating", "auto-restart", "signal", killed, 0));
        pass(Duration.ofMillis(100));
        see(set(service, "active", "auto-restart-done", "success", Optional.empty(), 0));
    }

    /** A crash after which systemd gives up. */
    void fail(String service) {
        see(set(service, "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0));
    }

    /** Lets time pass until something is so, at most a minute. */
    void passUntil(java.util.function.BooleanSupplier isSo) {
        for (int i = 0; i < 600 && !isSo.getAsBoolean(); i++) {
            pass(Duration.ofMillis(100));
        }
    }

    /** The same unit, masked by somebody. */
    UnitStatus masked(UnitStatus status) {
        return with(status, "masked", status.trigger(), status.oneshot(), status.bonds());
    }

    /** The same unit, frozen by somebody, or thawed. */
    static UnitStatus frozen(UnitStatus status, boolean frozen) {
        return new UnitStatus(
                status.unit(),
                status.loadState(),
                status.activeState(),
                status.subState(),
                status.result(),
                status.exit(),
                status.restarts(),
                status.mainPid(),
                status.job(),
                status.invocation(),
                status.needDaemonReload(),
                status.activeSince(),
                status.activeUntil(),
                status.inactiveSince(),
                status.trigger(),
                status.oneshot(),
                status.bonds(),
                frozen);
    }

    /** Somebody freezes the unit, or thaws it. */
    void freeze(String service, boolean frozen) {
        UnitStatus status = frozen(unit(new UnitName(service + ".service")), frozen);
        units.put(status.unit(), status);
        see(status);
    }

    /** The same unit, of which inactive is the state of rest. */
    UnitStatus oneshot(UnitStatus status) {
        return with(status, status.loadState(), status.trigger(), true, status.bonds());
    }

    /** The same unit with what a test is about. */
    UnitStatus with(UnitStatus status, String load, Optional<UnitName> trigger, boolean oneshot, Bonds bonds) {
        UnitStatus changed = new UnitStatus(
                status.unit(),
                load,
                status.activeState(),
                status.subState(),
                status.result(),
                status.exit(),
                status.restarts(),
                status.mainPid(),
                status.job(),
                status.invocation(),
                status.needDaemonReload(),
                status.activeSince(),
                status.activeUntil(),
                status.inactiveSince(),
                trigger,
                oneshot,
                bonds,
                status.frozen());
        units.put(status.unit(), changed);
        return changed;
    }

    /** A stop that systemd passes on: the jobs are numbered from the first on, and end from the last on. */
    void operatorStops(String first, String passedOn) {
        long job = ++lastJob;
        long passed = ++lastJob;
        UnitName unit = new UnitName(first + ".service");
        UnitName other = new UnitName(passedOn + ".service");
        Optional<Exit> terminated = Optional.of(new Exit.Signal(15, false));
        send(new Event.JobQueued(now, unit, job));
        send(new Event.JobQueued(now, other, passed));
        see(set(passedOn, "deactivating", "stop-sigterm", "success", terminated, passed));
        send(new Event.JobEnded(now, other, passed, JobResult.DONE, down(passedOn)));
        see(set(first, "deactivating", "stop-sigterm", "success", terminated, job));
        send(new Event.JobEnded(now, unit, job, JobResult.DONE, down(first)));
    }

    void operatorStops(String service) {
        long job = ++lastJob;
        UnitName unit = new UnitName(service + ".service");
        send(new Event.JobQueued(now, unit, job));
        Optional<Exit> terminated = Optional.of(new Exit.Signal(15, false));
        see(set(service, "deactivating", "stop-sigterm", "success", terminated, job));
        see(set(service, "inactive", "dead", "success", terminated, job));
        send(new Event.JobEnded(now, unit, job, JobResult.DONE, down(service)));
    }

    /** A job that leaves the unit as it is: a start of what is up, a stop of what is down, a start that a condition skips. */
    void jobThatChangesNothing(String service) {
        long job = ++lastJob;
        UnitName unit = new UnitName(service + ".service");
        send(new Event.JobQueued(now, unit, job));
        send(new Event.JobEnded(now, unit, job, JobResult.DONE, unit(unit)));
    }

    /** A job that only makes the unit known as busy. */
    long queue(String service) {
        send(new Event.JobQueued(now, new UnitName(service + ".service"), ++lastJob));
        return lastJob;
    }

    void operatorStarts(String service) {
        long job = ++lastJob;
        UnitName unit = new UnitName(service + ".service");
        send(new Event.JobQueued(now, unit, job));
        send(new Event.JobEnded(now, unit, job, JobResult.DONE, up(service)));
    }

    void operatorRestarts(String service) {
        long job = ++lastJob;
        UnitName unit = new UnitName(service + ".service");
        send(new Event.JobQueued(now, unit, job));
        see(set(service, "deactivating", "stop-sigterm", "success", Optional.empty(), job));
        see(set(service, "inactive", "dead", "success", Optional.empty(), job));
        send(new Event.JobEnded(now, unit, job, JobResult.DONE, up(service)));
    }

    /** The jobs ordered and not yet carried out. */
    List<Action.Job> jobs() {
        return actions.stream()
                .filter(Action.Job.class::isInstance)
                .map(Action.Job.class::cast)
                .toList();
    }

    /** Carries out the last job, as systemd would when all goes well. */
    void carryOut() {
        Action.Job job = jobs().getLast();
        long number = ++lastJob;
        String service = job.service();
        send(new Event.JobQueued(now, job.unit(), number));
        if (job.verb() != Verb.RELOAD) {
            see(set(service, "deactivating", "stop-sigterm", "success", Optional.empty(), number));
            see(set(service, "inactive", "dead", "success", Optional.empty(), number));
        }
        pass(Duration.ofMillis(50));
        send(new Event.JobEnded(now, job.unit(), number, JobResult.DONE, up(service)));
        ActionOutcome outcome = new ActionOutcome(true, "systemd did it", Optional.of(number));
        send(new Event.ActionEnded(now, service, job.number(), outcome));
    }

    /** Carries out the last job, which is a stop, as systemd would. */
    void carryOutStop() {
        Action.Job job = jobs().getLast();
        long number = ++lastJob;
        Optional<Exit> terminated = Optional.of(new Exit.Signal(15, false));
        send(new Event.JobQueued(now, job.unit(), number));
        see(set(job.service(), "deactivating", "stop-sigterm", "success", terminated, number));
        send(new Event.JobEnded(now, job.unit(), number, JobResult.DONE, down(job.service())));
        ActionOutcome outcome = new ActionOutcome(true, "systemd did it", Optional.of(number));
        send(new Event.ActionEnded(now, job.service(), job.number(), outcome));
    }

    private UnitStatus unit(UnitName name) {
        return units.getOrDefault(name, UnitStatus.absent(name));
    }

    CheckState check(String id) {
        CheckState check = state.checks().get(new CheckId(id));
        if (check == null) {
            throw new AssertionError("no check " + id);
        }
        return check;
    }

    Incident incident(String key) {
        Incident incident = state.incidents().get(key);
        if (incident == null) {
            throw new AssertionError("no incident " + key + story());
        }
        return incident;
    }

    ServiceState service(String name) {
        ServiceState service = state.services().get(name);
        if (service == null) {
            throw new AssertionError("no service " + name);
        }
        return service;
    }

    List<Entry> entries(Entry.Kind kind, String subject) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind && entry.subject().equals(subject))
                .toList();
    }

    List<Action.Alert> alerts(String subject) {
        return actions.stream()
                .filter(Action.Alert.class::isInstance)
                .map(Action.Alert.class::cast)
                .filter(alert -> alert.subject().equals(subject))
                .toList();
    }

    /** The last entry of that kind. */
    Entry last(Entry.Kind kind, String subject) {
        List<Entry> all = entries(kind, subject);
        if (all.isEmpty()) {
            throw new AssertionError("no " + kind + " of " + subject + story());
        }
        return all.getLast();
    }

    /** The programs that were to be run. */
    List<Action.Run> programs() {
        return actions.stream()
                .filter(Action.Run.class::isInstance)
                .map(Action.Run.class::cast)
                .toList();
    }

    /** What the journal was asked about. */
    List<Action.LookUp> lookUps() {
        return actions.stream()
                .filter(Action.LookUp.class::isInstance)
                .map(Action.LookUp.class::cast)
                .toList();
    }

    /** What people were told, in order: the state and the first words. */
    List<String> told(String subject) {
        return alerts(subject).stream().map(alert -> alert.state().word()).toList();
    }

    /** Everything recorded so far, for messages of failed tests. */
    String story() {
        return entries.stream()
                .map(entry -> entry.number() + " " + entry.at().wall() + " "
                        + entry.kind().word() + " " + entry.subject() + ": " + entry.text() + " <- " + entry.causes())
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
