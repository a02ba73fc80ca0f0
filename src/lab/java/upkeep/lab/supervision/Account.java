package upkeep.lab.supervision;

import java.util.List;
import java.util.function.Predicate;
import upkeep.lab.Recorded;

/** What there is to know of one service in one scenario: from a machine that runs, or from what one has printed. */
interface Account {
    /** The ledger's entries about the service since the scenario began, the oldest first. */
    List<Recorded> entries();

    /** Waits for such an entry, where there is something to wait for. */
    Recorded await(String what, Predicate<Recorded> wanted);

    /** The states that alerts about the service told since then; waits until there are so many. */
    List<String> told(int count);

    /** What {@code upkeep why} says. */
    String why();

    /** The unit's ActiveState. */
    String unit();
}
