package upkeep.core;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.Moment;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * All that is known at one moment. Immutable; only {@link Supervisor#decide} makes the next one.
 *
 * @param services by service name, one for each service of the plan
 * @param checks by id, one for each check of the plan
 * @param incidents open incidents of checks that belong to no service
 * @param listed whether the bus is there and every unit was looked at
 * @param stopping whether the machine is shutting down
 * @param panicSince since when most services are bad at once
 * @param hostRestarts when services were last restarted on a probe's word, within the last minute, by name
 * @param lastNumber the last ledger number given out
 */
public record State(
        Map<String, ServiceState> services,
        Map<CheckId, CheckState> checks,
        Map<String, ServiceState.Incident> incidents,
        boolean listed,
        boolean stopping,
        Optional<Moment> panicSince,
        Map<String, Moment> hostRestarts,
        long lastNumber) {

    public State {
        services = Collections.unmodifiableMap(services);
        checks = Collections.unmodifiableMap(checks);
        incidents = Collections.unmodifiableMap(incidents);
        hostRestarts = Map.copyOf(hostRestarts);
    }

    /** The state upkeepd begins with: what earlier lives left behind, and nothing seen yet. */
    public static State begin(Plan plan, Collection<HardState> kept, long lastNumber, Moment now) {
        Map<String, HardState> bySubject = new HashMap<>();
        kept.forEach(hard -> bySubject.put(hard.service(), hard));
        Map<String, ServiceState> services = new TreeMap<>();
        Map<CheckId, CheckState> checks = new TreeMap<>();
        Map<String, ServiceState.Incident> incidents = new TreeMap<>();
        for (Service service : plan.services().values()) {
            HardState hard = bySubject.getOrDefault(service.name(), HardState.unknown(service.name()));
            services.put(service.name(), ServiceState.restored(hard, now));
            service.probes().all().forEach(check -> checks.put(check.id(), CheckState.fresh(now)));
        }
        for (Check check : plan.checks().values()) {
            checks.put(check.id(), CheckState.fresh(now));
            HardState hard = bySubject.getOrDefault(
                    check.id().text(), HardState.unknown(check.id().text()));
            ServiceState.restored(hard, now)
                    .incident()
                    .ifPresent(it -> incidents.put(check.id().text(), it));
        }
        return new State(services, checks, incidents, false, false, Optional.empty(), Map.of(), lastNumber);
    }

    /** The durable part, by subject; equal values need not be saved again. */
    public Map<String, HardState> hard() {
        Map<String, HardState> hard = new TreeMap<>();
        services.forEach((name, service) -> hard.put(name, service.hard(name)));
        checks.keySet().stream()
                .map(CheckId::text)
                .filter(text -> text.indexOf('/') < 0)
                .forEach(text -> hard.put(text, ofCheck(text)));
        return hard;
    }

    private HardState ofCheck(String check) {
        HardState none = HardState.unknown(check);
        return new HardState(
                check,
                none.intent(),
                none.hold(),
                none.restarts(),
                none.exhausted(),
                Optional.ofNullable(incidents.get(check))
                        .map(it ->
                                new HardState.Incident(it.number(), it.opened().wall(), it.what())));
    }
}
