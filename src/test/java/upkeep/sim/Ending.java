package upkeep.sim;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.core.Entry;
import upkeep.core.HardState.Intent;
import upkeep.core.Phase;
import upkeep.core.ServiceState;
import upkeep.core.State;
import upkeep.spec.App;
import upkeep.spec.Plan;
import upkeep.spec.Restart.Policy;
import upkeep.spec.Service;

/** What must be so once faults have been off for a while. */
final class Ending {

    private final Plan plan;
    private final State state;
    private final Systemd systemd;
    private final IncidentBook incidents;

    Ending(Plan plan, State state, Systemd systemd, IncidentBook incidents) {
        this.plan = plan;
        this.state = state;
        this.systemd = systemd;
        this.incidents = incidents;
    }

    void check() {
        for (Service service : plan.services().values()) {
            ServiceState known = Objects.requireNonNull(state.services().get(service.name()));
            SimulatedUnit unit = systemd.unit(service.unit());
            String all = service.name() + ": " + known + ", truly " + unit;
            if (known.phase() != Phase.of(unit.status())) {
                throw new AssertionError("broken: what is known is what is: " + all);
            }
            if (shouldBeUp(service, known, unit) && known.phase() != Phase.UP) {
                throw new AssertionError("broken: what should be up is up: " + all);
            }
            if (isWatched(service, known, unit) && unit.hung) {
                throw new AssertionError("broken: what hangs is restarted: " + all);
            }
            if (unit.isUp() && !unit.hung && known.incident().isPresent()) {
                throw new AssertionError("broken: the incident of what is well is resolved: " + all);
            }
        }
        for (Map.Entry<Long, Entry> open : incidents.open().entrySet()) {
            boolean rightly = isOfWhatIsIll(open.getValue()) || (IncidentBook.isPanic(open.getValue()) && mostAreIll());
            if (!rightly) {
                throw new AssertionError("broken: every incident is resolved: " + open.getValue());
            }
        }
    }

    /** Whether it is wanted, may be acted on, and comes back by its policy after whatever end. */
    private boolean shouldBeUp(Service service, ServiceState known, SimulatedUnit unit) {
        Policy policy = service.restart().policy();
        boolean afterFailure = policy == Policy.ON_FAILURE || policy == Policy.UNIT;
        boolean byPolicy = policy == Policy.ALWAYS || (known.phase() == Phase.FAILED && afterFailure);
        boolean wanted = known.intent() == Intent.STOPPED_WITH_DEPENDENCY || (known.intent() == Intent.RUN && byPolicy);
        return wanted && isActedOn(service, known) && needs(service) && !unit.oneshot && !unit.stopped;
    }

    private static boolean isActedOn(Service service, ServiceState known) {
        return service.actions() == Service.Actions.ACT && known.hold().isEmpty();
    }

    private boolean isWatched(Service service, ServiceState known, SimulatedUnit unit) {
        return isActedOn(service, known)
                && unit.isUp()
                && needs(service)
                && service.probes()
                        .liveness()
                        .filter(check -> check.otherwise().stream()
                                .anyMatch(upkeep.spec.Check.Reaction.Restart.class::isInstance))
                        .isPresent();
    }

    /** Whether all that it needs is there; else it waits, rightly. */
    private boolean needs(Service service) {
        Stream<UnitName> units =
                Stream.concat(service.relations().requires().stream(), service.relations().bindsTo().stream());
        Stream<UnitName> named = service.needs().stream()
                .flatMap(name -> Optional.ofNullable(plan.services().get(name)).stream())
                .map(Service::unit);
        return Stream.concat(units, named)
                .map(systemd::unit)
                .allMatch(unit -> (unit.isThere() || (!unit.oneshot && unit.isUp())) && !unit.hung);
    }

    /** Those that may not be acted on stay as they are. */
    private boolean mostAreIll() {
        int probed = 0;
        int ill = 0;
        for (Service service : plan.services().values()) {
            ServiceState known = Objects.requireNonNull(state.services().get(service.name()));
            SimulatedUnit unit = systemd.unit(service.unit());
            if (service.probes().liveness().isPresent() && known.intent() == Intent.RUN && unit.isUp()) {
                probed++;
                ill += unit.hung ? 1 : 0;
            }
        }
        return 2 * ill > probed;
    }

    private boolean isOfWhatIsIll(Entry entry) {
        App app = plan.apps().get(entry.subject());
        if (app != null) {
            return app.parts().stream()
                    .flatMap(part -> plan.named(part).stream())
                    .anyMatch(this::isIll);
        }
        Service service = plan.services().get(entry.subject());
        if (service == null) {
            Optional<UnitName> other = UnitName.parse(entry.subject());
            return other.filter(name -> !systemd.unit(name).isUp()).isPresent();
        }
        return isIll(service);
    }

    private boolean isIll(Service service) {
        SimulatedUnit unit = systemd.unit(service.unit());
        return unit.hung || (!unit.isUp() && !(unit.oneshot && unit.isThere()));
    }
}
