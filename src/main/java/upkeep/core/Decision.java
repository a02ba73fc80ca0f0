package upkeep.core;

import java.util.List;
import java.util.Set;

/**
 * What one event led to: the state from now on, what is to be done, and what goes into the ledger. Entries are appended
 * before actions run.
 *
 * @param touched the subjects whose durable part may have changed
 */
public record Decision(State state, List<Action> actions, List<Entry> entries, Set<String> touched) {
    public Decision {
        actions = List.copyOf(actions);
        entries = List.copyOf(entries);
        touched = Set.copyOf(touched);
    }
}
