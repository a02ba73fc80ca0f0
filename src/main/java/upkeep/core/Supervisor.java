package upkeep.core;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.spec.App;
import upkeep.spec.Check;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * The heart: what one event means for everything that is supervised by a plan. Pure and total; the same plan, state and
 * event give the same decision. No method throws for any event. Immutable; safe from any thread.
 */
public final class Supervisor {

    private final PlanIndex index;
    private final Step.Table table;

    public Supervisor(Plan plan) {
        this(plan, DecisionTable::verdict);
    }

    Supervisor(Plan plan, Step.Table table) {
        this.index = new PlanIndex(plan);
        this.table = table;
    }

    public Plan plan() {
        return index.plan;
    }

    /** The next state, what is to be done, and what goes into the ledger. */
    public Decision decide(State state, Event event) {
        Step step = step(state, event.at());
        ClockJump.notice(step);
        switch (event) {
            case Event.Listed listed -> listed(step, listed);
            case Event.BusLost lost -> lost(step, lost);
            case Event.UnitSeen seen -> seen(step, seen.status());
            case Event.JobQueued queued -> queued(step, queued);
            case Event.JobEnded ended -> ended(step, ended);
            case Event.Probed probed -> probed(step, probed);
            case Event.Woken woken -> woken(step, woken.service());
            case Event.ActionEnded ended ->
                ofService(step, ended.service(), service -> JobFolding.ended(step, service, ended));
            case Event.HoldAsked asked ->
                ofService(step, asked.service(), service -> Holds.asked(step, service, asked));
            case Event.ReleaseAsked asked ->
                ofService(step, asked.service(), service -> Holds.released(step, service, asked));
            case Event.RolledOut rolled ->
                ofService(step, rolled.service(), service -> RolloutFolding.ended(step, service, rolled));
            case Event.HandsOffAsked asked -> {
                HandsOff.asked(step, asked);
                evaluateAll(step);
            }
            case Event.HandsOnAsked asked -> {
                HandsOff.ended(step, asked);
                evaluateAll(step);
            }
            case Event.Accepted accepted -> CheckFolding.accepted(step, accepted);
            case Event.PlanReplaced replaced -> PlanFolding.replaced(step);
            case Event.HostStopping stopping -> stopping(step);
            case Event.Measured measured -> measured(step, measured);
            case Event.EvidenceFound found ->
                ofUnit(step, found.unit(), service -> EvidenceFolding.found(step, service, found));
            case Event.HostSeen seen -> {
                HostFolding.seen(step, seen.facts());
                evaluateAll(step);
            }
            case Event.LedgerSeen seen -> HostFolding.ledger(step, seen.fault());
            case Event.Told told -> Incidents.told(step, told);
            case Event.ReceiverSeen seen -> HostFolding.receiver(step, seen.receiver(), seen.fault());
            case Event.ObjectiveSeen seen -> Objectives.seen(step, seen);
        }
        return step.done();
    }

    private Step step(State state, Moment now) {
        return new Step(index, table, state, now);
    }

    /** What a service's probes amount to in that state. */
    public Health health(State state, Service service, Moment now) {
        return HealthFolding.health(step(state, now), service);
    }

    /** What those who use them have of all services, checks and apps of the plan, by their names. */
    public SortedMap<String, Standing> standings(State state, Moment now) {
        Step step = step(state, now);
        SortedMap<String, Standing> all = new TreeMap<>();
        plan().services().values().forEach(service -> all.put(service.name(), Standings.of(step, service)));
        plan().checks().values().forEach(check -> all.put(check.id().text(), Standings.of(step, check)));
        plan().apps()
                .values()
                .forEach(app -> all.put(
                        app.name(), Standings.of(Apps.standing(step, app).state())));
        return all;
    }

    /** How an app of the plan stands in that state. */
    public AppStanding standing(State state, App app, Moment now) {
        return Apps.standing(step(state, now), app);
    }

    /** Whether a service is restarted again and again, and never runs for long. */
    public boolean isLooping(State state, Service service, Moment now) {
        return Situations.of(step(state, now), service).looping();
    }

    /** How many restarts count against the service's budget at that moment. */
    public static int restartsUsed(Service service, ServiceState state, Moment now) {
        return Window.within(state.restarts(), service.restart().budget().per().toDuration(), now)
                .size();
    }

    private static void listed(Step step, Event.Listed event) {
        boolean first = !step.before().listed();
        step.host = step.host.listed(true);
        if (first) {
            String text = "connected to systemd; " + Humane.count(event.units().size(), "unit") + " looked at";
            step.host = step.host.connected(HostFolding.note(step, text));
        }
        // Those that services hang on come first, so that what they explain is known.
        for (UnitStatus status : event.units().values()) {
            if (step.index.service(status.unit()) == null) {
                OtherFolding.seen(step, status, true);
            }
        }
        for (Service service : step.plan.services().values()) {
            UnitStatus status = event.units().getOrDefault(service.unit(), UnitStatus.absent(service.unit()));
            UnitFolding.seen(step, service, status, true);
        }
        for (Service service : step.plan.services().values()) {
            Intents.learn(step, service);
            RuleFolding.schedule(step, service);
        }
        OtherFolding.forgetUnneeded(step);
        PlanFolding.resolveOrphans(step);
        step.plan.checks().values().forEach(check -> Pacing.first(step, check, false));
        evaluateAll(step);
    }

