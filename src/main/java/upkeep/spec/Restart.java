package upkeep.spec;

import upkeep.base.TimeSpan;

/**
 * When and how often a service is restarted, by systemd and by upkeepd together.
 *
 * @param delay the wait before the first restart; it doubles with each further one
 * @param maxDelay the longest wait
 * @param budget how many restarts are allowed in a sliding window
 * @param exceptions the ends for which the policy does not count
 */
public record Restart(Policy policy, TimeSpan delay, TimeSpan maxDelay, Budget budget, Exceptions exceptions) {

    /** One whose policy counts for all ends. */
    public Restart(Policy policy, TimeSpan delay, TimeSpan maxDelay, Budget budget) {
        this(policy, delay, maxDelay, budget, Exceptions.NONE);
    }

    /** On which exits systemd restarts; {@code UNIT} leaves an adopted unit's own policy alone. */
    public enum Policy {
        UNIT,
        NO,
        ALWAYS,
        ON_FAILURE,
        ON_ABNORMAL,
        ON_ABORT,
        ON_WATCHDOG,
        ON_SUCCESS
    }

    /**
     * Ends of the main process after which it is never, or always, restarted.
     *
     * @param never RestartPreventExitStatus=
     * @param always RestartForceExitStatus=; {@code never} counts before it
     */
    public record Exceptions(ExitStatuses never, ExitStatuses always) {
        public static final Exceptions NONE = new Exceptions(ExitStatuses.NONE, ExitStatuses.NONE);
    }

    /** At most {@code count} restarts in any window of length {@code per}. */
    public record Budget(int count, TimeSpan per) {}
}
