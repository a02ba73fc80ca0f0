package upkeep.sim;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;
import upkeep.core.Action;
import upkeep.core.Action.Verb;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.ServiceState;
import upkeep.core.State;
import upkeep.spec.Plan;
import upkeep.spec.Service.Actions;

/**
 * What must hold after every event, whatever happened. It is judged by what is true of the units and by what was told, not
 * by what upkeepd makes of it.
 */
final class Invariants {

    private static final int MOST_RESTARTS = 1_000;
    private static final long SECOND = 1_000_000_000L;
    private static final int WHOLE_LOOK_EVERY = 64;

    private final Plan plan;
    private final Systemd systemd;
    private final OrderRules orders;
    private final IncidentBook incidents;
    private final ExhaustionRule exhaustion;
    private final BlameRule blame;
    private Told told;
    private long lastNumber;
    private long events;

    Invariants(Plan plan, Systemd systemd) {
        this.plan = plan;
        this.systemd = systemd;
        this.orders = new OrderRules(plan);
        this.incidents = new IncidentBook(plan);
        this.exhaustion = new ExhaustionRule(plan);
        this.blame = new BlameRule(plan, systemd);
        this.told = new Told(plan, systemd);
    }

    IncidentBook incidents() {
        return incidents;
    }

    void after(State before, Event event, Decision decision) {
        blame.after(told, event, decision);
        told.hear(event);
        orders.hear(event);
        for (Entry entry : decision.entries()) {
            recorded(entry, event);
        }
        incidents.after(told, event, decision);
        for (Action action : decision.actions()) {
            told.asked(action);
            switch (action) {
                case Action.Job job -> orders.ordered(told, incidents, before, event, decision, job);
                case Action.ResetFailed reset ->
                    Broken.unless(
                            plan.serviceOf(reset.unit())
                                    .filter(service -> service.actions() == Actions.ACT)
                                    .isPresent(),
                            "systemd is asked for nothing about what is only observed",
                            event);
                case Action.Run run ->
                    Broken.unless(explains(decision, run.number()), "every program has a reason", event);
                case Action.ProbeAt probe -> timer(event, probe.due());
                case Action.WakeAt wake -> timer(event, wake.due());
                case Action.MeasureAt measure -> timer(event, measure.due());
                case Action.ProbeNever _,
                        Action.WakeNever _,
                        Action.MeasureNever _,
                        Action.LookUp _,
                        Action.Alert _ -> {}
            }
        }
        orders.decided(event);
        exhaustion.after(told, event, decision);
        bounded(before, event, decision);
    }

    private void recorded(Entry entry, Event event) {
        Broken.unless(entry.number() > lastNumber, "numbers go up", event);
        lastNumber = entry.number();
        for (long cause : entry.causes()) {
            Broken.unless(cause > 0 && cause < entry.number(), "causes come before", event);
        }
        if (entry.kind() == Kind.REFUSAL
                && (entry.text().isBlank() || entry.causes().isEmpty())) {
            throw new AssertionError("broken: every refusal has a reason and causes: " + entry + "; by " + event);
        }
    }

    private static boolean explains(Decision decision, long number) {
        return decision.entries().stream().anyMatch(entry -> entry.number() == number && entry.kind() == Kind.DECISION);
    }

    /** A timer waits for a moment of the monotonic clock; where the wall clock stood then, it stands now. */
    private static void timer(Event event, Moment due) {
        long wait = due.monotonicNanos() - event.at().monotonicNanos();
        Broken.unless(wait >= 0 && wait <= 366 * 86_400 * SECOND, "a timer is ahead", event);
    }

    private void bounded(State before, Event event, Decision decision) {
        State state = decision.state();
        for (String subject : decision.touched()) {
            ServiceState service = state.services().get(subject);
            if (service != null) {
                bounded(service, event);
            }
        }
        if (++events % WHOLE_LOOK_EVERY == 0) {
            Broken.unless(
                    state.services().size() == plan.services().size()
                            && state.others().size() <= systemd.units().size()
                            && state.host().wentDown().size() <= MOST_RESTARTS
                            && state.host().restarts().size() <= plan.services().size(),
                    "memory is bounded by the plan",
                    event);
            for (Map.Entry<String, ServiceState> service : state.services().entrySet()) {
                Broken.unless(
                        isSame(service.getValue(), before.services().get(service.getKey()))
                                || decision.touched().contains(service.getKey()),
                        "what changed is named",
                        event);
            }
        }
    }

    private static void bounded(ServiceState service, Event event) {
        Broken.unless(
                service.restarts().size() <= MOST_RESTARTS
                        && service.queued().size() <= 4
                        && service.pending().map(it -> it.ended().size()).orElse(0) <= 4,
                "what is remembered of a service is bounded",
                event);
    }

    /** When systemd carries an order out, nobody had stopped the unit before it was given. */
    void carriedOut(Action.Job job, SimulatedUnit unit, long ordered) {
        // Who looks after a stop that took too long, of what was never up since the boot, sees what a start that took
        // too
        // long leaves.
        boolean likeAStart = unit.activeSince == 0 && unit.result.equals("timeout");
        boolean seen = unit.stopped && !unit.stoppedAtRest && !likeAStart;
        if (job.verb() == Verb.START && seen && unit.stoppedAt < ordered - SECOND) {
            throw new AssertionError("broken: an operator's stop was undone: " + job + ", " + unit);
        }
    }

    /** upkeepd ends and begins anew: it knows what it must not forget. */
    void restarted(State before, State after, Moment now) {
        Map<String, HardState> old = before.hard();
        Map<String, HardState> kept = after.hard();
        for (Map.Entry<String, HardState> was : old.entrySet()) {
            HardState is = kept.getOrDefault(was.getKey(), earlier(kept, was.getValue()));
            if (is == null || !isSame(was.getValue(), is)) {
                throw new AssertionError("broken: a restart of upkeepd forgot: " + was + " became " + is);
            }
        }
        orders.restarted(now);
        told = new Told(plan, systemd);
    }

    /** What was told of the machine is kept under another name, since the next one looks again. */
    private static @Nullable HardState earlier(Map<String, HardState> kept, HardState was) {
        return kept.values().stream()
                .filter(is -> is.incident().isPresent()
                        && is.incident()
                                .map(HardState.Incident::number)
                                .equals(was.incident().map(HardState.Incident::number)))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSame(HardState a, HardState b) {
        return a.intent() == b.intent()
                && a.hold().equals(b.hold())
                && a.restarts().size() == b.restarts().size()
                && a.exhausted().isPresent() == b.exhausted().isPresent()
                && a.incident()
                        .map(HardState.Incident::number)
                        .equals(b.incident().map(HardState.Incident::number));
    }

    @SuppressWarnings("ReferenceEquality") // what was not touched is shared, and this is asked for every event
    private static boolean isSame(ServiceState now, @Nullable ServiceState before) {
        return now == before;
    }
}
