package upkeep.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import upkeep.base.Humane;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.Event.ActionEnded;
import upkeep.core.Event.JobEnded;
import upkeep.core.Event.JobQueued;
import upkeep.core.HardState.Intent;
import upkeep.core.ServiceState.Ended;
import upkeep.core.ServiceState.Pending;
import upkeep.core.ServiceState.Queued;
import upkeep.core.ServiceState.Stop;
import upkeep.spec.Service;

/**
 * Takes in jobs, and tells whose they were: those we asked for, and all others, which are somebody's wish. A job's type
 * cannot be asked for (it is gone by then), so the wish is read off the state that the job leaves behind.
 */
final class JobFolding {

    /** Jobs on one unit that are remembered at most. */
    private static final int MOST_QUEUED = 4;

    private JobFolding() {}

    static void queued(Step step, Service service, JobQueued event) {
        noticed(step, service, step.service(service), event.job());
    }

    /** A job is on the unit, which was as {@code before} when it came; the first notice of a job counts. */
    static void noticed(Step step, Service service, ServiceState before, long job) {
        SortedMap<Long, Queued> queued = new TreeMap<>(step.service(service).queued());
        String invocation = before.status().map(UnitStatus::invocation).orElse("");
        long restarts = before.status().map(UnitStatus::restarts).orElse(0L);
        boolean packages = step.host.packagesAtWork(step.now);
        Traces traces = step.service(service).traces();
        long previous = traces.jobBefore(job);
        queued.putIfAbsent(job, new Queued(before.phase(), invocation, restarts, step.now, packages, previous));
        while (queued.size() > MOST_QUEUED) {
            queued.remove(queued.firstKey());
        }
        JobSeen seen = new JobSeen(job, step.now, UnitFolding.hadARunToStop(before.phase()));
        step.change(service, edit -> edit.queued(queued).traces(traces.withJob(seen)));
    }

    /** It turned out that the job stops that run, which had begun unseen when the job came. */
    static void stops(Step step, Service service, long job, String run) {
        SortedMap<Long, Queued> queued = new TreeMap<>(step.service(service).queued());
        queued.computeIfPresent(job, (_, before) -> before.whileStarting(run));
        Traces traces = step.service(service).traces().stops(job);
        step.change(service, edit -> edit.queued(queued).traces(traces));
    }

    static void ended(Step step, Service service, JobEnded event) {
        noticed(step, service, step.service(service), event.job());
        Optional<Queued> known =
                Optional.ofNullable(step.service(service).queued().get(event.job()));
        UnitFolding.seen(step, service, event.status(), false);
        ServiceState state = step.service(service);
        Optional<Queued> before = known.map(it -> hasWaited(it, event.status()) ? it.at(Phase.BACKING_OFF) : it);
        // A unit has one job at a time: what came before this one was heard to end has canceled it, or came after it.
        boolean isCanceled = event.result() == JobResult.CANCELED;
        boolean hasStopped = before.filter(it -> isOver(it, state)).isPresent();
        UnaryOperator<Queued> then = isCanceled
                ? later -> later.whileStarting(event.status().invocation())
                : hasStopped ? later -> later.at(state.phase()) : UnaryOperator.identity();
        Map<Long, Queued> queued = new HashMap<>(state.queued());
        queued.remove(event.job());
        queued.replaceAll((job, later) -> job < event.job() ? later : then.apply(later));
        Traces traces = state.traces().after(event.job(), state.phase(), state.phaseSince());
        step.change(service, edit -> edit.queued(queued).traces(traces));
        if (state.pending().isPresent()) {
            Pending pending = state.pending().get();
            Map<Long, Ended> ended = new HashMap<>(pending.ended());
            ended.replaceAll((job, it) -> job < event.job() ? it : new Ended(then.apply(it.before()), it.result()));
            if (ended.size() < MOST_QUEUED) {
                before.ifPresent(it -> ended.put(event.job(), new Ended(it, event.result())));
            }
            step.change(service, edit -> edit.pending(Optional.of(pending.withEnded(ended))));
            return;
        }
        if (state.ourJob().filter(job -> job == event.job()).isEmpty()) {
            before.ifPresent(it -> attribute(step, service, event.job(), it, event.result()));
        }
    }

    /** What had failed, and is inactive without having forgotten how, was about to be restarted by systemd itself. */
    private static boolean hasWaited(Queued before, UnitStatus status) {
        return before.phase() == Phase.FAILED
                && Phase.of(status) == Phase.DOWN
                && !status.result().equals("success")
                && status.invocation().equals(before.invocation());
    }

    /** Whether the unit's run of when the job came is over, and no other has begun. */
    private static boolean isOver(Queued before, ServiceState state) {
        boolean down = state.phase() == Phase.DOWN || state.phase() == Phase.FAILED;
        String run = state.status().map(UnitStatus::invocation).orElse("");
        return down && UnitFolding.hadARunToStop(before.phase()) && run.equals(before.invocation());
    }

