package upkeep.spec;

import upkeep.base.TimeSpan;

/**
 * How often a probe tries again before it says failed, so that a packet lost on the way counts for nothing.
 *
 * @param count how many tries may follow the first; 0 to 9
 * @param after from the end of a failed try to the beginning of the next; at most a minute
 */
public record Retries(int count, TimeSpan after) {

    /** The first try decides. */
    public static final Retries NONE = new Retries(0, TimeSpan.ZERO);

    /** How many tries there are at most. */
    public int tries() {
        return count + 1;
    }

    /** How long a probe may last, each of whose tries has so long. */
    TimeSpan longest(TimeSpan timeout) {
        return new TimeSpan(tries() * timeout.microseconds() + count * after.microseconds());
    }
}
