package upkeep.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** One call of {@code decide} under way: the state in the making, and what is to be done and recorded so far. */
final class Step {

    final PlanIndex index;
    final Plan plan;
    final Moment now;
    private final Table table;
    private final State before;
    private TreePMap<String, ServiceState> services;
    private TreePMap<CheckId, CheckState> checks;
    private TreePMap<String, Incident> incidents;
    private TreePMap<String, RuleWatch> rules;
    private TreePMap<UnitName, OtherUnit> others;
    private TreePMap<UnitName, Set<String>> bound;
    HostState host;
    private long lastNumber;
    private final List<Action> actions = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> touched = new HashSet<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    /** What the situation of a service amounts to; the decision table, but for tests that plant faults in it. */
    interface Table {
        Verdict verdict(Situation situation);
    }

    Step(PlanIndex index, Table table, State before, Moment now) {
        this.index = index;
        this.plan = index.plan;
        this.table = table;
        this.now = now;
        this.before = before;
        this.services = State.shared(before.services());
        this.checks = State.shared(before.checks());
        this.incidents = State.shared(before.incidents());
        this.rules = State.shared(before.rules());
        this.others = State.shared(before.others());
        this.bound = State.shared(before.bound());
        this.host = before.host();
        this.lastNumber = before.lastNumber();
    }

    /** Does that once every service was looked at. */
    void afterwards(Runnable change) {
        afterwards.add(change);
    }

    Decision done() {
        afterwards.forEach(Runnable::run);
        Apps.look(this);
        State after = new State(services, checks, incidents, rules, others, bound, host, lastNumber);
        return new Decision(after, actions, entries, touched);
    }

    State before() {
        return before;
    }

    Verdict verdict(Situation situation) {
        return table.verdict(situation);
    }

    ServiceState service(String name) {
        ServiceState state = services.get(name);
        return state == null ? ServiceState.fresh(now) : state;
    }

    ServiceState service(Service service) {
        return service(service.name());
    }

    void put(String name, ServiceState state) {
        services = services.plus(name, state);
        touched.add(name);
    }

    void change(Service service, UnaryOperator<ServiceState.Edit> edit) {
        put(service.name(), edit.apply(service(service).edit()).done());
    }

    void forget(String name) {
        services = services.minus(name);
        touched.add(name);
        actions.add(new Action.WakeNever(name));
    }

    CheckState check(CheckId id) {
        CheckState state = checks.get(id);
        return state == null ? CheckState.fresh(now) : state;
    }

    void put(CheckId id, CheckState state) {
        checks = checks.plus(id, state);
    }

    void forget(CheckId id) {
        checks = checks.minus(id);
        actions.add(new Action.ProbeNever(id));
    }

    Map<String, Incident> incidents() {
        return incidents;
    }

    @Nullable Incident incident(String key) {
        return incidents.get(key);
    }

    void incident(String key, Incident incident) {
        incidents = incidents.plus(key, incident);
        touched.add(key);
    }

    /** What is durable under that name may have to be saved again, or is gone. */
    void touch(String subject) {
        touched.add(subject);
    }

    void noIncident(String key) {
        incidents = incidents.minus(key);
        touched.add(key);
    }

    RuleWatch rule(String key) {
        RuleWatch watch = rules.get(key);
        return watch == null ? RuleWatch.FRESH : watch;
    }

    Set<String> ruleKeys() {
        return rules.keySet();
    }

    void rule(String key, RuleWatch watch) {
        rules = rules.plus(key, watch);
    }

    void forgetRule(String key) {
        rules = rules.minus(key);
    }

    @Nullable OtherUnit other(UnitName unit) {
        return others.get(unit);
    }

    Map<UnitName, OtherUnit> others() {
        return others;
    }

    void other(UnitName unit, OtherUnit state) {
        others = others.plus(unit, state);
    }

    void forgetOther(UnitName unit) {
        others = others.minus(unit);
    }

    /** The services that systemd's graph ties to a unit. */
    Set<String> bound(UnitName unit) {
        return bound.getOrDefault(unit, Set.of());
    }

    void bind(UnitName unit, String service, boolean tied) {
        Set<String> names = new HashSet<>(bound(unit));
        if (tied ? names.add(service) : names.remove(service)) {
            bound = names.isEmpty() ? bound.minus(unit) : bound.plus(unit, Set.copyOf(names));
        }
    }

    /** Puts the check on the schedule: due at one moment, and run at that or a later one. */
    void probeAt(CheckId id, Moment due, Moment run) {
        put(id, check(id).due(Optional.of(due)));
        actions.add(new Action.ProbeAt(id, run));
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

    long nextNumber() {
        return ++lastNumber;
    }

    /** Writes a ledger entry about a service, as part of its incident, or of the one it suffers from. */
    long record(Kind kind, Service service, String text, List<Long> causes, Map<String, String> fields) {
        ServiceState state = service(service);
        Optional<Long> incident = state.incident().map(Incident::number).or(state::attached);
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

    void alert(Action.Alert alert) {
        actions.add(alert);
    }
}
