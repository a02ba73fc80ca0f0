package upkeep.core;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.core.ServiceState.Queued;
import upkeep.core.Situation.Dependency;
import upkeep.spec.Service;

/** What somebody wants a service to be, as far as its unit shows that when upkeepd begins to look again. */
final class Intents {

    private Intents() {}

    /**
     * What a listing says about the wishes of those who acted while we did not look; asked once all units were looked at.
     */
    static void learn(Step step, Service service) {
        ServiceState state = step.service(service);
        ServiceState old = step.before().services().getOrDefault(service.name(), ServiceState.fresh(step.now));
        switch (state.phase()) {
            case UP, STARTING, BACKING_OFF -> {
                if (state.intent() != Intent.RUN) {
                    step.change(service, edit -> edit.intent(Intent.RUN));
                    if (state.intent() != Intent.UNKNOWN) {
                        boolean booted = step.host.boot().isPresent();
                        String text = booted
                                ? "it was started at this boot"
                                : "somebody started it while upkeepd was not watching";
                        record(step, service, text, List.of(), booted ? Cause.SYSTEMD : Cause.OPERATOR);
                    }
                }
            }
            case FAILED -> {
                boolean isUnknown = state.intent() == Intent.UNKNOWN;
                if ((old.phase() != Phase.FAILED || hasBeenUpSince(old, state) || hasUnheardStop(old))
                        && mayHaveBeenStopped(step, state)
                        && (isUnknown || isWaitedFor(state))) {
                    leftFailed(step, service);
                } else if (isUnknown) {
                    step.change(service, edit -> edit.intent(Intent.RUN));
                }
            }
            case DOWN -> {
                boolean wasSeen = old.status().isPresent();
                boolean wasUp =
                        !wasSeen || old.phase() != Phase.DOWN || isAnotherRun(old, state) || hasUnheardStop(old);
                // A oneshot has done its work; a job will bring it up, as at a boot, and a trigger what waits for that.
                boolean isMeantSo = service.isTriggered()
                        || state.status()
                                .filter(status -> status.oneshot() || status.job() != 0)
                                .isPresent();
                if (wasUp && !isMeantSo && isWaitedFor(state)) {
                    leftDown(step, service, wasSeen);
                }
            }
            case STOPPING, UNSEEN -> {}
        }
    }

    /**
     * A stop that took too long ends in failed with the same result as a start that did; one of a oneshot at work, in failed
     * by a signal. What has not been active since the boot, or nothing is known of, is a start that took too long, unless a oneshot,
     * which never is.
     */
    private static boolean mayHaveBeenStopped(Step step, ServiceState state) {
        boolean isNew = step.host.boot().isPresent() || state.intent() == Intent.UNKNOWN;
        return state.status()
                .filter(it -> (it.result().equals("timeout") && (!isNew || it.activeSince() > 0 || it.oneshot()))
                        || (it.oneshot() && it.result().equals("signal")))
                .isPresent();
    }

    /** It was seen to go down under a job of somebody's, whose end was not heard of. */
    private static boolean hasUnheardStop(ServiceState old) {
        return old.pending().isEmpty()
                && old.queued().values().stream().map(Queued::phase).anyMatch(UnitFolding::hadARunToStop);
    }

    /** It was down, and has had another run since that was up: its end was not the start's. */
    private static boolean hasBeenUpSince(ServiceState old, ServiceState state) {
        long down = old.status().map(UnitStatus::inactiveSince).orElse(Long.MAX_VALUE);
        return isAnotherRun(old, state)
                && state.status().filter(it -> it.activeSince() > down).isPresent();
    }

    private static boolean isAnotherRun(ServiceState old, ServiceState state) {
        String before = old.status().map(UnitStatus::invocation).orElse("");
        return !state.status().map(UnitStatus::invocation).orElse("").equals(before);
    }

    /**
     * Whether it was to be up: it is wanted; or it was stopped with something it needs, and has run again since, so that its
     * present end has another cause.
     */
    private static boolean isWaitedFor(ServiceState state) {
        String run = state.status().map(UnitStatus::invocation).orElse("");
        boolean hasRun = !run.isEmpty()
                && state.stoppedRun().filter(it -> !it.equals(run)).isPresent();
        return state.intent() == Intent.RUN || (state.intent() == Intent.STOPPED_WITH_DEPENDENCY && hasRun);
    }

    private static void leftFailed(Step step, Service service) {
        step.change(service, edit -> edit.intent(Intent.STOPPED));
        String text =
                "it failed while upkeepd was not watching, as a stop that takes too long does; taken as an operator's "
                        + "stop, and left so until somebody starts it";
        record(step, service, text, List.of(step.service(service).lastEntry()), Cause.UNKNOWN);
    }

    /** It is down, and nobody saw why: nothing is started on a guess. */
    private static void leftDown(Step step, Service service, boolean seenBefore) {
        boolean packages = seenBefore && step.host.packagesAtWork(step.now);
        boolean hasRun = step.service(service)
                .status()
                .filter(it -> !it.invocation().isEmpty())
                .isPresent();
        boolean booted = !seenBefore && step.host.boot().isPresent() && !hasRun;
        boolean isMasked =
                step.service(service).status().filter(UnitStatus::isMasked).isPresent();
        boolean lacks = booted && !isMasked && Dependencies.state(step, service) == Dependency.DOWN;
        Intent intent = packages ? Intent.STOPPED_WITH_PACKAGE : Intent.STOPPED;
        String ended = "it ended without a failure while upkeepd was not watching; taken as ";
        String text = lacks
                ? "it was not started at this boot, and what it needs is down; it comes back with that"
                : booted
                        ? "it was not started at this boot; left so until somebody starts it"
                        : ended + (packages ? "a package's doing" : "an operator's stop, and left stopped");
        step.change(service, edit -> lacks ? edit.stoppedWithDependency() : edit.intent(intent));
        Cause cause = packages ? Cause.PACKAGE : lacks ? Cause.DEPENDENCY : Cause.UNKNOWN;
        long number = record(step, service, text, List.of(), cause);
        if (!packages && !booted) {
            Incidents.resolve(step, service, "it is taken as stopped by an operator", List.of(number));
        }
    }

    /** Writes down what the service is wanted to be from now on, and why; the number of the entry. */
    static long record(Step step, Service service, String text, List<Long> causes, Cause cause) {
        Intent intent = step.service(service).intent();
        Map<String, String> fields =
                Map.of("intent", intent.name().toLowerCase(Locale.ROOT).replace('_', '-'), "cause", cause.word());
        long number = step.record(Kind.INTENT, service, text, causes, fields);
        step.change(service, edit -> edit.lastEntry(number));
        return number;
    }
}
