package upkeep.render;

import java.util.Set;
import upkeep.base.TimeSpan;
import upkeep.spec.Restart;
import upkeep.spec.Service;

/**
 * Delays of systemd's own restarts that grow from one to the next: {@code RestartSteps=} and {@code RestartMaxDelaySec=} of
 * systemd.service(5). They are left out where systemd is too old for them: its restarts then wait equally long each time, and
 * those of upkeepd longer and longer all the same.
 */
public final class GrowingDelay {

    /** The first systemd that has them. */
    public static final int SINCE = 254;

    static final Set<String> DIRECTIVES = Set.of("RestartSteps", "RestartMaxDelaySec");

    private GrowingDelay() {}

    /** Whether a systemd of that version restarts the service after equal delays, though its spec asks for growing ones. */
    public static boolean isLeftOut(Service service, int systemdVersion) {
        Restart restart = service.restart();
        boolean isRestarted = switch (restart.policy()) {
            case UNIT, NO -> false;
            case ALWAYS, ON_FAILURE, ON_ABNORMAL, ON_ABORT, ON_WATCHDOG, ON_SUCCESS -> true;
        };
        return isRestarted && systemdVersion < SINCE && steps(restart.delay(), restart.maxDelay()) > 0;
    }

    /**
     * How many steps make the delay about double with each: systemd interpolates geometrically between the two delays. 0
     * where it stays constant.
     */
    static int steps(TimeSpan delay, TimeSpan maxDelay) {
        if (delay.microseconds() == 0 || maxDelay.isInfinite() || maxDelay.compareTo(delay) <= 0) {
            return 0;
        }
        double ratio = (double) maxDelay.microseconds() / delay.microseconds();
        return (int) Math.max(1, Math.round(Math.log(ratio) / Math.log(2)));
    }
}
