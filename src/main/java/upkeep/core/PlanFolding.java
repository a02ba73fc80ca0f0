package upkeep.core;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import upkeep.base.Humane;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.spec.CheckId;
import upkeep.spec.Service;

/** The plan is a new one: what is gone is forgotten, what is new begins, and the rest goes on as it was. */
final class PlanFolding {

    private static final String GONE = "what it was about is no longer in the specs";

    private PlanFolding() {}

    static void replaced(Step step) {
        forgetWhatIsGone(step);
        for (Service service : step.plan.services().values()) {
            step.put(service.name(), step.service(service));
        }
        // Periods may have changed: every check that is run is put on the schedule again.
        checks(step).forEach(step::probeNever);
        String counts = Humane.count(step.plan.services().size(), "service") + ", "
                + Humane.count(step.plan.checks().size(), "check");
        step.record(Kind.DAEMON, "", "works by a new plan: " + counts, List.of(), Optional.empty(), Map.of());
        if (step.host.listed()) {
            step.plan.checks().values().forEach(check -> Pacing.first(step, check, false));
            step.plan.services().values().forEach(service -> RuleFolding.schedule(step, service));
        }
        Supervisor.evaluateAll(step);
    }

    private static Set<CheckId> checks(Step step) {
        Set<CheckId> wanted = new HashSet<>();
        step.plan.services().values().forEach(service -> service.probes().all().forEach(it -> wanted.add(it.id())));
        step.plan.checks().values().forEach(check -> wanted.add(check.id()));
        return wanted;
    }

    private static void forgetWhatIsGone(Step step) {
        Set<CheckId> wanted = checks(step);
        for (CheckId id : step.before().checks().keySet()) {
            if (!wanted.contains(id)) {
                step.forget(id);
            }
        }
        Set<String> rules = step.index.ruleKeys();
        for (String key : List.copyOf(step.ruleKeys())) {
            if (!rules.contains(key)) {
                step.forgetRule(key);
            }
        }
        for (Map.Entry<String, ServiceState> known : step.before().services().entrySet()) {
            if (!isStillMeant(step, known.getKey(), known.getValue())) {
                forget(step, known.getKey(), known.getValue());
            }
        }
        resolveOrphans(step);
        step.plan.checks().values().forEach(check -> CheckFolding.leftItsApp(step, check));
        OtherFolding.forgetUnneeded(step);
    }

    /** Whether the plan has a service of that name, and the same unit is meant by it. */
    private static boolean isStillMeant(Step step, String name, ServiceState state) {
        Service service = step.plan.services().get(name);
        return service != null
                && state.status()
                        .map(status -> status.unit().equals(service.unit()))
                        .orElse(true);
    }

    private static void forget(Step step, String name, ServiceState state) {
        state.hold().ifPresent(hold -> {
            String text = "the hold of " + hold.by() + " ends: " + GONE;
            step.record(Kind.INTENT, name, text, List.of(), Optional.empty(), Map.of());
        });
        state.status().ifPresent(status -> {
            status.bonds().all().forEach(unit -> step.bind(unit, name, false));
            step.act(new Action.MeasureNever(status.unit()));
        });
        state.incident().ifPresent(incident -> step.incident(name, incident));
        step.forget(name);
    }

    /** Incidents of what is no longer supervised have come to their end: whoever was told of them is told so. */
    static void resolveOrphans(Step step) {
        Set<String> rules = step.index.ruleKeys();
        for (String key : List.copyOf(step.incidents().keySet())) {
            if (IncidentKey.isOfEarlierLife(key)) {
                Incidents.resolve(step, key, "upkeepd was started anew, and looks again", List.of());
                step.touch(IncidentKey.inEarlierLife(key));
                continue;
            }
            @Nullable Incident incident = step.incident(key);
            if (incident != null && !isKnown(step, key, rules)) {
                Incidents.resolve(step, key, GONE, List.of());
                Incidents.detach(step, incident.number());
            }
        }
    }

    private static boolean isKnown(Step step, String key, Set<String> rules) {
        if (IncidentKey.isOfRule(key)) {
            return rules.contains(key);
        }
        return IncidentKey.isOfHost(key)
                || (IncidentKey.isOfRollout(key) && step.plan.services().containsKey(IncidentKey.subject(key)))
                || (IncidentKey.isOfSet(key) && step.index.sets().contains(IncidentKey.subject(key)))
                || (IncidentKey.isOfObjective(key) && Objectives.isKnown(step, IncidentKey.subject(key)))
                || step.plan.checks().containsKey(key)
                || step.plan.apps().containsKey(key)
                || isOfOther(step, key);
    }

    private static boolean isOfOther(Step step, String key) {
        return UnitName.parse(key)
                .filter(unit -> !Dependencies.dependents(step, unit).isEmpty())
                .isPresent();
    }
}
