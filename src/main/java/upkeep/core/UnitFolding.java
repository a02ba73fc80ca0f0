package upkeep.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.ServiceState.Queued;
import upkeep.spec.Check;
import upkeep.spec.Execution;
import upkeep.spec.Service;

/** Takes in what systemd shows of a unit: phases, restarts that count, and what ended a run. */
final class UnitFolding {

    /** Restarts that are remembered at most; the budget's count cannot be larger. */
    static final int MOST_RESTARTS = 1_000;

    private static final Duration GRACE = Duration.ofSeconds(90);

    private UnitFolding() {}

    /** How long after a start a probe that has not passed yet is excused. */
    static Duration grace(Service service) {
        return service.execution()
                .map(Execution::startTimeout)
                .filter(timeout -> !timeout.isInfinite())
                .map(timeout -> timeout.toDuration())
                .orElse(GRACE);
    }

    /** The unit was seen; {@code listing} tells that it may have changed without our seeing how. */
    static void seen(Step step, Service service, UnitStatus status, boolean listing) {
        ServiceState old = step.service(service);
        Phase from = old.phase();
        Phase to = Phase.of(status);
        boolean anotherRun = old.status().isPresent()
                && !old.status().get().invocation().equals(status.invocation())
                && !status.invocation().isEmpty();
        Traces traces = old.traces().seen(old.status(), status, step.now);
        step.change(service, edit -> edit.status(status).traces(traces));
        rebind(step, service, old, status);
        masked(step, service, old, status);
        Freezing.seen(step, service, old);
        if (listing) {
            step.change(service, edit -> edit.queued(Map.of()));
        }
        if (status.job() != 0) {
            JobFolding.noticed(step, service, whenQueued(step, service, old, status, listing), status.job());
            if (isBeingStopped(status)) {
                JobFolding.stops(step, service, status.job(), status.invocation());
            }
        }
        countSystemdsRestarts(step, service, old, status);
        if (from != to) {
            changed(step, service, old, status, listing);
        } else if (to == Phase.UP && anotherRun) {
            wentDown(step, service, old, status);
            cameUp(step, service, old, status, false);
        }
        if (listing) {
            ServiceState state = step.service(service);
            Traces listed = state.traces().listed(status.job(), to, state.phaseSince(), step.now);
            step.change(service, edit -> edit.traces(listed));
        }
        if (!traces.falls().equals(old.traces().falls())) {
            JobFolding.revise(step, status.unit());
        }
    }

    /** Whether the job that is on the unit stops it: no start shows that, however it ends. */
    static boolean isBeingStopped(UnitStatus status) {
        return Phase.of(status) == Phase.STOPPING && status.result().equals("success") && !status.oneshot();
    }

    /**
     * The unit as it was when its job came: as we knew it. Not so if it was stopping when we began to look again: it may have run
     * meanwhile, and then its job stops that run.
     */
    private static ServiceState whenQueued(
            Step step, Service service, ServiceState old, UnitStatus status, boolean listing) {
        boolean isUnknown = old.phase() == Phase.UNSEEN || (listing && Phase.of(status) == Phase.STOPPING);
        return isUnknown ? step.service(service) : old;
    }

    /** Keeps the ties of systemd's graph findable from their other end. */
    private static void rebind(Step step, Service service, ServiceState old, UnitStatus status) {
        Bonds before = old.status().map(UnitStatus::bonds).orElse(Bonds.NONE);
        if (before.equals(status.bonds())) {
            return;
        }
        before.all().forEach(unit -> step.bind(unit, service.name(), false));
        status.bonds().all().forEach(unit -> step.bind(unit, service.name(), true));
    }

    private static void masked(Step step, Service service, ServiceState old, UnitStatus status) {
        boolean was = old.status().filter(UnitStatus::isMasked).isPresent();
        if (old.status().isPresent() && was != status.isMasked()) {
            String text = status.isMasked()
                    ? "somebody masked it: systemd does not start it until it is unmasked"
                    : "somebody unmasked it";
            Intents.record(step, service, text, List.of(), Cause.OPERATOR);
        }
    }

