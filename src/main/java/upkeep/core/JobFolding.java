package upkeep.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.core.Entry.Kind;
import upkeep.core.Event.ActionEnded;
import upkeep.core.Event.JobEnded;
import upkeep.core.Event.JobQueued;
import upkeep.core.HardState.Intent;
import upkeep.core.ServiceState.Pending;
import upkeep.core.ServiceState.Queued;
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
        queued.putIfAbsent(job, new Queued(before.phase(), invocation, restarts, step.now));
        while (queued.size() > MOST_QUEUED) {
            queued.remove(queued.firstKey());
        }
        step.change(service, edit -> edit.queued(queued));
    }

    static void ended(Step step, Service service, JobEnded event) {
        noticed(step, service, step.service(service), event.job());
        Optional<Queued> before =
                Optional.ofNullable(step.service(service).queued().get(event.job()));
        UnitFolding.seen(step, service, event.status(), false);
        ServiceState state = step.service(service);
        Map<Long, Queued> queued = new HashMap<>(state.queued());
        queued.remove(event.job());
        step.change(service, edit -> edit.queued(queued));
        if (state.pending().isPresent()) {
            Pending pending = state.pending().get();
            List<Long> ended = new ArrayList<>(pending.ended());
            if (ended.size() < MOST_QUEUED) {
                ended.add(event.job());
            }
            Pending waiting = new Pending(pending.action(), pending.verb(), pending.decision(), pending.since(), ended);
            step.change(service, edit -> edit.pending(Optional.of(waiting)));
            return;
        }
        if (state.ourJob().filter(job -> job == event.job()).isEmpty()) {
            attribute(step, service, before, event.result());
        }
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
        String took = Humane.duration(step.now.since(pending.since()));
        String text = event.outcome().text() + " (took " + took + ")";
        Map<String, String> fields =
                Map.of("succeeded", Boolean.toString(event.outcome().succeeded()));
        long number = step.record(Kind.OUTCOME, service, text, List.of(pending.decision()), fields);
        step.change(service, edit -> edit.lastEntry(number));
        List<Long> foreign = new ArrayList<>(pending.ended());
        event.outcome().job().ifPresent(foreign::remove);
        if (!foreign.isEmpty() && event.outcome().job().isPresent()) {
            attribute(step, service, Optional.of(new Queued(Phase.UP, "", 0, step.now)), JobResult.DONE);
        }
    }

    private static void attribute(Step step, Service service, Optional<Queued> before, JobResult result) {
        ServiceState state = step.service(service);
        boolean couldStop =
                before.map(Queued::phase).filter(JobFolding::canBeStopped).isPresent();
        switch (state.phase()) {
            case DOWN, FAILED -> {
                if (couldStop && result == JobResult.DONE) {
                    stopped(step, service, before.map(Queued::since).orElse(step.now));
                } else if (state.phase() == Phase.FAILED && state.intent() != Intent.RUN) {
                    wanted(step, service, "somebody started it, and the start failed");
                }
            }
            case UP, STARTING, BACKING_OFF -> {
                if (state.intent() != Intent.RUN) {
                    wanted(step, service, "somebody started it");
                } else if (before.filter(it -> isAnotherRun(it, state)).isPresent()) {
                    wanted(step, service, "an operator restarted it");
                }
            }
            case STOPPING, UNSEEN -> {}
        }
    }

    /** Whether the unit was up when the job came, and now runs anew without a restart by systemd itself. */
    private static boolean isAnotherRun(Queued before, ServiceState state) {
        return before.phase() == Phase.UP
                && !before.invocation().isEmpty()
                && state.status()
                        .filter(status -> !status.invocation().equals(before.invocation()))
                        .filter(status -> status.restarts() <= before.restarts())
                        .isPresent();
    }

    private static boolean canBeStopped(Phase phase) {
        return switch (phase) {
            case UP, STARTING, STOPPING, BACKING_OFF -> true;
            case DOWN, FAILED, UNSEEN -> false;
        };
    }

    private static void stopped(Step step, Service service, Moment queued) {
        Optional<String> dependency = Dependencies.stoppedWith(step, service, queued);
        if (dependency.isPresent()) {
            step.change(service, edit -> edit.intent(Intent.STOPPED_WITH_DEPENDENCY));
            UnitFolding.intent(
                    step,
                    service,
                    "stopped together with " + dependency.get() + ", which it requires;"
                            + " it comes back with that one",
                    List.of());
            return;
        }
        step.change(service, edit -> edit.intent(Intent.STOPPED));
        long number = UnitFolding.intent(
                step,
                service,
                "an operator stopped it; upkeep leaves it stopped until" + " somebody starts it",
                List.of());
        Incidents.resolve(step, service, "an operator stopped it", List.of(number));
    }

    private static void wanted(Step step, Service service, String text) {
        step.change(service, edit -> edit.intent(Intent.RUN).graceUntil(step.now.plus(UnitFolding.grace(service))));
        UnitFolding.intent(step, service, text, List.of());
    }
}
