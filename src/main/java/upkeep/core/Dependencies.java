package upkeep.core;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Moment;
import upkeep.core.HardState.Intent;
import upkeep.core.Situation.Dependency;
import upkeep.spec.Service;

/** How a service stands to the services it requires. Units that no spec describes are systemd's own business. */
final class Dependencies {

    /** Jobs of one transaction are told together; what happened this long before or after has its own cause. */
    private static final Duration SAME_TRANSACTION = Duration.ofMillis(250);

    private Dependencies() {}

    /** The services of the plan whose units this one requires. */
    static Stream<Service> of(Step step, Service service) {
        return service.relations().requires().stream().flatMap(unit -> step.plan.serviceOf(unit).stream());
    }

    /** The services that require this one. */
    static Stream<Service> dependents(Step step, Service service) {
        return step.plan.services().values().stream()
                .filter(other -> other.relations().requires().contains(service.unit()));
    }

    static Dependency state(Step step, Service service) {
        Dependency worst = Dependency.OK;
        for (Service required : of(step, service).toList()) {
            ServiceState state = step.service(required);
            Health health = HealthFolding.health(step, required);
            if (state.phase() != Phase.UP || health == Health.DEAD) {
                return Dependency.DOWN;
            }
            if (health == Health.STARTING || health == Health.SUSPECT) {
                worst = Dependency.SETTLING;
            }
        }
        return worst;
    }

    /**
     * The required service that explains why this one was stopped by a job queued at that moment: it is being stopped
     * too, or went down just then. One that has been down for long explains nothing.
     */
    static Optional<String> stoppedWith(Step step, Service service, Moment queued) {
        return of(step, service)
                .filter(required -> isGoingDown(step.service(required), queued))
                .map(Service::name)
                .findFirst();
    }

    private static boolean isGoingDown(ServiceState required, Moment queued) {
        boolean stopping = required.queued().values().stream().anyMatch(job -> isTogether(job.since(), queued));
        boolean justWentDown =
                required.downSince().filter(since -> isTogether(since, queued)).isPresent();
        return required.intent() != Intent.UNKNOWN && (stopping || justWentDown);
    }

    private static boolean isTogether(Moment one, Moment other) {
        return one.since(other).abs().compareTo(SAME_TRANSACTION) <= 0;
    }
}
