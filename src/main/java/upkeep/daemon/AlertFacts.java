package upkeep.daemon;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import upkeep.alert.Facts;
import upkeep.alert.Signal;
import upkeep.base.Severity;
import upkeep.base.UnitName;
import upkeep.core.Action.Alert;
import upkeep.core.CheckState;
import upkeep.core.HardState.Intent;
import upkeep.core.Incident;
import upkeep.core.Phase;
import upkeep.core.ServiceState;
import upkeep.core.State;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Urgency;

/** What the desk is to know of what upkeepd has decided. Pure. */
final class AlertFacts {

    private final Plan plan;
    private final State state;

    AlertFacts(Snapshot snapshot) {
        this.plan = snapshot.plan();
        this.state = snapshot.state();
    }

    /** What the desk learns by an alert. */
    Signal signal(Alert alert) {
        return switch (alert.state()) {
            case FIRING -> new Signal.Opened(alert.key(), of(alert, alert.entry()));
            case EXHAUSTED ->
                new Signal.Opened(
                        alert.key(),
                        of(alert, incident(alert.key()).map(Incident::number).orElse(alert.entry())));
            case RESOLVED -> new Signal.Closed(alert.key(), alert.what());
            case CHANGED, REPORT -> new Signal.Happened(of(alert, 0), alert.entry());
        };
    }

    private Facts of(Alert alert, long incident) {
        return of(alert.key(), alert.subject(), alert.severity(), alert.what(), incident);
    }

    /**
     * @param subject the service or check; empty for the machine
     * @param incident the number of the incident; 0 if there is none
     */
    Facts of(String key, String subject, Severity severity, String what, long incident) {
        Urgency urgency = plan.alerting().urgency(subject, severity);
        String target = service(subject)
                .flatMap(service -> service.relations().target())
                .orElse("");
        return new Facts(subject, target, severity, urgency, what, incident, children(key), isHealing(key));
    }

    /** The same, as things are now; whoever has suffered from it once is part of it to its end. */
    Facts now(String key, Facts before) {
        Facts facts = of(key, before.subject(), before.severity(), before.what(), before.incident());
        SortedSet<String> children = new TreeSet<>(before.children());
        children.addAll(facts.children());
        return new Facts(
                facts.subject(),
                facts.target(),
                facts.severity(),
                facts.urgency(),
                facts.what(),
                facts.incident(),
                children,
                facts.isHealing());
    }

    private Optional<Incident> incident(String key) {
        return Optional.ofNullable(state.services().get(key))
                .flatMap(ServiceState::incident)
                .or(() -> Optional.ofNullable(state.incidents().get(key)));
    }

    /** Who suffers from it: what failed since, and what systemd stopped along, which has not failed. */
    private SortedSet<String> children(String key) {
        SortedSet<String> children = new TreeSet<>();
        incident(key).ifPresent(it -> children.addAll(it.children()));
        Deque<UnitName> units = new ArrayDeque<>();
        Optional.ofNullable(plan.services().get(key)).ifPresent(service -> units.add(service.unit()));
        while (!units.isEmpty()) {
            UnitName unit = units.remove();
            for (Service service : plan.services().values()) {
                ServiceState of = state.services().get(service.name());
                if (of != null
                        && of.intent() == Intent.STOPPED_WITH_DEPENDENCY
                        && hangsOn(service, unit)
                        && children.add(service.name())) {
                    units.add(service.unit());
                }
            }
        }
        children.remove(key);
        return children;
    }

    private static boolean hangsOn(Service service, UnitName unit) {
        Service.Relations relations = service.relations();
        return relations.requires().contains(unit)
                || relations.bindsTo().contains(unit)
                || relations.partOf().contains(unit);
    }

    /** The service, or one of the instances where the subject is all of them. */
    private Optional<Service> service(String subject) {
        int probe = subject.indexOf('/');
        return plan.named(probe < 0 ? subject : subject.substring(0, probe)).stream()
                .findFirst();
    }

    /** A service that is up, and of which no probe says that it is bad. */
    private boolean isHealing(String key) {
        ServiceState service = state.services().get(key);
        if (service == null || service.phase() != Phase.UP || service.intent() != Intent.RUN) {
            return false;
        }
        return service(key).stream()
                .flatMap(it -> it.probes().all())
                .noneMatch(check -> Optional.ofNullable(state.checks().get(check.id()))
                        .filter(it -> it.verdict() == CheckState.Verdict.FAILING)
                        .isPresent());
    }
}
