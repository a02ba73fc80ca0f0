package upkeep.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import upkeep.base.Humane;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry.Kind;
import upkeep.spec.Service;

/**
 * Opens and resolves incidents: one at a time for a service, check or rule, and whoever was told one is told the other. A
 * service that suffers from what is wrong elsewhere gets none of its own; it is attached to that one.
 */
final class Incidents {

    private static final int CHILDREN_NAMED = 12;

    private Incidents() {}

    /** Opens the service's incident, unless it has one, suffers from another's, or is a oneshot that has ended well. */
    static void open(Step step, Service service, Severity severity, String what, List<Long> causes) {
        ServiceState state = step.service(service);
        if (state.incident().isPresent() || state.hasDoneItsWork() || step.host.packagesAtWork(step.now)) {
            return;
        }
        Optional<Dependencies.Root> root = Dependencies.root(step, service)
                .or(() -> Peers.root(step, service))
                .or(() -> Storm.root(step))
                .or(() -> Apps.root(step, service, what, causes));
        if (root.isPresent()) {
            attach(step, service, root.get());
            return;
        }
        Map<String, String> fields = Map.of("severity", word(severity));
        step.change(service, edit -> edit.attached(Optional.empty()));
        long number = step.record(Kind.INCIDENT_OPENED, service, what, causes, fields);
        Incident incident = new Incident(number, step.now, what);
        step.change(service, edit -> edit.incident(Optional.of(incident)).lastEntry(number));
        tell(step, Alert.State.FIRING, service.name(), severity, service.name() + ": " + what, what, number);
    }

    /** The service suffers from what is wrong elsewhere. */
    static void attach(Step step, Service service, Dependencies.Root root) {
        if (step.service(service).incident().isPresent() || root.incident().isEmpty()) {
            return;
        }
        step.change(service, edit -> edit.attached(root.incident()));
        addChild(step, root.incident().get(), service.name());
    }

    private static void addChild(Step step, long number, String child) {
        Optional<String> key = key(step, number);
        Optional<Incident> other = key.map(step::incident);
        if (other.isPresent()) {
            step.incident(key.get(), withChild(other.get(), child));
            return;
        }
        key.map(name -> step.plan.services().get(name))
                .ifPresent(service -> step.service(service)
                        .incident()
                        .ifPresent(incident ->
                                step.change(service, edit -> edit.incident(Optional.of(withChild(incident, child))))));
    }

    /** What the open incident of that number is kept under; the name of the service for a service's own. */
    static Optional<String> key(Step step, long number) {
        return step.incidents().entrySet().stream()
                .filter(open -> open.getValue().number() == number)
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> step.plan.services().values().stream()
                        .filter(service -> step.service(service)
                                .incident()
                                .filter(it -> it.number() == number)
                                .isPresent())
                        .map(Service::name)
                        .findFirst());
    }

    /** An incident is over: the services that suffer from it have causes of their own from now on. */
    static List<Service> detach(Step step, long number) {
        List<Service> attached = step.plan.services().values().stream()
                .filter(service -> step.service(service)
                        .attached()
                        .filter(it -> it == number)
                        .isPresent())
                .toList();
        attached.forEach(service ->
                step.change(service, edit -> edit.attached(Optional.empty()).told(Optional.empty())));
        return attached;
    }

    private static Incident withChild(Incident incident, String child) {
        Set<String> children = new HashSet<>(incident.children());
        children.add(child);
        return new Incident(incident.number(), incident.opened(), incident.what(), children);
    }

    static void resolve(Step step, Service service, String how, List<Long> causes) {
        step.service(service).incident().ifPresent(incident -> {
            String text =
                    "after " + Humane.duration(step.now.since(incident.opened())) + ": " + how + suffered(incident);
            long number = step.record(Kind.INCIDENT_RESOLVED, service, text, causes, Map.of());
            step.change(
                    service,
                    edit -> edit.incident(Optional.empty())
                            .told(Optional.empty())
                            .lastEntry(0));
            String told = service.name() + ": resolved " + text + " (was: " + incident.what() + ")";
            tell(step, Alert.State.RESOLVED, service.name(), Severity.INFORMATION, told, how, number);
        });
    }

    /** Opens an incident that is not a service's main one. */
    static void open(
            Step step, String key, Severity severity, String what, List<Long> causes, Map<String, String> more) {
        if (step.incident(key) != null) {
            return;
        }
        String subject = IncidentKey.subject(key);
        Map<String, String> fields = new HashMap<>(more);
        fields.put("severity", word(severity));
        long number = step.record(Kind.INCIDENT_OPENED, subject, what, causes, Optional.empty(), fields);
        step.incident(key, new Incident(number, step.now, what));
        if (IncidentKey.isOfHost(key)) {
            // What an earlier life kept under this name goes on under its own.
            step.incidents().keySet().stream()
                    .filter(IncidentKey::isOfEarlierLife)
                    .toList()
                    .forEach(step::touch);
        }
        tell(step, Alert.State.FIRING, key, severity, titled(subject, what), what, number);
    }

    static void resolve(Step step, String key, String how, List<Long> causes) {
        @Nullable Incident incident = step.incident(key);
        if (incident == null) {
            return;
        }
        String subject = IncidentKey.subject(key);
        String text = "after " + Humane.duration(step.now.since(incident.opened())) + ": " + how + suffered(incident);
        Optional<Long> of = Optional.of(incident.number());
        long number = step.record(Kind.INCIDENT_RESOLVED, subject, text, causes, of, Map.of());
        step.noIncident(key);
        String told = titled(subject, "resolved " + text + " (was: " + incident.what() + ")");
        tell(step, Alert.State.RESOLVED, key, Severity.INFORMATION, told, how, number);
    }

    /** Who was told of an incident belongs to its story. */
    static void told(Step step, Event.Told told) {
        told.incidents()
                .forEach((number, subject) ->
                        step.record(Kind.TOLD, subject, told.text(), List.of(), Optional.of(number), Map.of()));
    }

    private static void tell(
            Step step, Alert.State state, String key, Severity severity, String text, String what, long number) {
        step.alert(
                new Alert(state, IncidentKey.inAnyLife(key), severity, IncidentKey.subject(key), text, what, number));
    }

    private static String titled(String subject, String text) {
        return subject.isEmpty() ? text : subject + ": " + text;
    }

    private static String suffered(Incident incident) {
        if (incident.children().isEmpty()) {
            return "";
        }
        List<String> names = new ArrayList<>(new TreeSet<>(incident.children()));
        int more = names.size() - CHILDREN_NAMED;
        return "; " + Humane.count(names.size(), "service") + " suffered from it: "
                + String.join(", ", more > 0 ? names.subList(0, CHILDREN_NAMED) : names)
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