    private static void changed(Step step, Service service, ServiceState old, UnitStatus status, boolean listing) {
        Phase from = old.phase();
        Phase to = Phase.of(status);
        Traces traces = step.service(service).traces().in(to, step.now);
        step.change(service, edit -> edit.phaseSince(step.now).traces(traces));
        switch (to) {
            case UP -> cameUp(step, service, old, status, from == Phase.UNSEEN);
            case DOWN, FAILED, BACKING_OFF -> {
                if (hadARunToStop(from)) {
                    step.change(service, edit -> edit.restartsBefore(status.restarts()));
                }
                if (from == Phase.UNSEEN && to == Phase.FAILED) {
                    failedBefore(step, service, old, status);
                } else if (isNews(from, to, listing) && !isOrderedStop(step.service(service), from)) {
                    wentDown(step, service, old, status);
                }
            }
            case STARTING, STOPPING, UNSEEN -> {}
        }
        if (to != Phase.UP) {
            step.index.probes(service).forEach(check -> step.probeNever(check.id()));
            if (from == Phase.UP) {
                step.change(service, edit -> edit.downSince(Optional.of(step.now)));
            }
        }
    }

    /**
     * A stop or restart that a queued job or an action of ours asked for is no failure. A job that came while the unit
     * was down, or waited for its restart by systemd, is a start: what goes down under it failed.
     */
    private static boolean isOrderedStop(ServiceState state, Phase from) {
        if (from == Phase.BACKING_OFF) {
            return false;
        }
        boolean foreign = state.queued().values().stream().map(Queued::phase).anyMatch(UnitFolding::hadARunToStop);
        return foreign || (state.pending().isPresent() && from != Phase.STARTING);
    }

    static boolean hadARunToStop(Phase phase) {
        return switch (phase) {
            case UNSEEN, UP, STARTING, STOPPING -> true;
            case BACKING_OFF, DOWN, FAILED -> false;
        };
    }

    /**
     * Whether a unit that is not up tells something new. On its way to a restart it passes through failed or inactive,
     * auto-restart, and on some versions inactive again, which all tell the same. What went inactive while nobody looked
     * is judged by its result alone.
     */
    private static boolean isNews(Phase from, Phase to, boolean listing) {
        if (listing && to == Phase.DOWN) {
            return false;
        }
        return switch (from) {
            case UNSEEN -> to == Phase.BACKING_OFF;
            case UP, STARTING, STOPPING -> true;
            case BACKING_OFF, DOWN -> to == Phase.FAILED;
            case FAILED -> false;
        };
    }

    private static void failedBefore(Step step, Service service, ServiceState old, UnitStatus status) {
        String text = "found failed: " + Ending.text(status);
        Map<String, String> fields = new HashMap<>(Ending.fields(status));
        fields.put("cause", Attribution.ofEnd(old, status).word());
        long number = step.record(Kind.TRANSITION, service, text, List.of(), fields);
        step.change(service, edit -> edit.lastEntry(number));
        Incidents.open(step, service, Severity.ERROR, text, List.of(number));
    }

    static void wentDown(Step step, Service service, ServiceState old, UnitStatus status) {
        Map<String, String> fields = new HashMap<>(Ending.fields(status));
        Cause cause = Attribution.ofEnd(old, status);
        fields.put("phase", Phase.of(status).word());
        fields.put("cause", cause.word());
        String text = switch (Phase.of(status)) {
            case FAILED ->
                Attribution.isGivenUp(old, status)
                        ? "systemd gave up restarting it, its start limit being spent: " + Ending.text(status)
                        : Ending.text(status);
            case UP -> "a new run began unseen by upkeepd";
            case DOWN, BACKING_OFF, STARTING, STOPPING, UNSEEN -> Ending.text(status);
        };
        long number = step.record(Kind.TRANSITION, service, text, List.of(old.lastEntry()), fields);
        step.change(service, edit -> edit.lastEntry(number));
        boolean atRest = Phase.of(status) == Phase.DOWN || Phase.of(status) == Phase.BACKING_OFF;
        boolean endedWell = atRest && status.result().equals("success");
        if (Attribution.isWorthLookingUp(cause)) {
            Attribution.lookUp(step, service, number, 0);
        }
        if (!endedWell) {
            Storm.wentDown(step, service);
            Incidents.open(step, service, Severity.WARNING, "went down: " + text, List.of(number));
        }
    }

