package upkeep.core;

import java.util.List;
import java.util.Locale;

/**
 * How services and checks stand that are one thing to those who use them.
 *
 * @param ill the members that are not well, in the order of the parts
 * @param members how many count: those that an operator stopped do not
 */
public record AppStanding(State state, List<String> ill, int members) {

    public AppStanding {
        ill = List.copyOf(ill);
    }

    /** All of it in a word. */
    public enum State {
        UP,
        /** Some members are ill, and it works all the same. */
        DEGRADED,
        DOWN,
        /** Nothing is known to be wrong, and not everything is known to be well. */
        UNKNOWN,
        /** Operators stopped all of it. */
        STOPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
