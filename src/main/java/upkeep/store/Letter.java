package upkeep.store;

import java.time.Instant;

/**
 * A message on its way to a receiver, which lies in the ledger until it is accepted.
 *
 * @param number of the message
 * @param at when it was made
 * @param passedOn whether another receiver was told in place of this one
 * @param text all that is sent, in a form of its writer's
 */
public record Letter(long number, String receiver, Instant at, boolean passedOn, String text) {

    /** The same, passed on. */
    public Letter withPassedOn() {
        return new Letter(number, receiver, at, true, text);
    }
}
