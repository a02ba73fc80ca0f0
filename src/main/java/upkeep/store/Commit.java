package upkeep.store;

import java.util.List;
import java.util.Optional;
import upkeep.core.Entry;
import upkeep.core.HardState;

/**
 * What goes into the ledger together, all or nothing.
 *
 * @param save hard states that replace those of the same service
 * @param forget services whose hard state goes
 * @param inputs in the order in which they were decided on
 */
public record Commit(
        List<Entry> entries,
        List<HardState> save,
        List<String> forget,
        List<Input> inputs,
        Optional<Checkpoint> checkpoint) {

    public Commit {
        entries = List.copyOf(entries);
        save = List.copyOf(save);
        forget = List.copyOf(forget);
        inputs = List.copyOf(inputs);
    }

    /** Nothing but hard states. */
    public static Commit ofHard(List<HardState> save, List<String> forget) {
        return new Commit(List.of(), save, forget, List.of(), Optional.empty());
    }
}
