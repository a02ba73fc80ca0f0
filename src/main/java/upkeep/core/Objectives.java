package upkeep.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry.Kind;

/** What is learned of the time in which services and apps may be down: where it goes too fast, that is an incident of its own. */
final class Objectives {

    private Objectives() {}

    static void seen(Step step, Event.ObjectiveSeen event) {
        String subject = event.subject();
        String key = IncidentKey.ofObjective(subject);
        if (!isKnown(step, subject)) {
            return;
        }
        if (event.fault().isEmpty()) {
            Incidents.resolve(step, key, "the time in which it may be down lasts again", List.of());
            return;
        }
        String what = event.fault().get();
        Severity severity = event.isFast() ? Severity.CRITICAL : Severity.WARNING;
        @Nullable Incident open = step.incident(key);
        if (open == null) {
            Incidents.open(step, key, severity, what, List.of(), Map.of());
        } else if (event.isFast()) {
            step.incident(key, new Incident(open.number(), open.opened(), what, open.children()));
            Optional<Long> number = Optional.of(open.number());
            step.record(Kind.OBSERVATION, subject, what, List.of(), number, Map.of("severity", severity.word()));
            step.alert(
                    new Alert(Alert.State.FIRING, key, severity, subject, subject + ": " + what, what, open.number()));
        }
    }

    /** Whether the plan has something of that name with an objective. */
    static boolean isKnown(Step step, String subject) {
        boolean isThere =
                step.plan.services().containsKey(subject) || step.plan.apps().containsKey(subject);
        return isThere && step.plan.alerting().concern(subject).objective().isPresent();
    }
}
