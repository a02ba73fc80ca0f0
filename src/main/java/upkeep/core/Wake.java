package upkeep.core;

import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Moment;
import upkeep.spec.Service;

/** When a service must be looked at again although nothing happens: the first moment at which a verdict may change. */
final class Wake {

    private Wake() {}

    static void next(Step step, Service service) {
        ServiceState state = step.service(service);
        Stream<Moment> moments = Stream.of(
                        state.hold().map(ServiceState.Hold::until),
                        state.exhausted().map(since -> since.plus(Evaluation.RETRY_EXHAUSTED)),
                        Optional.of(Evaluation.earliestRestart(step, service)),
                        Optional.of(Evaluation.startDeadline(step, service)),
                        Optional.of(state.phaseSince().plus(Evaluation.SETTLED_DOWN)),
                        jobsForgotten(state),
                        settled(state),
                        stable(state),
                        step.panicSince.map(since -> since.plus(Evaluation.PANIC)),
                        hostWindow(step))
                .flatMap(Optional::stream);
        Optional<Moment> due = moments.filter(moment -> !step.now.reached(moment))
                .min(java.util.Comparator.comparingLong(Moment::monotonicNanos));
        due.ifPresentOrElse(
                moment -> step.act(new Action.WakeAt(service.name(), moment)),
                () -> step.act(new Action.WakeNever(service.name())));
    }

    private static Optional<Moment> jobsForgotten(ServiceState state) {
        return state.queued().values().stream()
                .map(job -> job.since().plus(Evaluation.JOB_END_TOLD))
                .max(java.util.Comparator.comparingLong(Moment::monotonicNanos));
    }

    private static Optional<Moment> settled(ServiceState state) {
        return state.incident().isPresent() && state.phase() == Phase.UP
                ? Optional.of(state.phaseSince().plus(Evaluation.SETTLED))
                : Optional.empty();
    }

    private static Optional<Moment> stable(ServiceState state) {
        boolean owes = !state.restarts().isEmpty() || state.exhausted().isPresent();
        return owes && state.phase() == Phase.UP
                ? Optional.of(state.phaseSince().plus(Evaluation.STABLE))
                : Optional.empty();
    }

    private static Optional<Moment> hostWindow(Step step) {
        return step.hostRestarts().values().stream()
                .map(at -> at.plus(Evaluation.HOST_WINDOW))
                .filter(end -> !step.now.reached(end))
                .min(java.util.Comparator.comparingLong(Moment::monotonicNanos));
    }
}
