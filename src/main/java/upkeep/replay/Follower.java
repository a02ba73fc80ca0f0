package upkeep.replay;

import upkeep.core.Decision;
import upkeep.core.Event;
import upkeep.core.State;
import upkeep.spec.Plan;
import upkeep.store.Life;

/** Goes along with a replay. */
interface Follower {

    /** One that looks away. */
    Follower NONE = new Follower() {
        @Override
        public void begun(Life life) {}

        @Override
        public void resumed(State state, Event at) {}

        @Override
        public void decided(Plan plan, Event event, Decision decision) {}
    };

    /** A life began with its beginning. */
    void begun(Life life);

    /** The replay goes on, or begins, from a state; the event is the next. */
    void resumed(State state, Event at);

    /** The event led to that, as it was recorded. */
    void decided(Plan plan, Event event, Decision decision);
}
