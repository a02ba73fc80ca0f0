package upkeep.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.core.Event;
import upkeep.core.HardState.Intent;
import upkeep.core.Phase;
import upkeep.core.ServiceState;
import upkeep.spec.Plan;
import upkeep.spec.Restart.Policy;
import upkeep.spec.Service;

/**
 * A unit that is down for good and wanted, while its restarts in the window have reached the budget, was told of loudly.
 */
final class ExhaustionRule {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Plan plan;
    private final Map<String, Moment> downSince = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    ExhaustionRule(Plan plan) {
        this.plan = plan;
    }

    void after(Told known, Event event, Decision decision) {
        for (Action action : decision.actions()) {
            if (action instanceof Action.Alert alert && alert.severity() == Severity.CRITICAL) {
                told.add(alert.subject());
                if (alert.state() == Action.Alert.State.EXHAUSTED) {
                    // It may be told with the incident that it is a part of.
                    told.add(alert.text().substring(0, alert.text().indexOf(':')));
                }
            }
        }
        if (known.packagesSince != null) {
            // Nobody need wake up for what is left to packages' scripts.
            downSince.clear();
        }
        if (!(event instanceof Event.Woken woken) || woken.service().isEmpty()) {
            return;
        }
        Service service = plan.services().get(woken.service());
        if (service == null || service.restart().policy() != Policy.ALWAYS) {
            return;
        }
        if (!isStuck(
                known,
                service,
                Objects.requireNonNull(decision.state().services().get(service.name())),
                decision)) {
            downSince.remove(service.name());
            return;
        }
        Moment since = downSince.computeIfAbsent(service.name(), none -> event.at());
        Duration per = service.restart().budget().per().toDuration();
        List<Moment> charges = known.charges.getOrDefault(service.name(), List.of());
        boolean isSpent = charges.stream()
                        .filter(moment -> since.since(moment).compareTo(per.minus(PATIENCE)) < 0)
                        .count()
                >= service.restart().budget().count();
        boolean isLate = event.at().since(since).compareTo(PATIENCE) > 0;
        Broken.unless(!isSpent || !isLate || told.contains(service.name()), "a spent budget is told loudly", event);
    }

    /** A service of the plan can be up and dead. */
    private boolean isCertain(Told known, UnitName needed) {
        return known.isThere(needed) && plan.serviceOf(needed).isEmpty();
    }

    /** Whether it is failed, and nothing but its budget keeps it from being started. */
    private boolean isStuck(Told known, Service service, ServiceState state, Decision decision) {
        return known.phase(service.unit()) == Phase.FAILED
                && known.listed
                && known.packagesSince == null
                && !known.hostStopping
                && !Objects.requireNonNull(known.units.get(service.unit())).isMasked()
                && service.relations().requires().stream().allMatch(name -> isCertain(known, name))
                && service.relations().bindsTo().stream().allMatch(name -> isCertain(known, name))
                && service.needs().isEmpty()
                && state.intent() == Intent.RUN
                && state.hold().isEmpty()
                && decision.state().host().handsOff().isEmpty()
                && state.pending().isEmpty()
                && !decision.state().stopping();
    }
}
