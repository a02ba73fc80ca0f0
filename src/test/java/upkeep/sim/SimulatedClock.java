package upkeep.sim;

import java.time.Duration;
import java.time.Instant;
import upkeep.base.Moment;

/** Both clocks: the monotonic one is the agenda's, the wall clock goes beside it until somebody steps it. */
final class SimulatedClock {

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final Agenda agenda;
    private Duration step = Duration.ZERO;

    SimulatedClock(Agenda agenda) {
        this.agenda = agenda;
    }

    Moment moment() {
        return new Moment(agenda.now(), EPOCH.plusNanos(agenda.now()).plus(step));
    }

    /** The wall clock is stepped; or the machine slept, in which the monotonic clock stands still. */
    void step(Duration by) {
        step = step.plus(by);
    }
}