    /** Our action is over; whatever else ended on the unit meanwhile was somebody else's. */
    static void ended(Step step, Service service, ActionEnded event) {
        Optional<Pending> waiting =
                step.service(service).pending().filter(pending -> pending.action() == event.action());
        if (waiting.isEmpty()) {
            return;
        }
        Pending pending = waiting.get();
        step.change(
                service,
                edit -> edit.pending(Optional.empty())
                        .ourJob(event.outcome().job())
                        .told(Optional.empty()));
        if (pending.verb() == Action.Verb.START) {
            started(step, service, event.outcome().succeeded());
        }
        String took = Humane.duration(step.now.since(pending.since()));
        String text = event.outcome().text() + " (took " + took + ")";
        Map<String, String> fields =
                Map.of("succeeded", Boolean.toString(event.outcome().succeeded()));
        long number = step.record(Kind.OUTCOME, service, text, List.of(pending.decision()), fields);
        step.change(service, edit -> edit.lastEntry(number));
        event.outcome()
                .job()
                .ifPresent(ours -> pending.ended().entrySet().stream()
                        .filter(job ->
                                job.getKey() != (long) ours && job.getValue().result() != JobResult.CANCELED)
                        .max(Map.Entry.comparingByKey())
                        .ifPresent(job -> attribute(
                                step,
                                service,
                                job.getKey(),
                                job.getValue().before(),
                                job.getValue().result())));
    }

    /**
     * Our start has ended. What we brought up is wanted, also if it was seen down in the middle of that. What was stopped
     * with something else, and failed to come back with it, is from here on as any other that fails.
     */
    private static void started(Step step, Service service, boolean succeeded) {
        ServiceState state = step.service(service);
        if (state.intent() != Intent.STOPPED_WITH_DEPENDENCY) {
            if (succeeded && state.phase() == Phase.UP) {
                step.change(service, edit -> edit.intent(Intent.RUN));
            }
            return;
        }
        switch (state.phase()) {
            case UP, STARTING, BACKING_OFF -> step.change(service, edit -> edit.intent(Intent.RUN));
            case FAILED -> {
                UnitFolding.charge(step, service);
                step.change(service, edit -> edit.intent(Intent.RUN));
            }
            case DOWN, STOPPING, UNSEEN -> UnitFolding.charge(step, service);
        }
    }

    private static void attribute(Step step, Service service, long job, Queued before, JobResult result) {
        ServiceState state = step.service(service);
        Optional<UnitStatus> status = state.status();
        // A machine that shuts down stops everything, and nobody's wish is to be learned from that.
        if (status.isEmpty() || step.host.stopping()) {
            return;
        }
        Cause cause = Attribution.ofJob(step, service, job, before, status.get());
        switch (state.phase()) {
            case DOWN, FAILED -> {
                // A stop cancels a start that waits, and may be heard of first: the start is nobody's wish any more.
                if (result == JobResult.CANCELED && state.intent() != Intent.RUN) {
                    return;
                }
                if (result == JobResult.DONE && leavesItDown(state, before, status.get())) {
                    stopped(step, service, job, before, cause);
                } else if (state.phase() == Phase.FAILED && state.intent() != Intent.RUN) {
                    wanted(step, service, job, before, "the start failed", cause);
                    if (result != JobResult.DONE && hadARunSeen(before.phase())) {
                        // It was a restart, whose stop of that run hid from us how its start failed.
                        UnitFolding.wentDown(step, service, step.service(service), status.get());
                    }
                } else if (result == JobResult.DONE
                        && isAnotherRun(before, status.get())
                        && state.intent() != Intent.RUN) {
                    wanted(step, service, job, before, "started", cause);
                } else if (result != JobResult.DONE && UnitFolding.hadARunToStop(before.phase())) {
                    // A restart that somebody asked for stopped it, and its start was refused or failed.
                    UnitFolding.wentDown(step, service, state, status.get());
                } else if (result == JobResult.DONE && !status.get().oneshot()) {
                    Attribution.lookUp(step, service, state.lastEntry(), job);
                }
            }
            case UP, STARTING, BACKING_OFF -> {
                boolean wasDown = before.phase() == Phase.DOWN || before.phase() == Phase.FAILED;
                if (state.intent() != Intent.RUN || (wasDown && cause != Cause.UNKNOWN)) {
                    wanted(step, service, job, before, "started", cause);
                } else if (wasRestarted(before, status.get())) {
                    wanted(step, service, job, before, "restarted", cause);
                }
            }
            case STOPPING, UNSEEN -> {}
        }
    }

    /**
     * Whether a job that is done, and after which the unit is down, was a stop. A unit that was down, was started and has
     * ended again was not stopped; nor was a oneshot that did its work, or has done it before. What stays down without
     * another run was stopped: so is what was down already.
     */
    private static boolean leavesItDown(ServiceState state, Queued before, UnitStatus status) {
        boolean hasRun = isAnotherRun(before, status) && (status.oneshot() || !canBeStopped(before.phase()));
        boolean wasDone = before.phase() == Phase.DOWN && state.intent() == Intent.RUN && state.hasDoneItsWork();
        return !hasRun && !wasDone && before.phase() != Phase.UNSEEN;
    }