    private static void cameUp(Step step, Service service, ServiceState old, UnitStatus status, boolean first) {
        Moment since = first ? activeSince(step, status) : step.now;
        Moment graceUntil = since.plus(grace(service));
        Optional<Moment> downSince = old.downSince();
        step.change(
                service,
                edit -> edit.phaseSince(since)
                        .graceUntil(graceUntil)
                        .proven(false)
                        .downSince(Optional.empty()));
        for (Check check : step.index.probes(service)) {
            step.put(check.id(), step.check(check.id()).restarted(step.now));
        }
        if (first && old.incident().isEmpty()) {
            return;
        }
        Cause cause = first ? Cause.UNKNOWN : Attribution.ofStart(step, service, old, status);
        String text = (first ? "found running" : "running again")
                + (cause == Cause.TRIGGER
                        ? ", started by " + status.trigger().map(UnitName::text).orElse("")
                        : "")
                + (status.mainPid() == 0 ? "" : " with pid " + status.mainPid())
                + downSince
                        .map(down -> ", " + Humane.duration(step.now.since(down)) + " after it went down")
                        .orElse("");
        Map<String, String> fields =
                Map.of("phase", "up", "pid", Long.toString(status.mainPid()), "cause", cause.word());
        long number = step.record(Kind.TRANSITION, service, text, List.of(old.lastEntry()), fields);
        step.change(service, edit -> edit.lastEntry(number));
    }

    /** When a unit that was found up came up, as systemd remembers it. */
    private static Moment activeSince(Step step, UnitStatus status) {
        long ago = step.now.monotonicNanos() - status.activeSince() * 1_000;
        boolean known = status.activeSince() > 0 && ago > 0;
        return known ? step.now.plus(Duration.ofNanos(-ago)) : step.now;
    }

    /** Each step of NRestarts is a restart by systemd itself and counts against the budget we share. */
    private static void countSystemdsRestarts(Step step, Service service, ServiceState old, UnitStatus status) {
        long before = old.status().map(UnitStatus::restarts).orElse(status.restarts());
        long more = Math.min(status.restarts() - before, MOST_RESTARTS);
        for (long i = 0; i < more; i++) {
            charge(step, service);
        }
        if (more > 0) {
            int used = step.service(service).restarts().size();
            String text = (more == 1 ? "systemd restarts it itself" : "systemd restarted it itself " + more + " times")
                    + "; upkeep only counts: "
                    + (used > service.restart().budget().count()
                            ? "the budget of " + budget(service) + " is spent"
                            : used + " of " + budget(service) + " used");
            Map<String, String> fields = Map.of(
                    "by", "systemd", "restarts", Long.toString(status.restarts()), "cause", Cause.SYSTEMD.word());
            long cause = step.service(service).lastEntry();
            long number = step.record(Kind.DECISION, service, text, List.of(cause), fields);
            step.change(service, edit -> edit.lastEntry(number));
        }
    }

    /** Charges one restart to the service's budget. */
    static void charge(Step step, Service service) {
        Duration per = service.restart().budget().per().toDuration();
        List<Moment> restarts = Window.with(step.service(service).restarts(), step.now, per, MOST_RESTARTS);
        step.change(service, edit -> edit.restarts(restarts).restartedOnce());
    }

    /** {@code 5 restarts in 10 min}. */
    static String budget(Service service) {
        return Humane.count(service.restart().budget().count(), "restart") + " in "
                + Humane.duration(service.restart().budget().per());
    }
}
