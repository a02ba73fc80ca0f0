package upkeep.sim;

import upkeep.core.Event;

/** An invariant does not hold. */
final class Broken {

    private Broken() {}

    static void unless(boolean holds, String what, Event event) {
        if (!holds) {
            throw new AssertionError("broken: " + what + "; by " + event);
        }
    }
}
