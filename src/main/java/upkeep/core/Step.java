package upkeep.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import upkeep.base.Moment;
import upkeep.core.Action.Severity;
import upkeep.core.Entry.Kind;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** One call of {@code decide} under way: the state in the making, and what is to be done and recorded so far. */
final class Step {

    final Plan plan;
    final Moment now;
    private final State before;
    private final Map<String, ServiceState> services;
    private final Map<CheckId, CheckState> checks;
    private final Map<String, ServiceState.Incident> incidents;
    boolean listed;
    boolean stopping;
    Optional<Moment> panicSince;
    private final Map<String, Moment> hostRestarts;
    private long lastNumber;
    private final List<Action> actions = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    Step(Plan plan, State before, Moment now) {
        this.plan = plan;
        this.now = now;
        this.before = before;
        this.services = new TreeMap<>(before.services());
        this.checks = new HashMap<>(before.checks());
        this.incidents = new TreeMap<>(before.incidents());
        this.listed = before.listed();
        this.stopping = before.stopping();
        this.panicSince = before.panicSince();
        this.hostRestarts = new TreeMap<>(before.hostRestarts());
        this.lastNumber = before.lastNumber();
    }

    Decision done() {
        State after = new State(services, checks, incidents, listed, stopping, panicSince, hostRestarts, lastNumber);
        return new Decision(after, actions, entries);
    }

    State before() {
        return before;
    }

    ServiceState service(String name) {
        ServiceState state = services.get(name);
        return state == null ? ServiceState.fresh(now) : state;
    }

    ServiceState service(Service service) {
        return service(service.name());
    }

    void put(String name, ServiceState state) {
        services.put(name, state);
    }

    void change(Service service, UnaryOperator<ServiceState.Edit> edit) {
        put(service.name(), edit.apply(service(service).edit()).done());
    }

    void forget(String name) {
        services.remove(name);
        actions.add(new Action.WakeNever(name));
    }

    CheckState check(CheckId id) {
        CheckState state = checks.get(id);
        return state == null ? CheckState.fresh(now) : state;
    }

    void put(CheckId id, CheckState state) {
        checks.put(id, state);
    }

    void forget(CheckId id) {
        checks.remove(id);
        incidents.remove(id.text());
        actions.add(new Action.ProbeNever(id));
    }

    Optional<ServiceState.Incident> incident(CheckId id) {
        return Optional.ofNullable(incidents.get(id.text()));
    }

    void incident(CheckId id, Optional<ServiceState.Incident> incident) {
        incident.ifPresentOrElse(it -> incidents.put(id.text(), it), () -> incidents.remove(id.text()));
    }

    /** Schedules the check's next probe. */
    void probeAt(CheckId id, Moment due) {
        put(id, check(id).due(Optional.of(due)));
        actions.add(new Action.ProbeAt(id, due));
    }

    /** Takes the check off the schedule. */
    void probeNever(CheckId id) {
        if (check(id).due().isPresent()) {
            put(id, check(id).due(Optional.empty()));
            actions.add(new Action.ProbeNever(id));
        }
    }

    void act(Action action) {
        actions.add(action);
    }

    /** When services were last restarted on a probe's word, by name. */
    Map<String, Moment> hostRestarts() {
        return hostRestarts;
    }

    void restartedOnProbe(Service service) {
        hostRestarts.values().removeIf(at -> now.since(at).compareTo(Evaluation.HOST_WINDOW) >= 0);
        hostRestarts.put(service.name(), now);
    }

    long nextNumber() {
        return ++lastNumber;
    }

    /** Writes a ledger entry about a service, as part of its incident if it has one. */
    long record(Kind kind, Service service, String text, List<Long> causes, Map<String, String> fields) {
        Optional<Long> incident = service(service).incident().map(ServiceState.Incident::number);
        return record(kind, service.name(), text, causes, incident, fields);
    }

    long record(
            Kind kind,
            String subject,
            String text,
            List<Long> causes,
            Optional<Long> incident,
            Map<String, String> fields) {
        long number = nextNumber();
        Optional<Long> belongs = kind == Kind.INCIDENT_OPENED ? Optional.of(number) : incident;
        List<Long> known = causes.stream().filter(cause -> cause > 0).distinct().toList();
        entries.add(new Entry(number, now, kind, subject, text, known, belongs, fields));
        return number;
    }

    void alert(Severity severity, String subject, String text, Map<String, String> fields, long entry) {
        actions.add(new Action.Alert(severity, subject, text, fields, entry));
    }
}