    private static void lost(Step step, Event.BusLost event) {
        if (step.host.listed()) {
            HostFolding.note(step, "lost the bus, so nothing is restarted until it is back: " + event.why());
        }
        step.host = step.host.listed(false);
        evaluateAll(step);
    }

    private static void stopping(Step step) {
        if (!step.host.stopping()) {
            HostFolding.note(step, "the machine is shutting down; nothing is restarted any more");
        }
        step.host = step.host.stopping(true);
        evaluateAll(step);
    }

    private static void seen(Step step, UnitStatus status) {
        Service service = step.index.service(status.unit());
        if (service == null) {
            OtherFolding.seen(step, status, false);
            OtherFolding.concerned(step, status.unit()).forEach(it -> Evaluation.evaluate(step, it));
            Wake.next(step);
            return;
        }
        UnitFolding.seen(step, service, status, false);
        evaluateWithDependents(step, service);
    }

    private static void queued(Step step, Event.JobQueued event) {
        Service service = step.index.service(event.unit());
        if (service == null) {
            OtherFolding.noticed(step, event.unit(), event.job());
            return;
        }
        JobFolding.queued(step, service, event);
        evaluateWithDependents(step, service);
    }

    private static void ended(Step step, Event.JobEnded event) {
        Service service = step.index.service(event.unit());
        if (service == null) {
            OtherFolding.noticed(step, event.unit(), event.job());
            seen(step, event.status());
            OtherFolding.ended(step, event.unit(), event.job());
            return;
        }
        JobFolding.ended(step, service, event);
        evaluateWithDependents(step, service);
    }

    private static void woken(Step step, String service) {
        if (service.equals(Wake.HOST)) {
            if (HandsOff.expire(step)) {
                evaluateAll(step);
                return;
            }
            BootReport.tellIfDue(step);
            Storm.end(step);
            Wake.next(step);
        } else {
            ofService(step, service, it -> {});
        }
    }

    private static void probed(Step step, Event.Probed event) {
        Optional<Check> known = step.index.check(event.check());
        if (known.isEmpty() || step.check(event.check()).due().isEmpty()) {
            return;
        }
        Check check = known.get();
        Optional<Service> owner = step.index.owner(check.id());
        boolean stale = !event.begun().reached(step.check(check.id()).validFrom())
                || owner.filter(service ->
                                !event.begun().reached(step.service(service).phaseSince()))
                        .isPresent();
        if (stale) {
            CheckFolding.scheduleNext(step, check, owner);
            return;
        }
        CheckState before = step.check(check.id());
        boolean ailed = owner.filter(service -> ails(step.service(service))).isPresent();
        boolean ruleTurned = CheckFolding.probed(step, check, owner, event.observation());
        CheckState after = step.check(check.id());
        if (before.failures() == 0 && after.failures() == 1) {
            owner.ifPresent(service -> Peers.ask(step, service, check));
        }
        if (ruleTurned) {
            HealthFolding.panic(step);
            evaluateAll(step);
        } else if (CheckFolding.isNews(before, after) || ailed) {
            HealthFolding.panic(step);
            evaluateConcerned(step, check, owner);
        }
    }

    private static void measured(Step step, Event.Measured event) {
        Service service = step.index.service(event.unit());
        if (service != null && RuleFolding.measured(step, service, event.measures())) {
            evaluateAll(step);
        }
    }

    private static boolean ails(ServiceState state) {
        return !state.proven()
                || state.incident().isPresent()
                || state.attached().isPresent()
                || state.told().isPresent();
    }

    private static void evaluateConcerned(Step step, Check check, Optional<Service> owner) {
        if (owner.isPresent() && step.index.isForItsOwner(check)) {
            evaluateWithDependents(step, owner.get());
        } else {
            evaluateAll(step);
        }
    }

    private static void ofUnit(Step step, UnitName unit, Consumer<Service> fold) {
        Service service = step.index.service(unit);
        if (service != null) {
            fold.accept(service);
            evaluateWithDependents(step, service);
        }
    }

    private static void ofService(Step step, String name, Consumer<Service> fold) {
        Service service = step.plan.services().get(name);
        if (service != null) {
            fold.accept(service);
            evaluateWithDependents(step, service);
        }
    }

    private static void evaluateWithDependents(Step step, Service service) {
        HealthFolding.endPanic(step);
        service.rollout().instance().ifPresent(instance -> Peers.look(step, instance.set()));
        Evaluation.evaluate(step, service);
        Peers.waiting(step, service).forEach(peer -> Evaluation.evaluate(step, peer));
        Dependencies.dependents(step, service).forEach(dependent -> Evaluation.evaluate(step, dependent));
        Storm.end(step);
        Wake.next(step);
    }

    static void evaluateAll(Step step) {
        HandsOff.expire(step);
        HealthFolding.endPanic(step);
        step.index.sets().forEach(set -> Peers.look(step, set));
        step.plan.services().values().forEach(service -> Evaluation.evaluate(step, service));
        BootReport.tellIfDue(step);
        Storm.end(step);
        Wake.next(step);
    }
}
