package upkeep.core;

import java.util.List;
import upkeep.spec.Check;
import upkeep.spec.Service;

/**
 * A unit that somebody froze ({@code systemctl freeze}) is there and does nothing, on purpose: it is not probed, and nothing is
 * done to it, until it is thawed. systemd 257 refuses jobs on it; 252 thaws it for them.
 */
final class Freezing {

    private Freezing() {}

    /** Takes in the difference, once the state has the unit as it is now. */
    static void seen(Step step, Service service, ServiceState old) {
        ServiceState state = step.service(service);
        if (state.isFrozen() == old.isFrozen()) {
            return;
        }
        if (state.isFrozen()) {
            String text = (old.status().isEmpty() ? "found frozen" : "somebody froze it")
                    + ": it is not probed, and nothing is done to it, until it is thawed";
            Intents.record(step, service, text, List.of(), Cause.OPERATOR);
            // What is being probed finds nobody to answer.
            forgetWhatIsUnderWay(step, service);
            return;
        }
        if (state.phase() == Phase.UP && isSameRun(old, state)) {
            Holds.beginAnew(step, service);
            forgetWhatIsUnderWay(step, service);
            String text = "it was thawed; supervision goes on after one full grace";
            Intents.record(step, service, text, List.of(), Cause.OPERATOR);
        }
    }

    private static boolean isSameRun(ServiceState old, ServiceState state) {
        return old.status().map(UnitStatus::invocation).equals(state.status().map(UnitStatus::invocation));
    }

    private static void forgetWhatIsUnderWay(Step step, Service service) {
        for (Check check : step.index.probes(service)) {
            step.put(check.id(), step.check(check.id()).voidBefore(step.now));
        }
    }
}
