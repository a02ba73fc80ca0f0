package upkeep.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import upkeep.core.Entry;
import upkeep.core.HardState;
import upkeep.store.Checkpoint;
import upkeep.store.Commit;
import upkeep.store.Input;
import upkeep.store.Ledger;
import upkeep.store.Retention;
import upkeep.store.StoreException;
import upkeep.store.StoreException.Reason;

/**
 * What is to be written, and what becomes of it when that fails. Hard states are kept until they are written, the latest
 * of each subject. Entries and inputs are kept for the next try too, but not beyond a bound; beyond it they are lost, and
 * the whole state is written as soon as it can be, so that replay can go on from there. The writer thread's own.
 */
final class Backlog {

    private static final int MOST_ENTRIES = 2_000;
    private static final int MOST_INPUTS = 5_000;
    private static final int INPUTS_A_CHECKPOINT = 50_000;
    private static final int LOOK_AT_SIZE_AFTER = 10_000;
    private static final Duration CHECKPOINT_EVERY = Duration.ofHours(6);

    private final Ledger ledger;
    private final Supplier<Optional<Checkpoint>> latest;
    private final Supplier<Retention> retention;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, Optional<HardState>> hard = new LinkedHashMap<>();
    private long nextInput;
    private boolean hasGap;
    private long sinceCheckpoint;
    private long checkpointNanos = System.nanoTime();
    private long sincePruned;
    private boolean hasReserve;

    /** Why nothing but hard states is written at present. */
    private @Nullable StoreException full;

    /**
     * @param latest the newest state, with the number of the input that led to it
     * @param retention what is kept at present
     */
    Backlog(Ledger ledger, long firstInput, Supplier<Optional<Checkpoint>> latest, Supplier<Retention> retention) {
        this.ledger = ledger;
        this.retention = retention;
        this.latest = latest;
        this.nextInput = firstInput;
    }

    void add(Input input, List<Entry> decided, HardChanges changes) {
        add(changes);
        if (input.number() != nextInput) {
            hasGap = true;
        }
        nextInput = input.number() + 1;
        entries.addAll(decided);
        inputs.add(input);
    }

    void add(HardChanges changes) {
        changes.save().forEach(state -> hard.put(state.service(), Optional.of(state)));
        changes.forget().forEach(subject -> hard.put(subject, Optional.empty()));
    }

    boolean isEmpty() {
        return entries.isEmpty() && inputs.isEmpty() && hard.isEmpty();
    }

    int inputs() {
        return inputs.size();
    }

    /** Writes everything, or as much as can be. The next try takes up what is left. */
    void write() throws StoreException {
        boolean isReserved = hasReserve || ledger.reserve();
        hasReserve = isReserved;
        StoreException earlier = full;
        if (earlier != null && !isReserved) {
            // Whatever room there is belongs to the hard states.
            writeHardStates(earlier);
            throw earlier;
        }
        try {
            Optional<Checkpoint> checkpoint = isCheckpointDue() ? latest.get() : Optional.empty();
            ledger.commit(new Commit(entries, saved(), forgotten(), inputs, checkpoint));
            written(checkpoint.isPresent());
        } catch (StoreException failure) {
            dropWhatIsTooMuch();
            if (failure.reason() == Reason.FULL) {
                full = failure;
                writeHardStates(failure);
            }
            throw failure;
        } catch (RuntimeException bug) {
            dropAll();
            throw bug;
        }
        prune();
    }

    private void written(boolean hasCheckpoint) {
        sinceCheckpoint += inputs.size();
        sincePruned += inputs.size() + entries.size();
        full = null;
        entries.clear();
        inputs.clear();
        hard.clear();
        if (hasCheckpoint) {
            hasGap = false;
            sinceCheckpoint = 0;
            checkpointNanos = System.nanoTime();
        }
    }

    private void dropWhatIsTooMuch() {
        if (entries.size() > MOST_ENTRIES || inputs.size() > MOST_INPUTS) {
            dropAll();
        }
    }

    private void dropAll() {
        entries.clear();
        inputs.clear();
        hasGap = true;
    }

    /** The clock prunes once an hour; a flood of events does not wait for it. */
    private void prune() throws StoreException {
        if (sincePruned >= LOOK_AT_SIZE_AFTER) {
            sincePruned = 0;
            Retention kept = retention.get();
            if (ledger.usedBytes() > kept.bytes()) {
                ledger.prune(kept, Instant.now());
            }
        }
    }

    private boolean isCheckpointDue() {
        return hasGap
                || sinceCheckpoint >= INPUTS_A_CHECKPOINT
                || (sinceCheckpoint > 0 && System.nanoTime() - checkpointNanos > CHECKPOINT_EVERY.toNanos());
    }

    /** On a full disk: the room that was held for them is used up. */
    private void writeHardStates(StoreException failure) {
        if (hard.isEmpty()) {
            return;
        }
        ledger.useReserve();
        hasReserve = false;
        try {
            ledger.commit(Commit.ofHard(saved(), forgotten()));
            hard.clear();
        } catch (StoreException still) {
            failure.addSuppressed(still);
        }
    }

    private List<HardState> saved() {
        return hard.values().stream().flatMap(Optional::stream).toList();
    }

    private List<String> forgotten() {
        return hard.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
