package upkeep.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.spec.Service;

/** Many services that go down within half a minute have one cause, and are one incident: the machine's. */
final class Storm {

    static final Duration WITHIN = Duration.ofSeconds(30);

    /** What is still bad after this time has a cause of its own. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** So many different services. */
    private static final int MANY = 5;

    private Storm() {}

    /** A service went down, and nobody asked for it; one that does so again and again counts once. */
    static void wentDown(Step step, Service service) {
        Map<String, Moment> recent = recent(step);
        recent.put(service.name(), step.now);
        step.host = step.host.wentDown(recent);
        if (recent.size() >= MANY) {
            String what = recent.size() + " services went down within " + WITHIN.toSeconds()
                    + " s: the fault is likely the machine's; those that follow are told with this one";
            Incidents.open(step, IncidentKey.STORM, Severity.CRITICAL, what, List.of(), Map.of());
        }
    }

    /** Somebody has taken care of the service: what it did counts no more. */
    static void released(Step step, Service service) {
        Map<String, Moment> recent = recent(step);
        recent.remove(service.name());
        step.host = step.host.wentDown(recent);
    }

    private static Map<String, Moment> recent(Step step) {
        Map<String, Moment> recent = new TreeMap<>();
        step.host.wentDown().forEach((name, at) -> {
            if (step.now.since(at).compareTo(WITHIN) < 0) {
                recent.put(name, at);
            }
        });
        return recent;
    }

    /** The storm that a service which goes down now is a part of. */
    static Optional<Dependencies.Root> root(Step step) {
        return Optional.ofNullable(step.incident(IncidentKey.STORM))
                .map(incident -> new Dependencies.Root(
                        "", Optional.of(incident.number()), Optional.of(IncidentKey.STORM), incident.number()));
    }

    /** When the storm is over at the latest. */
    static Optional<Moment> deadline(Step step) {
        return Optional.ofNullable(step.incident(IncidentKey.STORM))
                .map(incident -> incident.opened().plus(LONGEST));
    }

    /** Ends the storm once everything that went down in it is well again, or it has lasted too long. */
    static void end(Step step) {
        Incident incident = step.incident(IncidentKey.STORM);
        if (incident == null) {
            return;
        }
        boolean calm = recent(step).isEmpty();
        boolean healed = calm
                && step.plan.services().values().stream()
                        .map(step::service)
                        .noneMatch(state -> state.attached()
                                .filter(it -> it == incident.number())
                                .isPresent());
        boolean late = step.now.reached(incident.opened().plus(LONGEST));
        if (healed || late) {
            Incidents.resolve(
                    step,
                    IncidentKey.STORM,
                    healed ? "everything is up again" : "what is still down has a cause of its own",
                    List.of());
            Incidents.detach(step, incident.number()).forEach(service -> Evaluation.evaluate(step, service));
        }
    }
}
