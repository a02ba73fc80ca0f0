package upkeep.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Action.Verb;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.HardState.Intent;
import upkeep.core.Phase;
import upkeep.core.ServiceState;
import upkeep.core.State;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** What must hold after every event, whatever happened, and at the end. */
final class Invariants {

    /** A spent budget is tried again this often. */
    private static final Duration SLOW = Duration.ofMinutes(15);

    private final Map<String, List<Moment>> ordered = new HashMap<>();
    private final Map<String, Long> firing = new HashMap<>();
    private final Set<UnitName> stopped = new HashSet<>();
    private final Plan plan;
    private long lastNumber;

    Invariants(Plan plan) {
        this.plan = plan;
    }

    void operatorStopped(SimulatedUnit unit) {
        stopped.add(unit.name);
    }

    void operatorStarted(SimulatedUnit unit) {
        stopped.remove(unit.name);
    }

    void after(State before, Event event, Decision decision, Map<UnitName, SimulatedUnit> units) {
        for (Entry entry : decision.entries()) {
            check(entry.number() > lastNumber, "numbers go up", event);
            lastNumber = entry.number();
            check(entry.causes().stream().allMatch(cause -> cause < entry.number()), "causes come before", event);
            told(entry, event);
        }
        for (Action action : decision.actions()) {
            if (action instanceof Action.Job job) {
                ordered(before, event, decision, job, units);
            }
        }
        for (ServiceState state : decision.state().services().values()) {
            check(state.restarts().size() <= 1_000, "the history is bounded", event);
            check(state.queued().size() <= 4, "remembered jobs are bounded", event);
        }
    }

    /** Firing and resolved alternate for every subject. */
    private void told(Entry entry, Event event) {
        if (entry.kind() == Kind.INCIDENT_OPENED) {
            check(firing.put(entry.subject(), entry.number()) == null, "one incident at a time", event);
        } else if (entry.kind() == Kind.INCIDENT_RESOLVED) {
            Long opened = firing.remove(entry.subject());
            check(opened != null, "only what was told firing is told resolved", event);
            check(entry.incident().filter(number -> number.equals(opened)).isPresent(), "the same incident", event);
        }
    }

    private void ordered(
            State before, Event event, Decision decision, Action.Job job, Map<UnitName, SimulatedUnit> units) {
        ServiceState state = decision.state().services().get(job.service());
        SimulatedUnit unit = units.get(job.unit());
        if (state == null || unit == null) {
            throw new AssertionError("an action on what is not in the plan: " + job);
        }
        check(decision.state().listed(), "none while the bus is lost", event);
        check(!decision.state().stopping(), "none while the machine stops", event);
        check(state.hold().isEmpty(), "none during a hold", event);
        check(state.intent() != Intent.STOPPED && state.intent() != Intent.UNKNOWN, "none against the intent", event);
        ServiceState known = before.services().getOrDefault(job.service(), state);
        check(known.pending().isEmpty() || event instanceof Event.ActionEnded, "one action at a time", event);
        check(job.resetFailed(), "systemd's start limit is not spent", event);
        boolean explained = decision.entries().stream()
                .anyMatch(entry -> entry.kind() == Kind.DECISION
                        && entry.number() == job.number()
                        && !entry.text().isBlank()
                        && !entry.causes().isEmpty());
        check(explained, "every action has a reason and causes: " + decision.entries(), event);
        withinBudget(event, job);
    }

    /** Never more of our own actions in any window than the budget, and one slow try. */
    private void withinBudget(Event event, Action.Job job) {
        Service service = plan.services().get(job.service());
        if (service == null) {
            return;
        }
        List<Moment> moments = ordered.computeIfAbsent(job.service(), name -> new ArrayList<>());
        moments.add(event.at());
        Duration per = service.restart().budget().per().toDuration();
        moments.removeIf(moment -> event.at().since(moment).compareTo(SLOW) > 0);
        long inWindow = moments.stream()
                .filter(moment -> event.at().since(moment).compareTo(per) < 0)
                .count();
        check(inWindow <= service.restart().budget().count() + 1L, inWindow + " actions in a window", event);
    }

    /** Released by hand: the budget is whole, and so is our count of it. */
    void released(String service) {
        ordered.remove(service);
    }

    /** When systemd carries an order out, nobody had stopped the unit. */
    void carriedOut(Action.Job job, SimulatedUnit unit) {
        boolean undone = job.verb() == Verb.START && stopped.contains(unit.name) && unit.stoppedByOperator;
        if (undone) {
            throw new AssertionError("an operator's stop was undone: " + job);
        }
    }

    void restarted(State before, State after) {
        for (Map.Entry<String, HardState> kept : after.hard().entrySet()) {
            HardState old = before.hard().get(kept.getKey());
            if (old == null || !same(old, kept.getValue())) {
                throw new AssertionError("a restart of upkeepd forgot: " + old + " became " + kept.getValue());
            }
        }
    }

    private static boolean same(HardState a, HardState b) {
        return a.intent() == b.intent()
                && a.hold().equals(b.hold())
                && a.restarts().equals(b.restarts())
                && a.exhausted().equals(b.exhausted())
                && a.incident().equals(b.incident());
    }

    void atTheEnd(Plan plan, State state, Map<UnitName, SimulatedUnit> units) {
        for (Service service : plan.services().values()) {
            ServiceState known = state.services().get(service.name());
            SimulatedUnit unit = units.get(service.unit());
            if (known == null || unit == null) {
                throw new AssertionError("nothing is known of " + service.name());
            }
            String all = service.name() + ": " + known + ", truly " + unit.status();
            if (known.phase() != Phase.of(unit.status())) {
                throw new AssertionError("what is known is not what is: " + all);
            }
            if (unit.stoppedByOperator || lacksDependency(service, units)) {
                continue;
            }
            if (known.intent() == Intent.RUN && (!unit.isUp() || unit.hung)) {
                boolean probed = service.probes().all().findAny().isPresent();
                if (!unit.isUp() || probed) {
                    throw new AssertionError("it should be up and is not: " + all);
                }
            }
            if (unit.isUp() && known.incident().isPresent()) {
                throw new AssertionError("the incident is not resolved: " + all);
            }
        }
    }

    /** What it requires is not up, for instance since somebody stopped that: then it waits, rightly. */
    private static boolean lacksDependency(Service service, Map<UnitName, SimulatedUnit> units) {
        return service.relations().requires().stream()
                .map(units::get)
                .anyMatch(required -> required != null && !required.isUp());
    }

    private static void check(boolean holds, String what, Event event) {
        if (!holds) {
            throw new AssertionError(what + ", broken by " + event);
        }
    }
}
