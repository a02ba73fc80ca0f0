package upkeep.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pcollections.TreePMap;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.HardState.Intent;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * All that is known at one moment. Immutable; only {@link Supervisor#decide} makes the next one. The maps share what has
 * not changed with those of the state before.
 *
 * @param services by service name, one for each service of the plan
 * @param checks by id, one for each check of the plan
 * @param incidents open incidents that are not a service's main one, by {@link IncidentKey}
 * @param rules by service or check and condition, see {@link Rules}
 * @param others units outside of the plan that services hang on
 * @param bound the services that systemd's own graph ties to a unit
 * @param host what holds for the machine
 * @param lastNumber the last ledger number given out
 */
public record State(
        Map<String, ServiceState> services,
        Map<CheckId, CheckState> checks,
        Map<String, Incident> incidents,
        Map<String, RuleWatch> rules,
        Map<UnitName, OtherUnit> others,
        Map<UnitName, Set<String>> bound,
        HostState host,
        long lastNumber) {

    public State {
        services = shared(services);
        checks = shared(checks);
        incidents = shared(incidents);
        rules = shared(rules);
        others = shared(others);
        bound = shared(bound);
    }

    static <K extends Comparable<? super K>, V> TreePMap<K, V> shared(Map<K, V> map) {
        return map instanceof TreePMap<K, V> already ? already : TreePMap.from(map);
    }

    /**
     * The state upkeepd begins with: what earlier lives left behind, and nothing seen yet.
     *
     * @param kept the durable part, by subject
     * @param lastNumber the highest number that a ledger entry has
     * @param booted whether the machine has been booted since
     */
    public static State begin(Plan plan, Collection<HardState> kept, long lastNumber, Moment now, boolean booted) {
        Map<String, HardState> bySubject = new HashMap<>();
        kept.forEach(hard -> bySubject.put(hard.service(), hard));
        Map<String, ServiceState> services = new TreeMap<>();
        Map<CheckId, CheckState> checks = new TreeMap<>();
        Map<String, Incident> incidents = new TreeMap<>();
        Set<String> wanted = new HashSet<>();
        for (Service service : plan.services().values()) {
            HardState hard = bySubject.getOrDefault(service.name(), HardState.unknown(service.name()));
            services.put(service.name(), ServiceState.restored(hard, now));
            service.probes().all().forEach(check -> checks.put(check.id(), CheckState.fresh(now)));
            if (hard.intent() == Intent.RUN) {
                wanted.add(service.name());
            }
        }
        for (Check check : plan.checks().values()) {
            checks.put(check.id(), CheckState.fresh(now));
        }
        // Those of what is no longer supervised are resolved as soon as there is somebody to tell.
        for (HardState hard : kept) {
            if (!services.containsKey(hard.service())) {
                ServiceState.restored(hard, now)
                        .incident()
                        .ifPresent(it -> incidents.put(IncidentKey.inLaterLife(hard.service(), it.number()), it));
            }
        }
        HostState host = HostState.fresh(now);
        if (booted && !wanted.isEmpty()) {
            host = host.boot(Optional.of(new HostState.Boot(now.plus(BootReport.WAIT), wanted)));
        }
        host = host.handsOff(Optional.ofNullable(bySubject.get(HandsOff.SUBJECT))
                .flatMap(hard -> ServiceState.restored(hard, now).hold()));
        return new State(services, checks, incidents, Map.of(), Map.of(), Map.of(), host, lastNumber);
    }

    /** Whether the bus is there and every unit was looked at. */
    public boolean listed() {
        return host.listed();
    }

    /** All open incidents, by the keys that alerts of them bear. */
    public SortedMap<String, Incident> openIncidents() {
        SortedMap<String, Incident> open = new TreeMap<>();
        incidents.forEach((key, incident) -> open.put(IncidentKey.inAnyLife(key), incident));
        services.forEach((name, service) -> service.incident().ifPresent(incident -> open.put(name, incident)));
        return open;
    }

    /** Whether the machine is shutting down. */
    public boolean stopping() {
        return host.stopping();
    }

    /** Since when most services are bad at once. */
    public Optional<Moment> panicSince() {
        return host.panicSince();
    }

    /** The durable part, by subject; equal values need not be saved again. */
    public Map<String, HardState> hard() {
        Map<String, HardState> hard = new TreeMap<>();
        services.forEach((name, service) -> hard.put(name, service.hard(name)));
        incidents.forEach((key, incident) -> hard.put(key, HardState.ofIncident(key, incident)));
        handsOff().ifPresent(hold -> hard.put(hold.service(), hold));
        return hard;
    }

    /** The durable part of one subject; nothing if there is nothing to keep of it. */
    public Optional<HardState> hard(String subject) {
        return Optional.ofNullable(services.get(subject))
                .map(service -> service.hard(subject))
                .or(() -> Optional.ofNullable(incidents.get(subject))
                        .map(incident -> HardState.ofIncident(subject, incident)))
                .or(() -> handsOff().filter(hold -> hold.service().equals(subject)));
    }

    private Optional<HardState> handsOff() {
        return host.handsOff().map(hold -> HardState.ofHold(HandsOff.SUBJECT, hold));
    }

    /** The units that are to be watched: those of the plan, and those that they hang on. */
    public Set<UnitName> units(Plan plan) {
        Set<UnitName> units =
                plan.services().values().stream().map(Service::unit).collect(Collectors.toCollection(HashSet::new));
        for (Service service : plan.services().values()) {
            units.addAll(service.relations().requires());
            units.addAll(service.relations().bindsTo());
            units.addAll(service.relations().partOf());
        }
        units.addAll(bound.keySet());
        return units;
    }
}
