package upkeep.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Decision;
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

    static HardChanges of(State before, Decision decision) {
        List<HardState> save = new ArrayList<>();
        List<String> forget = new ArrayList<>();
        for (String subject : decision.touched()) {
            Optional<HardState> old = before.hard(subject);
            Optional<HardState> now = decision.state().hard(subject);
            if (!now.equals(old)) {
                now.ifPresentOrElse(save::add, () -> forget.add(subject));
            }
        }
        return save.isEmpty() && forget.isEmpty() ? NONE : new HardChanges(save, forget);
    }

    boolean isEmpty() {
        return save.isEmpty() && forget.isEmpty();
    }
}
