package upkeep.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.spec.Plan;

/** What happened, for the story of a failure; and, if asked for, all that is needed to let it happen again. */
final class Recording {

    private static final int MOST_ENTRIES = 400;

    private record Life(State begin, List<Event> events) {}

    private final boolean whole;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Life> lives = new ArrayList<>();
    private @Nullable State last;
    private long events;

    Recording(boolean whole) {
        this.whole = whole;
    }

    void began(State state) {
        last = state;
        if (whole) {
            lives.add(new Life(state, new ArrayList<>()));
        }
    }

    void decided(Event event, Decision decision) {
        events++;
        last = decision.state();
        entries.addAll(decision.entries());
        if (whole) {
            lives.getLast().events().add(event);
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

    /** The same events lead another supervisor to the same state, and so to the same durable part of it. */
    void replay(Plan plan, Function<Plan, Supervisor> supervisors) {
        Supervisor supervisor = supervisors.apply(plan);
        State state = last;
        for (Life life : lives) {
            state = life.begin();
            for (Event event : life.events()) {
                state = supervisor.decide(state, event).state();
            }
        }
        if (last == null || state == null || !state.hard().equals(last.hard()) || !state.equals(last)) {
            throw new AssertionError("a replay leads to another state: " + state + " is not " + last);
        }
    }
}
