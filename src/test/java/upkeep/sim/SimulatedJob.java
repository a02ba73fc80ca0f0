package upkeep.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import upkeep.core.JobResult;
import upkeep.core.Phase;

/** A job of the simulated systemd. */
final class SimulatedJob {

    /** Systemd's words for what a job does; those the journal tells. */
    enum Type {
        START,
        STOP,
        RESTART,
        RELOAD,
        NOP
    }

    /** Who asked for it. */
    enum Who {
        UPKEEPD,
        OPERATOR,
        /** The {@code Restart=} of the unit itself. */
        SYSTEMD,
        /** Another unit's job or end. */
        DEPENDENCY,
        TRIGGER,
        PACKAGE,
        BOOT
    }

    final long number;
    final SimulatedUnit unit;
    final Type type;
    final Who who;
    final List<Consumer<JobResult>> whenEnded = new ArrayList<>();

    /** Jobs of other units that must end before this one goes on. */
    int waitsFor;

    boolean dependencyFailed;

    /** What the unit was when the job came. */
    final Phase before;

    /** Whether what it is a consequence of shows: a job on what is down may be a start or a stop, and is over without a trace. */
    boolean hasVisibleCause = true;

    SimulatedJob(long number, SimulatedUnit unit, Type type, Who who) {
        this.number = number;
        this.unit = unit;
        this.type = type;
        this.who = who;
        this.before = Phase.of(unit.status());
    }
}
