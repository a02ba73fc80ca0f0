package upkeep.replay;

import java.util.List;
import java.util.Optional;
import upkeep.store.ChainCheck;

/**
 * What came of deciding again.
 *
 * @param lives how many lives of upkeepd there are, or parts of one
 * @param inputs how many inputs were decided on again
 * @param skipped how many could not be, for what is said in {@code notes}
 * @param entries how many entries were compared
 * @param states how many whole states were compared
 * @param notes what could not be replayed and why, at most {@value #MOST_NOTES}
 * @param difference the first
 */
public record ReplayResult(
        ChainCheck chain,
        long lives,
        long inputs,
        long skipped,
        long entries,
        long states,
        List<String> notes,
        Optional<Difference> difference) {

    static final int MOST_NOTES = 100;

    public ReplayResult {
        notes = List.copyOf(notes);
    }

    /** Whether nothing was changed and every decision came out the same. */
    public boolean isEqual() {
        return chain.broken().isEmpty() && difference.isEmpty();
    }
}
