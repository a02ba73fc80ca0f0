package upkeep.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.spec.Service;

/** Takes in what is seen of units that no spec describes, and that services of the plan hang on. */
final class OtherFolding {

    private OtherFolding() {}

    static void seen(Step step, UnitStatus status, boolean listing) {
        UnitName unit = status.unit();
        OtherUnit old = step.other(unit);
        Phase to = Phase.of(status);
        boolean changed = old == null || old.phase() != to;
        Moment since = old == null || changed ? step.now : old.phaseSince();
        Traces traces = old == null ? Traces.NONE : traces(step, old, status);
        step.other(unit, new OtherUnit(status, since, traces, old == null ? 0 : old.lastEntry()));
        if (status.job() != 0) {
            noticed(step, unit, status.job());
            stops(step, status);
        }
        if (listing) {
            change(step, unit, state -> state.traces().listed(status.job(), to, since, step.now));
        }
        if (old != null
                && changed
                && isToTell(old.phase(), to)
                && !Dependencies.dependents(step, unit).isEmpty()) {
            tell(step, status, listing);
        }
        if (old != null && !traces.falls().equals(old.traces().falls())) {
            JobFolding.revise(step, unit);
        }
        if (to == Phase.UP) {
            Incidents.resolve(step, IncidentKey.of(unit), "it is " + status.activeState() + " again", List.of());
        }
    }

    private static Traces traces(Step step, OtherUnit old, UnitStatus status) {
        Traces traces = old.traces().seen(Optional.of(old.status()), status, step.now);
        Phase to = Phase.of(status);
        return old.phase() == to ? traces : traces.in(to, step.now);
    }

    /** A start or restart passes through states that tell nothing. */
    private static boolean isToTell(Phase from, Phase to) {
        return switch (to) {
            case FAILED -> true;
            case DOWN -> from != Phase.BACKING_OFF;
            case UP -> from == Phase.FAILED || from == Phase.DOWN;
            case UNSEEN, STARTING, STOPPING, BACKING_OFF -> false;
        };
    }

    private static void tell(Step step, UnitStatus status, boolean listing) {
        Phase to = Phase.of(status);
        String text = to == Phase.UP ? "is " + status.activeState() + " again" : Ending.text(status);
        Map<String, String> fields = Map.of("phase", to.word());
        String subject = status.unit().text();
        long number = step.record(Kind.TRANSITION, subject, text, List.of(), Optional.empty(), fields);
        OtherUnit state = step.other(status.unit());
        if (state != null) {
            step.other(status.unit(), new OtherUnit(state.status(), state.phaseSince(), state.traces(), number));
        }
        boolean failed = to == Phase.FAILED;
        if (failed && !listing) {
            Incidents.open(step, IncidentKey.of(status.unit()), Severity.ERROR, text, List.of(number), Map.of());
        }
    }

    static void noticed(Step step, UnitName unit, long job) {
        change(step, unit, state -> {
            JobSeen seen = new JobSeen(job, step.now, UnitFolding.hadARunToStop(state.phase()));
            return state.traces().withJob(seen);
        });
    }

    private static void stops(Step step, UnitStatus status) {
        if (UnitFolding.isBeingStopped(status)) {
            change(step, status.unit(), state -> state.traces().stops(status.job()));
        }
    }

    static void ended(Step step, UnitName unit, long job) {
        change(step, unit, state -> state.traces().after(job, state.phase(), state.phaseSince()));
    }

    private static void change(Step step, UnitName unit, Function<OtherUnit, Traces> change) {
        OtherUnit state = step.other(unit);
        if (state != null) {
            step.other(unit, new OtherUnit(state.status(), state.phaseSince(), change.apply(state), state.lastEntry()));
        }
    }

    /** Forgets the units that nothing hangs on any more. */
    static void forgetUnneeded(Step step) {
        for (UnitName unit : List.copyOf(step.others().keySet())) {
            if (Dependencies.dependents(step, unit).isEmpty() || step.index.service(unit) != null) {
                Incidents.resolve(step, IncidentKey.of(unit), "nothing of the plan hangs on it any more", List.of());
                step.forgetOther(unit);
            }
        }
    }

    /** The services whose lot may have changed with that unit's. */
    static Iterable<Service> concerned(Step step, UnitName unit) {
        return Dependencies.dependents(step, unit);
    }
}
