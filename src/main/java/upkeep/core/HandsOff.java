package upkeep.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry.Kind;
import upkeep.core.ServiceState.Hold;
import upkeep.spec.Service;

/** A person works on the machine, and upkeep does nothing on it meanwhile; it goes on watching and telling. */
final class HandsOff {

    /** The machine's, in the ledger and among what is durable. */
    static final String SUBJECT = "";

    private HandsOff() {}

    /** Whether nothing is to be done to a service. */
    static boolean isHeld(Step step, ServiceState state) {
        return state.hold().isPresent() || step.host.handsOff().isPresent();
    }

    static void asked(Step step, Event.HandsOffAsked event) {
        Hold hold = new Hold(event.until(), event.reason(), event.by().name(), Optional.empty());
        put(step, Optional.of(hold));
        for (Service service : step.plan.services().values()) {
            step.change(service, edit -> edit.told(Optional.empty()));
        }
        String text = hold.by() + " has upkeep do nothing on this machine for "
                + Humane.duration(hold.until().since(step.now)) + (hold.reason().isEmpty() ? "" : ": " + hold.reason());
        tell(step, text, Cause.OPERATOR);
    }

    static void ended(Step step, Event.HandsOnAsked event) {
        if (step.host.handsOff().isPresent()) {
            end(step, event.by().name() + " has upkeep act again, after one full grace", Cause.OPERATOR);
        }
    }

    /** Acts again if the time has come; whether it has. */
    static boolean expire(Step step) {
        boolean isOver = step.host
                .handsOff()
                .filter(hold -> step.now.reached(hold.until()))
                .isPresent();
        if (isOver) {
            end(
                    step,
                    "the time is over in which upkeep does nothing; it acts again, after one full grace",
                    Cause.POLICY);
        }
        return isOver;
    }

    private static void end(Step step, String text, Cause cause) {
        put(step, Optional.empty());
        for (Service service : step.plan.services().values()) {
            if (step.service(service).hold().isEmpty()) {
                Holds.beginAnew(step, service);
            }
        }
        tell(step, text, cause);
    }

    private static void put(Step step, Optional<Hold> hold) {
        step.host = step.host.handsOff(hold);
        step.touch(SUBJECT);
    }

    /** Whoever is on duty learns that the machine is on its own, and when it no longer is. */
    private static void tell(Step step, String text, Cause cause) {
        Map<String, String> fields = new HashMap<>(Alert.fields(Alert.State.CHANGED, Severity.WARNING));
        fields.put("cause", cause.word());
        long number = step.record(Kind.INTENT, SUBJECT, text, List.of(), Optional.empty(), fields);
        step.alert(new Alert(Alert.State.CHANGED, SUBJECT, Severity.WARNING, SUBJECT, text, text, number));
    }
}
