package upkeep.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.State;
import upkeep.replay.MemoryRecording;
import upkeep.replay.Replay;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.store.Life;
import upkeep.store.Life.Beginning;
import upkeep.store.StoreException;

/** What happened, for the story of a failure; and, if asked for, all that is needed to let it happen again. */
final class Recording {

    private static final int MOST_ENTRIES = 400;
    private static final int LAST_EVENTS = 30;

    private final PlanSources sources;
    private final Plan plan;
    private final @Nullable MemoryRecording whole;
    private final List<Entry> entries = new ArrayList<>();
    private final ArrayDeque<Event> last = new ArrayDeque<>();
    private long events;

    Recording(PlanSources sources, Plan plan, boolean whole) {
        this.sources = sources;
        this.plan = plan;
        this.whole = whole ? new MemoryRecording() : null;
    }

    /** The state that a life of upkeepd begins with. */
    State begin(List<HardState> kept, long lastNumber, Moment now, boolean booted) {
        if (whole != null) {
            whole.begin(Life.now("simulated", "", sources, new Beginning(kept, lastNumber, now, booted)));
        }
        return State.begin(plan, kept, lastNumber, now, booted);
    }

    /** Something is told. */
    void told(Event event) {
        events++;
        if (last.size() == LAST_EVENTS) {
            last.remove();
        }
        last.add(event);
    }

    /** The last few events, the newest at the end. */
    Collection<Event> last() {
        return last;
    }

    void decided(Event event, Decision decision) {
        entries.addAll(decision.entries());
        if (whole != null) {
            whole.tell(sources, event, decision);
        } else if (entries.size() > 2 * MOST_ENTRIES) {
            entries.subList(0, MOST_ENTRIES).clear();
        }
    }

    long events() {
        return events;
    }

    /** All entries if the recording is whole, else the last ones. */
    List<Entry> entries() {
        return entries;
    }

    MemoryRecording whole() {
        if (whole == null) {
            throw new IllegalStateException("not everything was kept");
        }
        return whole;
    }

    /** The same events lead to the same decisions, and so to the same durable state. */
    void replay() {
        try {
            assertEquals(Optional.empty(), Replay.of(whole()).run().difference());
        } catch (StoreException failure) {
            throw new AssertionError("cannot replay what is in memory", failure);
        }
    }
}
