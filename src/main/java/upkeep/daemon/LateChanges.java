package upkeep.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.core.HardState;

/**
 * Changes of hard states for which there was no room in the queue: the latest of each subject, so at most as many as the
 * plan has services. Thread-safe.
 */
final class LateChanges {

    private record Late(long number, Optional<HardState> state) {}

    private final Map<String, Late> bySubject = new HashMap<>();

    /**
     * @param number of the input that led to them
     */
    synchronized void add(long number, HardChanges changes) {
        changes.save().forEach(state -> bySubject.put(state.service(), new Late(number, Optional.of(state))));
        changes.forget().forEach(subject -> bySubject.put(subject, new Late(number, Optional.empty())));
    }

    /** Hands over those that came before the input of that number. */
    synchronized HardChanges before(long number) {
        List<HardState> save = new ArrayList<>();
        List<String> forget = new ArrayList<>();
        bySubject.forEach((subject, late) -> {
            if (late.number() < number) {
                late.state().ifPresentOrElse(save::add, () -> forget.add(subject));
            }
        });
        bySubject.values().removeIf(late -> late.number() < number);
        return save.isEmpty() && forget.isEmpty() ? HardChanges.NONE : new HardChanges(save, forget);
    }
}