    private static boolean isAnotherRun(Queued before, UnitStatus status) {
        return !status.invocation().equals(before.invocation());
    }

    /** Whether the unit was up when the job came, and now runs anew without a restart by systemd itself. */
    private static boolean wasRestarted(Queued before, UnitStatus status) {
        return before.phase() == Phase.UP
                && !before.invocation().isEmpty()
                && isAnotherRun(before, status)
                && status.restarts() <= before.restarts();
    }

    private static boolean canBeStopped(Phase phase) {
        return switch (phase) {
            case UP, STARTING, STOPPING, BACKING_OFF -> true;
            case DOWN, FAILED, UNSEEN -> false;
        };
    }

    private static boolean hadARunSeen(Phase phase) {
        return UnitFolding.hadARunToStop(phase) && phase != Phase.UNSEEN;
    }

    private static void stopped(Step step, Service service, long job, Queued before, Cause moved) {
        // systemd passes no stop on to what is down: a job on that was asked for by name.
        Cause cause = canBeStopped(before.phase()) || moved != Cause.DEPENDENCY ? moved : Cause.OPERATOR;
        if (step.service(service).intent() == Intent.STOPPED && cause != Cause.OPERATOR) {
            return;
        }
        switch (cause) {
            case DEPENDENCY -> {
                String with = Dependencies.movedWith(step, service, job, before).orElse("what it needs");
                step.change(service, edit -> edit.stoppedWithDependency());
                String text = "stopped together with " + with + ", which it hangs on; it comes back with that one";
                Intents.record(step, service, text, List.of(), cause);
            }
            case PACKAGE -> {
                step.change(service, edit -> edit.intent(Intent.STOPPED_WITH_PACKAGE));
                String text = "stopped while packages are being installed; their scripts start it again";
                Intents.record(step, service, text, List.of(), cause);
            }
            case POLICY,
                    SYSTEMD,
                    OPERATOR,
                    KILL,
                    TRIGGER,
                    OUT_OF_MEMORY,
                    WATCHDOG,
                    START_LIMIT,
                    TIMEOUT,
                    CRASH,
                    EXIT,
                    UNKNOWN -> {
                long number = stoppedByOperator(step, service, List.of());
                if (canBeStopped(before.phase())) {
                    step.change(service, edit -> edit.stop(new Stop(job, before, number, false)));
                }
                Attribution.lookUp(step, service, number, job);
            }
        }
    }

    /**
     * A unit went down. That is heard of a moment after it happened, when what systemd stopped with it may have been put down as an
     * operator's stop already.
     */
    static void revise(Step step, UnitName unit) {
        for (Service service : Dependencies.dependents(step, unit)) {
            ServiceState state = step.service(service);
            state.stop()
                    .filter(_ -> state.intent() == Intent.STOPPED)
                    .ifPresent(stop -> Dependencies.movedWith(step, service, stop.job(), stop.before())
                            .ifPresent(with -> {
                                step.change(
                                        service,
                                        edit -> edit.stoppedWithDependency().stop(stop.revise()));
                                String text = "it was stopped together with " + with
                                        + ", which it hangs on, and by no operator; it comes back with that one";
                                Intents.record(step, service, text, List.of(stop.entry()), Cause.DEPENDENCY);
                            }));
        }
    }

    static long stoppedByOperator(Step step, Service service, List<Long> causes) {
        step.change(service, edit -> edit.intent(Intent.STOPPED).attached(Optional.empty()));
        long number = Intents.record(
                step,
                service,
                "an operator stopped it; upkeep leaves it stopped until somebody starts it",
                causes,
                Cause.OPERATOR);
        Incidents.resolve(step, service, "an operator stopped it", List.of(number));
        return number;
    }

    private static void wanted(Step step, Service service, long job, Queued before, String what, Cause cause) {
        step.change(service, edit -> edit.intent(Intent.RUN).graceUntil(step.now.plus(UnitFolding.grace(service))));
        String who = switch (cause) {
            case TRIGGER ->
                step.service(service)
                        .status()
                        .flatMap(UnitStatus::trigger)
                        .map(UnitName::text)
                        .orElse("a timer, socket or path");
            case DEPENDENCY -> "systemd";
            case PACKAGE -> "a package's script";
            case POLICY, SYSTEMD, OPERATOR, KILL, OUT_OF_MEMORY, WATCHDOG, START_LIMIT, TIMEOUT, CRASH, EXIT, UNKNOWN ->
                "an operator";
        };
        String with = Optional.of(before)
                .filter(_ -> cause == Cause.DEPENDENCY)
                .flatMap(queued -> Dependencies.movedWith(step, service, job, queued))
                .map(unit -> " together with " + unit)
                .orElse("");
        String did = what.equals("the start failed")
                ? " started it" + with + ", and the start failed"
                : " " + what + " it" + with;
        String text = who + did;
        long number = Intents.record(step, service, text, List.of(), cause);
        if (cause == Cause.OPERATOR) {
            Attribution.lookUp(step, service, number, job);
        }
    }
}
