package upkeep.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;
import upkeep.core.Event;
import upkeep.core.Phase;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** Every incident that was opened and not resolved, as people were told of it. */
final class IncidentBook {

    private final Plan plan;
    private final Map<Long, Entry> open = new HashMap<>();
    /** The main incident of each service. */
    private final Map<String, Long> main = new HashMap<>();

    IncidentBook(Plan plan) {
        this.plan = plan;
    }

    void after(Told told, Event event, Decision decision) {
        for (Entry entry : decision.entries()) {
            if (entry.kind() == Kind.INCIDENT_OPENED) {
                opened(event, entry);
                Broken.unless(
                        tells(decision, entry, Action.Alert.State.FIRING), "whoever opens an incident tells it", event);
            } else if (entry.kind() == Kind.INCIDENT_RESOLVED) {
                resolved(event, entry);
                Broken.unless(
                        tells(decision, entry, Action.Alert.State.RESOLVED),
                        "whoever was told firing is told resolved",
                        event);
            }
        }
        decision.entries().stream()
                .filter(entry -> entry.kind() == Kind.INCIDENT_OPENED)
                .filter(entry -> Long.valueOf(entry.number()).equals(main.get(entry.subject())))
                .forEach(entry -> hasNoRoot(
                        told, event, Objects.requireNonNull(plan.services().get(entry.subject()))));
    }

    private boolean tells(Decision decision, Entry entry, Action.Alert.State state) {
        long times = decision.actions().stream()
                .filter(action -> action instanceof Action.Alert alert
                        && alert.entry() == entry.number()
                        && alert.state() == state)
                .count();
        // An app that gets worse at once is told of that as well.
        boolean mayGetWorse = state == Action.Alert.State.FIRING && plan.apps().containsKey(entry.subject());
        return times == 1 || (times == 2 && mayGetWorse);
    }

    private void opened(Event event, Entry entry) {
        open.put(entry.number(), entry);
        Service service = plan.services().get(entry.subject());
        if (service == null || entry.fields().containsKey("rule")) {
            return;
        }
        Broken.unless(main.put(service.name(), entry.number()) == null, "one incident at a time", event);
    }

    /** What it needs is told to be ill already; what is well again by now is not meant. */
    private void hasNoRoot(Told told, Event event, Service service) {
        for (UnitName needed : service.relations().requires()) {
            Optional<String> root = plan.serviceOf(needed).map(Service::name).filter(main::containsKey);
            Broken.unless(
                    root.isEmpty() || told.phase(needed) == Phase.UP,
                    "one incident for one cause, which is that of " + needed,
                    event);
        }
    }

    private void resolved(Event event, Entry entry) {
        Optional<Entry> opened = entry.incident().map(open::remove);
        Broken.unless(opened.isPresent(), "only what was told firing is told resolved", event);
        Entry was = opened.orElseThrow();
        Broken.unless(was.subject().equals(entry.subject()), "the same incident is resolved", event);
        main.remove(entry.subject(), was.number());
    }

    /** Since when it is told that most services turned bad at once. */
    Optional<Moment> panicSince() {
        return open.values().stream()
                .filter(IncidentBook::isPanic)
                .map(Entry::at)
                .findFirst();
    }

    static boolean isPanic(Entry entry) {
        return entry.subject().isEmpty() && entry.text().contains("turned bad within");
    }

    Map<Long, Entry> open() {
        return open;
    }
}
