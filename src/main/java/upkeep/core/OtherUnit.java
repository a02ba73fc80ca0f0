package upkeep.core;

import upkeep.base.Moment;

/**
 * A unit that no spec describes, and that one of the plan hangs on: looked at, and never acted on.
 *
 * @param status as last seen
 * @param phaseSince since when it is in its phase
 * @param traces what lately happened to it that can explain why others moved
 * @param lastEntry the last ledger entry about it; 0 for none
 */
public record OtherUnit(UnitStatus status, Moment phaseSince, Traces traces, long lastEntry) {

    public Phase phase() {
        return Phase.of(status);
    }

    /** Whether it is up, and nobody has frozen it. */
    boolean isRunning() {
        return phase() == Phase.UP && !status.frozen();
    }
}
