package upkeep.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.core.Event.HoldAsked;
import upkeep.core.Event.ReleaseAsked;
import upkeep.core.HardState.Intent;
import upkeep.core.ServiceState.Hold;
import upkeep.spec.Check;
import upkeep.spec.Service;

/** Suspends supervision and resumes it; a hold always has an end, and the end is said. */
final class Holds {

    /** How long a hold lasts that a failed check asked for. */
    static final Duration BY_CHECK = Duration.ofHours(4);

    private Holds() {}

    static void asked(Step step, Service service, HoldAsked event) {
        hold(step, service, new Hold(event.until(), event.reason(), event.by().name()), List.of());
    }

    static void byCheck(Step step, Service service, Check check, List<Long> causes) {
        Moment until = step.now.plus(BY_CHECK);
        hold(step, service, new Hold(until, check.id() + " failed", "upkeepd"), causes);
    }

    private static void hold(Step step, Service service, Hold hold, List<Long> causes) {
        step.change(service, edit -> edit.hold(Optional.of(hold)).told(Optional.empty()));
        String text = hold.by() + " put supervision on hold for "
                + Humane.duration(hold.until().since(step.now)) + (hold.reason().isEmpty() ? "" : ": " + hold.reason());
        UnitFolding.intent(step, service, text, causes);
    }

    static void expire(Step step, Service service) {
        Optional<Hold> hold = step.service(service).hold();
        if (hold.filter(it -> step.now.reached(it.until())).isPresent()) {
            end(step, service, "the hold has come to its end; supervision goes on after one full grace");
        }
    }

    /** Ends a hold; where there is none, takes back an operator's stop. Either way the budget is whole again. */
    static void released(Step step, Service service, ReleaseAsked event) {
        String by = event.by().name();
        step.change(
                service,
                edit -> edit.restarts(List.of()).exhausted(Optional.empty()).told(Optional.empty()));
        if (step.service(service).hold().isPresent()) {
            end(step, service, by + " released it; supervision goes on after one full grace, with a whole budget");
        } else if (step.service(service).intent() != Intent.RUN) {
            step.change(service, edit -> edit.intent(Intent.RUN));
            UnitFolding.intent(step, service, by + " released it: it is wanted running again", List.of());
        } else {
            UnitFolding.intent(step, service, by + " released it: its restart budget is whole again", List.of());
        }
    }

    private static void end(Step step, Service service, String text) {
        Moment graceUntil = step.now.plus(UnitFolding.grace(service));
        step.change(
                service,
                edit -> edit.hold(Optional.empty())
                        .told(Optional.empty())
                        .proven(false)
                        .graceUntil(graceUntil));
        service.probes()
                .all()
                .map(Check::id)
                .forEach(id -> step.put(id, step.check(id).restarted(step.now)));
        UnitFolding.intent(step, service, text, List.of());
    }
}
