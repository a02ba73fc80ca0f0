package upkeep.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.core.Action.Severity;
import upkeep.core.Entry.Kind;
import upkeep.core.ServiceState.Incident;
import upkeep.spec.Check;
import upkeep.spec.Service;

/** Opens and resolves incidents: one at a time for a service or check, and whoever was told one is told the other. */
final class Incidents {

    private Incidents() {}

    static void open(Step step, Service service, Severity severity, String what, List<Long> causes) {
        if (step.service(service).incident().isPresent()) {
            return;
        }
        Map<String, String> fields = Map.of("severity", word(severity));
        long number = step.record(Kind.INCIDENT_OPENED, service, what, causes, fields);
        Incident incident = new Incident(number, step.now, what);
        step.change(service, edit -> edit.incident(Optional.of(incident)).lastEntry(number));
        step.alert(severity, service.name(), service.name() + ": " + what, Map.of("state", "firing"), number);
    }

    static void resolve(Step step, Service service, String how, List<Long> causes) {
        step.service(service).incident().ifPresent(incident -> {
            String text = "after " + Humane.duration(step.now.since(incident.opened())) + ": " + how;
            long number = step.record(Kind.INCIDENT_RESOLVED, service, text, causes, Map.of());
            step.change(
                    service,
                    edit -> edit.incident(Optional.empty())
                            .told(Optional.empty())
                            .lastEntry(0));
            String told = service.name() + ": resolved " + text + " (was: " + incident.what() + ")";
            step.alert(Severity.INFORMATION, service.name(), told, Map.of("state", "resolved"), number);
        });
    }

    static void open(Step step, Check check, String what, List<Long> causes) {
        if (step.incident(check.id()).isPresent()) {
            return;
        }
        String subject = check.id().text();
        Map<String, String> fields = Map.of("severity", word(Severity.ERROR));
        long number = step.record(Kind.INCIDENT_OPENED, subject, what, causes, Optional.empty(), fields);
        step.incident(check.id(), Optional.of(new Incident(number, step.now, what)));
        step.alert(Severity.ERROR, subject, subject + ": " + what, Map.of("state", "firing"), number);
    }

    static void resolve(Step step, Check check, String how, List<Long> causes) {
        step.incident(check.id()).ifPresent(incident -> {
            String subject = check.id().text();
            String text = "after " + Humane.duration(step.now.since(incident.opened())) + ": " + how;
            Optional<Long> of = Optional.of(incident.number());
            long number = step.record(Kind.INCIDENT_RESOLVED, subject, text, causes, of, Map.of());
            step.incident(check.id(), Optional.empty());
            String told = subject + ": resolved " + text + " (was: " + incident.what() + ")";
            step.alert(Severity.INFORMATION, subject, told, Map.of("state", "resolved"), number);
        });
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(java.util.Locale.ROOT);
    }
}
