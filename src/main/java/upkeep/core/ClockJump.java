package upkeep.core;

import java.time.Duration;
import java.util.Optional;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.spec.Service;

/**
 * Notices that the two clocks moved apart between two events: somebody stepped the wall clock, or the machine slept, in
 * which the monotonic clock stands still (clock_gettime(2)). What was measured across that says nothing.
 */
final class ClockJump {

    /** Adjusting by adjtimex(2) moves the clock by 0.5 ms a second at most, and readings are not quite simultaneous. */
    private static final Duration NOTICED = Duration.ofSeconds(5);

    private static final Duration NOTICED_BACK = NOTICED.negated();

    private ClockJump() {}

    static void notice(Step step) {
        Moment last = step.host.heard();
        Duration wall = Duration.between(last.wall(), step.now.wall());
        Duration jump = wall.minus(step.now.since(last));
        boolean jumped = jump.compareTo(NOTICED) >= 0 || jump.compareTo(NOTICED_BACK) <= 0;
        if (jumped || step.now.reached(last)) {
            step.host = step.host.heard(step.now);
        }
        if (!jumped) {
            return;
        }
        HostFolding.note(
                step,
                "the clock went " + (jump.isNegative() ? "back by " : "ahead by ") + Humane.duration(jump.abs())
                        + ", or the machine slept; probes under way are void, and each service gets a grace anew");
        for (Service service : step.plan.services().values()) {
            restart(step, service);
        }
        step.plan.checks().values().forEach(check -> begin(step, check.id()));
        RuleFolding.forgetWindows(step);
    }

    private static void restart(Step step, Service service) {
        step.index.probes(service).forEach(check -> begin(step, check.id()));
        ServiceState state = step.service(service);
        if (state.phase() == Phase.UP) {
            step.change(service, edit -> edit.proven(false).graceUntil(step.now.plus(UnitFolding.grace(service))));
        }
        step.change(service, edit -> edit.measured(Optional.empty()));
    }

    /** A row of failures begins anew, unless the verdict has fallen already. */
    private static void begin(Step step, upkeep.spec.CheckId id) {
        CheckState check = step.check(id);
        step.put(id, check.voidBefore(step.now));
        Pacing.again(step, id);
    }
}
