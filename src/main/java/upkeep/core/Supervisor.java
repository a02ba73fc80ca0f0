package upkeep.core;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.CheckState.Verdict;
import upkeep.core.Entry.Kind;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * The heart: what one event means for everything that is supervised. Pure and total; the same plan, state and event give
 * the same decision. No method throws for any event.
 */
public final class Supervisor {

    private Supervisor() {}

    /** The next state, what is to be done, and what goes into the ledger. */
    public static Decision decide(Plan plan, State state, Event event) {
        Step step = new Step(plan, state, event.at());
        switch (event) {
            case Event.Listed listed -> listed(step, listed);
            case Event.BusLost lost -> lost(step, lost);
            case Event.UnitSeen seen ->
                ofUnit(step, seen.status().unit(), service -> UnitFolding.seen(step, service, seen.status(), false));
            case Event.JobQueued queued ->
                ofUnit(step, queued.unit(), service -> JobFolding.queued(step, service, queued));
            case Event.JobEnded ended -> ofUnit(step, ended.unit(), service -> JobFolding.ended(step, service, ended));
            case Event.Probed probed -> probed(step, probed);
            case Event.Woken woken -> ofService(step, woken.service(), service -> {});
            case Event.ActionEnded ended ->
                ofService(step, ended.service(), service -> JobFolding.ended(step, service, ended));
            case Event.HoldAsked asked ->
                ofService(step, asked.service(), service -> Holds.asked(step, service, asked));
            case Event.ReleaseAsked asked ->
                ofService(step, asked.service(), service -> Holds.released(step, service, asked));
            case Event.PlanReplaced replaced -> replaced(step);
            case Event.HostStopping stopping -> stopping(step);
            case Event.Measured _, Event.EvidenceFound _, Event.HostSeen _, Event.LedgerSeen _ -> {}
        }
        return step.done();
    }

    /** What a service's probes amount to in that state. */
    public static Health health(Plan plan, State state, Service service, Moment now) {
        return HealthFolding.health(new Step(plan, state, now), service);
    }

    /** How many restarts count against the service's budget at that moment. */
    public static int restartsUsed(Service service, ServiceState state, Moment now) {
        return Window.within(state.restarts(), service.restart().budget().per().toDuration(), now)
                .size();
    }

    private static void listed(Step step, Event.Listed event) {
        boolean first = !step.before().listed();
        step.listed = true;
        if (first) {
            Host.note(
                    step, "connected to systemd; " + Humane.count(event.units().size(), "unit") + " looked at");
        }
        for (Service service : step.plan.services().values()) {
            UnitStatus status = event.units().getOrDefault(service.unit(), UnitStatus.absent(service.unit()));
            UnitFolding.seen(step, service, status, true);
        }
        step.plan.checks().values().forEach(check -> CheckFolding.schedule(step, check, false));
        evaluateAll(step);
    }

    private static void lost(Step step, Event.BusLost event) {
        if (step.listed) {
            Host.note(step, "lost the bus, so nothing is restarted until it is back: " + event.why());
        }
        step.listed = false;
        evaluateAll(step);
    }

    private static void stopping(Step step) {
        if (!step.stopping) {
            Host.note(step, "the machine is shutting down; nothing is restarted any more");
        }
        step.stopping = true;
        evaluateAll(step);
    }

    private static void probed(Step step, Event.Probed event) {
        Optional<Service> owner = step.plan.services().values().stream()
                .filter(service ->
                        service.probes().all().anyMatch(check -> check.id().equals(event.check())))
                .findFirst();
        if (owner.isPresent()) {
            Service service = owner.get();
            Check check = service.probes()
                    .all()
                    .filter(probe -> probe.id().equals(event.check()))
                    .findFirst()
                    .orElseThrow();
            ServiceState state = step.service(service);
            boolean wanted = step.check(check.id()).due().isPresent() && state.phase() == Phase.UP;
            if (wanted && !event.begun().reached(state.phaseSince())) {
                CheckFolding.scheduleNext(step, check, owner);
            } else if (wanted) {
                fold(step, check, owner, event.observation());
                HealthFolding.panic(step);
                evaluateWithDependents(step, service);
            }
            return;
        }
        Check check = step.plan.checks().get(event.check().text());
        if (check != null && step.check(check.id()).due().isPresent()) {
            fold(step, check, Optional.empty(), event.observation());
            evaluateAll(step);
        }
    }

    private static void fold(Step step, Check check, Optional<Service> owner, Observation observation) {
        Verdict before = step.check(check.id()).verdict();
        CheckFolding.probed(step, check, owner, observation);
        CheckState state = step.check(check.id());
        boolean turnedBad = before != Verdict.FAILING && state.verdict() == Verdict.FAILING;
        if (turnedBad) {
            Reactions.held(step, check).forEach(service -> Holds.byCheck(step, service, check, state.evidence()));
        }
        if (owner.isEmpty() && state.verdict() == Verdict.FAILING) {
            Incidents.open(step, check, CheckFolding.verdictText(step, check), state.evidence());
        } else if (owner.isEmpty() && state.verdict() == Verdict.PASSING && state.passes() >= 2) {
            Incidents.resolve(step, check, "it passes twice in a row", List.of());
        }
    }

    /** The plan is a new one: services that are gone are forgotten, new ones begin, the others go on as they were. */
    private static void replaced(Step step) {
        Set<CheckId> wanted = new HashSet<>();
        step.plan.services().values().forEach(service -> service.probes().all().forEach(it -> wanted.add(it.id())));
        step.plan.checks().values().forEach(check -> wanted.add(check.id()));
        step.before().checks().keySet().stream()
                .filter(id -> !wanted.contains(id))
                .forEach(step::forget);
        for (String name : step.before().services().keySet()) {
            if (!step.plan.services().containsKey(name)) {
                step.forget(name);
            }
        }
        for (Service service : step.plan.services().values()) {
            ServiceState known = step.service(service);
            boolean sameUnit = known.status()
                    .map(status -> status.unit().equals(service.unit()))
                    .orElse(true);
            step.put(service.name(), sameUnit ? known : ServiceState.fresh(step.now));
        }
        // Periods may have changed: every check that is run is put on the schedule again.
        wanted.forEach(step::probeNever);
        String counts = Humane.count(step.plan.services().size(), "service") + ", "
                + Humane.count(step.plan.checks().size(), "check");
        step.record(Kind.DAEMON, "", "works by a new plan: " + counts, List.of(), Optional.empty(), Map.of());
        if (step.listed) {
            step.plan.checks().values().forEach(check -> CheckFolding.schedule(step, check, false));
        }
        evaluateAll(step);
    }

    private static void ofUnit(Step step, UnitName unit, java.util.function.Consumer<Service> fold) {
        step.plan.serviceOf(unit).ifPresent(service -> {
            fold.accept(service);
            evaluateWithDependents(step, service);
        });
    }

    private static void ofService(Step step, String name, java.util.function.Consumer<Service> fold) {
        Service service = step.plan.services().get(name);
        if (service != null) {
            fold.accept(service);
            evaluateWithDependents(step, service);
        }
    }

    private static void evaluateWithDependents(Step step, Service service) {
        Evaluation.evaluate(step, service);
        Dependencies.dependents(step, service).forEach(dependent -> Evaluation.evaluate(step, dependent));
    }

    private static void evaluateAll(Step step) {
        step.plan.services().values().forEach(service -> Evaluation.evaluate(step, service));
    }
}
