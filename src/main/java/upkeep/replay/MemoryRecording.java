package upkeep.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.State;
import upkeep.spec.PlanSources;
import upkeep.store.ChainCheck;
import upkeep.store.Checkpoint;
import upkeep.store.Input;
import upkeep.store.Life;
import upkeep.store.Recorded;
import upkeep.store.Recording;

/** A recording that was never on a disk: for whoever runs the supervisor by other means. Not thread-safe. */
public final class MemoryRecording implements Recording {

    private final List<Recorded> recorded = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private long lives;
    private long inputs;

    /** A life begins. */
    public void begin(Life life) {
        recorded.add(new Recorded.Begun(++lives, life, inputs + 1));
    }

    /** What the supervisor was told, and what it decided. */
    public void tell(PlanSources plan, Event event, Decision decision) {
        recorded.add(new Recorded.Told(lives, new Input(++inputs, plan, event)));
        decision.entries().forEach(entry -> entries.add(Recording.asKept(entry)));
    }

    /** Inputs were decided on that are not recorded; the state is what they led to. */
    public void skip(int count, Instant at, PlanSources plan, State state) {
        inputs += count;
        keep(at, plan, state);
    }

    /** The state at this point. */
    public void keep(Instant at, PlanSources plan, State state) {
        recorded.add(new Recorded.Kept(lives, new Checkpoint(inputs, at, plan, state)));
    }

    /** Always from the beginning. */
    @Override
    public Cursor from(Optional<Instant> from) {
        Iterator<Recorded> all = List.copyOf(recorded).iterator();
        return () -> all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }

    @Override
    public List<Entry> entries(long number) {
        return entries.stream()
                .filter(entry -> entry.number() >= number)
                .limit(PAGE)
                .toList();
    }

    /** Nothing binds these entries, and nobody can have changed them. */
    @Override
    public ChainCheck checkChain() {
        return new ChainCheck(entries.size(), 0, 0, Optional.empty(), "");
    }
}
