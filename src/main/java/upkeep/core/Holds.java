package upkeep.core;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.core.Event.HoldAsked;
import upkeep.core.Event.ReleaseAsked;
import upkeep.core.HardState.Intent;
import upkeep.core.ServiceState.Hold;
import upkeep.spec.Check;
import upkeep.spec.Check.Reaction;
import upkeep.spec.Service;

/**
 * Suspends supervision and resumes it; a hold always has an end, and the end is said. What needs a service is held with it,
 * and released with it.
 */
final class Holds {

    /** How long a hold lasts that a fault asked for. */
    static final Duration BY_FAULT = Duration.ofHours(4);

    private static final String UPKEEPD = "upkeepd";

    private Holds() {}

    static void asked(Step step, Service service, HoldAsked event) {
        Hold hold = new Hold(event.until(), event.reason(), event.by().name(), Optional.empty());
        holdWithDependents(step, service, hold, List.of(), Cause.OPERATOR);
    }

    /** A check that failed or a rule that holds asks for it. */
    static void byFault(Step step, Service service, String label, List<Long> causes) {
        if (service.actions() == Service.Actions.OBSERVE) {
            Orders.observed(step, service, "put supervision on hold: " + label, causes);
            return;
        }
        Hold hold = new Hold(step.now.plus(BY_FAULT), label, UPKEEPD, Optional.empty());
        holdWithDependents(step, service, hold, causes, Cause.POLICY);
    }

    private static void holdWithDependents(Step step, Service service, Hold hold, List<Long> causes, Cause cause) {
        Set<Service> dependents = new LinkedHashSet<>();
        gather(step, service, dependents);
        dependents.remove(service);
        for (Service dependent : List.copyOf(dependents).reversed()) {
            boolean heldItself = step.service(dependent)
                    .hold()
                    .filter(it -> it.with().isEmpty() || it.until().reached(hold.until()))
                    .isPresent();
            if (!heldItself) {
                Hold with = new Hold(hold.until(), hold.reason(), hold.by(), Optional.of(service.name()));
                hold(step, dependent, with, causes, cause);
            }
        }
        hold(step, service, hold, causes, cause);
    }

    private static void gather(Step step, Service service, Set<Service> found) {
        for (Service dependent : Dependencies.bound(step, service)) {
            if (found.add(dependent)) {
                gather(step, dependent, found);
            }
        }
    }

    private static void hold(Step step, Service service, Hold hold, List<Long> causes, Cause cause) {
        step.change(service, edit -> edit.hold(Optional.of(hold)).told(Optional.empty()));
        String text = hold.by() + " put supervision on hold"
                + hold.with().map(other -> " together with " + other).orElse("") + " for "
                + Humane.duration(hold.until().since(step.now)) + (hold.reason().isEmpty() ? "" : ": " + hold.reason());
        Intents.record(step, service, text, causes, cause);
    }

    static void expire(Step step, Service service) {
        Optional<Hold> hold = step.service(service).hold();
        if (hold.filter(it -> step.now.reached(it.until())).isEmpty()) {
            return;
        }
        Optional<String> fault = hold.get().by().equals(UPKEEPD) ? standingFault(step, service) : Optional.empty();
        if (fault.isPresent()) {
            byFault(
                    step,
                    service,
                    fault.get() + " still stands",
                    List.of(step.service(service).lastEntry()));
        } else {
            end(step, service, "the hold has come to its end; supervision goes on after one full grace", Cause.POLICY);
        }
    }

    /** What asked for a hold or stop of the service, and still would. */
    private static Optional<String> standingFault(Step step, Service service) {
        for (Check check : step.plan.checks().values()) {
            boolean asks = check.otherwise().stream().anyMatch(it -> isFor(step, it, Optional.empty(), service));
            if (asks && step.check(check.id()).verdict() == CheckState.Verdict.FAILING) {
                return Optional.of(check.id().text());
            }
        }
        for (PlanIndex.Ruling ruling : step.index.rulesOf(service)) {
            boolean asks = ruling.then().stream().anyMatch(it -> isFor(step, it, ruling.owner(), service));
            if (asks && step.rule(ruling.key()).state().holds()) {
                return Optional.of(ruling.key());
            }
        }
        return Optional.empty();
    }

    private static boolean isFor(Step step, Reaction reaction, Optional<Service> owner, Service service) {
        return switch (reaction) {
            case Reaction.Hold hold -> step.index.isMeant(hold.unit(), owner, service);
            case Reaction.Stop stop -> step.index.isMeant(stop.unit(), owner, service);
            case Reaction.Alert _, Reaction.Restart _, Reaction.Start _, Reaction.Reload _, Reaction.Exec _ -> false;
        };
    }

    /** Ends a hold; where there is none, takes back an operator's stop. Either way the budget is whole again. */
    static void released(Step step, Service service, ReleaseAsked event) {
        String by = event.by().name();
        step.change(
                service,
                edit -> edit.restarts(List.of()).exhausted(Optional.empty()).told(Optional.empty()));
        Storm.released(step, service);
        Cause cause = Cause.OPERATOR;
        if (step.service(service).hold().isPresent()) {
            end(
                    step,
                    service,
                    by + " released it; supervision goes on after one full grace, with a whole budget",
                    cause);
        } else if (step.service(service).intent() != Intent.RUN) {
            step.change(service, edit -> edit.intent(Intent.RUN));
            Intents.record(step, service, by + " released it: it is wanted running again", List.of(), cause);
        } else {
            Intents.record(step, service, by + " released it: its restart budget is whole again", List.of(), cause);
        }
        for (Service other : step.plan.services().values()) {
            Optional<Hold> with = step.service(other).hold();
            if (with.flatMap(Hold::with).filter(service.name()::equals).isPresent()) {
                end(step, other, by + " released it together with " + service.name(), cause);
                Evaluation.evaluate(step, other);
            }
        }
    }

    /** Judges it as if it had just come up: with one whole grace, and nothing of what was seen before. */
    static void beginAnew(Step step, Service service) {
        Moment graceUntil = step.now.plus(UnitFolding.grace(service));
        step.change(service, edit -> edit.told(Optional.empty()).proven(false).graceUntil(graceUntil));
        for (Check check : step.index.probes(service)) {
            step.put(check.id(), step.check(check.id()).restarted(step.now));
        }
    }

    private static void end(Step step, Service service, String text, Cause cause) {
        step.change(service, edit -> edit.hold(Optional.empty()));
        beginAnew(step, service);
        Intents.record(step, service, text, List.of(), cause);
    }
}
