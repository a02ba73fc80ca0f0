package upkeep.core;

import java.util.Set;
import upkeep.base.Moment;

/**
 * Something is wrong since {@code opened}.
 *
 * @param number that of the ledger entry that opened it
 * @param what it is, in half a sentence
 * @param children the services that suffer from it and have no incident of their own therefore; learned again by another
 *     upkeepd
 */
public record Incident(long number, Moment opened, String what, Set<String> children) {

    public Incident {
        children = Set.copyOf(children);
    }

    Incident(long number, Moment opened, String what) {
        this(number, opened, what, Set.of());
    }
}
