package upkeep.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import upkeep.core.HardState;
import upkeep.core.State;

/**
 * What a decision changed of that which must not be forgotten.
 *
 * @param save new or changed
 * @param forget subjects that are no longer supervised
 */
record HardChanges(List<HardState> save, List<String> forget) {

    static final HardChanges NONE = new HardChanges(List.of(), List.of());

    HardChanges {
        save = List.copyOf(save);
        forget = List.copyOf(forget);
    }

    static HardChanges between(State before, State after) {
        if (before.services().equals(after.services())
                && before.incidents().equals(after.incidents())
                && before.checks().keySet().equals(after.checks().keySet())) {
            return NONE;
        }
        Map<String, HardState> old = before.hard();
        Map<String, HardState> now = after.hard();
        List<HardState> save = new ArrayList<>();
        now.forEach((subject, hard) -> {
            if (!hard.equals(old.get(subject))) {
                save.add(hard);
            }
        });
        List<String> forget = old.keySet().stream()
                .filter(subject -> !now.containsKey(subject))
                .toList();
        return new HardChanges(save, forget);
    }

    boolean isEmpty() {
        return save.isEmpty() && forget.isEmpty();
    }
}
