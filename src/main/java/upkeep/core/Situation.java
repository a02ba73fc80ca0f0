package upkeep.core;

import upkeep.core.HardState.Intent;

/**
 * All that the decision table looks at for one service at one moment.
 *
 * @param busy a job of anybody is queued on the unit, or an action of ours has not ended
 * @param settled whether the unit has been down long enough that systemd is not just about to restart it itself
 * @param overdue the unit has not become active within its start timeout and grace
 * @param flapping the verdict flipped too often by itself
 * @param wantedBack whether a unit that is down is to be started again, by its restart policy and the way it ended
 * @param budgetLeft another restart is within the service's budget
 * @param hostBudgetLeft another restart is within what the host allows a minute
 * @param retryDue the budget is spent, and the time for the next slow try has come
 * @param backedOff the wait since the last restart is over
 */
record Situation(
        Phase phase,
        Health health,
        Intent intent,
        boolean held,
        Dependency dependency,
        Host host,
        boolean busy,
        boolean settled,
        boolean overdue,
        boolean flapping,
        boolean wantedBack,
        boolean budgetLeft,
        boolean hostBudgetLeft,
        boolean retryDue,
        boolean backedOff) {

    /** How the units that this one requires are doing. */
    enum Dependency {
        OK,
        DOWN,
        SETTLING
    }

    /** What holds for the whole machine. */
    enum Host {
        NORMAL,
        /** The bus is lost or nothing was listed yet. */
        BLIND,
        STOPPING,
        /** Most units turned bad at once, so that the fault is likely not theirs. */
        PANIC
    }
}
