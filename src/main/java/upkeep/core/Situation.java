package upkeep.core;

import upkeep.core.HardState.Intent;

/**
 * All that the decision table looks at for one service at one moment.
 *
 * @param busy a job of anybody is queued on the unit, or an action of ours has not ended
 * @param settled whether the unit has been down long enough that systemd is not just about to restart it itself
 * @param overdue the unit has not become active within its start timeout and grace
 * @param looping it is restarted again and again, and never runs for long
 * @param flapping the verdict flipped too often by itself
 * @param wantedBack whether a unit that is down is to be started again, by its restart policy and the way it ended
 * @param budgetLeft another restart is within the service's budget
 * @param hostBudgetLeft another start or restart is within what the host allows at once
 * @param retryDue the budget is spent, and the time for the next slow try has come
 * @param backedOff the wait since the last restart is over
 */
record Situation(
        Phase phase,
        Health health,
        Intent intent,
        Load load,
        boolean held,
        Dependency dependency,
        Host host,
        Peers peers,
        boolean busy,
        boolean settled,
        boolean overdue,
        boolean looping,
        boolean flapping,
        boolean wantedBack,
        boolean budgetLeft,
        boolean hostBudgetLeft,
        boolean retryDue,
        boolean backedOff) {

    /** Whether systemd could start or restart the unit at all. */
    enum Load {
        OK,
        /** Somebody froze it: it is there, does nothing, and is meant to. */
        FROZEN,
        /** Somebody masked it: it cannot be started, and is not meant to be. */
        MASKED,
        /** There is no unit file (any more), or it cannot be read. */
        MISSING
    }

    /** How the units, services and checks that this one needs are doing. */
    enum Dependency {
        OK,
        DOWN,
        SETTLING
    }

    /** How the other instances of the same service are doing, where that matters: where this one is dead. */
    enum Peers {
        /** It may be restarted. */
        FREE,
        /** As many of them are being restarted as may be out of service at once. */
        RESTARTING,
        /** All of them turned bad together, not long ago. */
        COMMON_CAUSE
    }

    /** What holds for the whole machine. */
    enum Host {
        NORMAL,
        /** The bus is lost or nothing was listed yet. */
        BLIND,
        STOPPING,
        /** Packages are being installed, and their scripts stop and start units. */
        PACKAGES,
        /** Most units turned bad at once, so that the fault is likely not theirs. */
        PANIC,
        /** Tasks wait long for processor, memory or disk, so that a time-out may not be the service's fault. */
        PRESSURE
    }
}
