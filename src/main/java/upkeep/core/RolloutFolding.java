package upkeep.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.RolloutResult;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry.Kind;
import upkeep.core.Event.RolledOut;
import upkeep.spec.Service;

/**
 * Takes in what became of rollouts. A service by which one failed has an incident of its own kind, whatever its probes say of
 * the version that is back: what was applied is not what runs. It ends with a rollout that succeeds, with an apply that wants
 * no other version, or when an operator accepts it.
 */
final class RolloutFolding {

    private RolloutFolding() {}

    static void ended(Step step, Service service, RolledOut event) {
        String key = IncidentKey.ofRollout(service.name());
        Optional<Incident> open = Optional.ofNullable(step.incident(key));
        Map<String, String> fields =
                new HashMap<>(Map.of(RolledOut.FIELD, event.ended().toString()));
        if (open.isPresent() && event.result() == RolloutResult.STUCK) {
            fields.putAll(Alert.fields(Alert.State.EXHAUSTED, Severity.CRITICAL));
            fields.put(Alert.KEY, key);
        }
        // It belongs to the story of the incident that is open, if only to that which its probes have opened.
        long number = open.isPresent()
                ? step.record(Kind.INTENT, service.name(), event.text(), List.of(), open.map(Incident::number), fields)
                : step.record(Kind.INTENT, service, event.text(), List.of(), fields);
        switch (event.result()) {
            case WELL -> Incidents.resolve(step, key, event.text(), List.of(number));
            case FAILED -> failed(step, service, event, Severity.ERROR, number);
            case STUCK -> {
                failed(step, service, event, Severity.CRITICAL, number);
                open.ifPresent(incident -> louder(step, service, event, number));
            }
            case PART -> {
                // Nothing follows.
            }
        }
    }

    private static void failed(Step step, Service service, RolledOut event, Severity severity, long number) {
        String key = IncidentKey.ofRollout(service.name());
        Map<String, String> fields = Map.of("rollout-result", event.result().word());
        Incidents.open(step, key, severity, event.text(), List.of(number), fields);
        step.act(new Action.LookUp(number, service.unit(), step.now, 0, event.run()));
    }

    /** It is told already that a rollout failed; now there is no version that is well. */
    private static void louder(Step step, Service service, RolledOut event, long number) {
        String name = service.name();
        String key = IncidentKey.ofRollout(name);
        String text = name + ": " + event.text();
        step.alert(new Alert(Alert.State.EXHAUSTED, key, Severity.CRITICAL, name, text, event.text(), number));
    }
}
