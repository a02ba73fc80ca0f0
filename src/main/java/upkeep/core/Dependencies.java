package upkeep.core;

import java.util.Optional;
import java.util.stream.Stream;
import upkeep.core.HardState.Intent;
import upkeep.core.Situation.Dependency;
import upkeep.spec.Service;

/** How a service stands to the services it requires. Units that no spec describes are systemd's own business. */
final class Dependencies {

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

    /** The required service that was stopped or is going down, if that explains why this one was stopped. */
    static Optional<String> stoppedWith(Step step, Service service) {
        return of(step, service)
                .filter(required -> {
                    ServiceState state = step.service(required);
                    return switch (state.phase()) {
                        case UP, UNSEEN ->
                            state.status().map(status -> status.job() != 0).orElse(false);
                        case STARTING, STOPPING, DOWN, FAILED, BACKING_OFF -> true;
                    };
                })
                .filter(required -> step.service(required).intent() != Intent.UNKNOWN)
                .map(Service::name)
                .findFirst();
    }
}
