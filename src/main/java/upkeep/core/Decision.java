package upkeep.core;

import java.util.List;

/**
 * What one event led to: the state from now on, what is to be done, and what goes into the ledger. Entries are appended
 * before actions run.
 */
public record Decision(State state, List<Action> actions, List<Entry> entries) {
    public Decision {
        actions = List.copyOf(actions);
        entries = List.copyOf(entries);
    }
}
