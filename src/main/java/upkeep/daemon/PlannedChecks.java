package upkeep.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.UnitName;
import upkeep.core.UnitStatus;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;

/** The checks of the plan in force, by their ids. Thread-safe. */
final class PlannedChecks {

    private static final Logger LOG = LoggerFactory.getLogger(PlannedChecks.class);

    /** A failure is not told later than that for the sake of a look at the unit. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Supplier<Plan> plan;
    private final ServiceManager manager;

    PlannedChecks(Supplier<Plan> plan, ServiceManager manager) {
        this.plan = plan;
        this.manager = manager;
    }

    Optional<Check> check(CheckId id) {
        Plan now = plan.get();
        Check own = now.checks().get(id.text());
        return own != null
                ? Optional.of(own)
                : now.services().values().stream()
                        .flatMap(service -> service.probes().all())
                        .filter(check -> check.id().equals(id))
                        .findFirst();
    }

    static Set<CheckId> ids(Plan plan) {
        return Stream.concat(
                        plan.checks().values().stream().map(Check::id),
                        plan.services().values().stream().flatMap(PlannedChecks::ids))
                .collect(Collectors.toSet());
    }

    /**
     * Looks at the unit of a service whose probe has failed: that somebody froze it, so that it cannot answer, may not have been
     * told ({@link UnitStatus#frozen}). Blocks.
     */
    void lookAtUnitOf(CheckId probe) {
        Optional<UnitName> unit = plan.get().services().values().stream()
                .filter(service -> ids(service).anyMatch(probe::equals))
                .findFirst()
                .map(Service::unit);
        try {
            if (unit.isPresent()) {
                manager.look(unit.get(), LOOK);
            }
        } catch (ManagerException e) {
            LOG.debug("{}", e.getMessage());
        }
    }

    private static Stream<CheckId> ids(Service service) {
        return service.probes().all().map(Check::id);
    }
}
