package upkeep.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import upkeep.base.Moment;
import upkeep.core.Action.Verb;
import upkeep.core.HardState.Intent;

/**
 * What is known of one service. The first four outlive upkeepd, as {@link HardState}; the rest is learned again.
 *
 * @param restarts restarts by systemd and by us that count against the budget, oldest first
 * @param exhausted since when the budget is spent
 * @param status the unit as last seen; absent until it was listed
 * @param phaseSince since when the unit is in its phase
 * @param graceUntil until when a probe that has not passed yet is excused
 * @param proven whether a probe has passed since the unit came up
 * @param downSince when the unit left {@code up}; absent while it is up
 * @param restartsBefore how often systemd had restarted the unit itself when its last run ended
 * @param queued jobs on the unit that have not ended, with what the unit was then
 * @param pending our action that has not ended
 * @param stop what was taken for an operator's stop, while that is what keeps the unit down
 * @param traces what lately happened to the unit that can explain why others moved
 * @param ourJob the last job that was ours, whose end may still be told
 * @param attached the incident it suffers from, while it has none of its own
 * @param lastEntry the last ledger entry about what the unit did, a cause of what follows; 0 for none
 * @param told the last refusal or telling, so that it is said once
 * @param restarted how often it was restarted since upkeepd began to count
 * @param measured what the unit used when that was last read
 * @param stoppedRun as in {@link HardState}, which keeps it
 * @param failedRun the last run that ended in failure, which a reset of that makes no better
 */
public record ServiceState(
        Intent intent,
        Optional<Hold> hold,
        List<Moment> restarts,
        Optional<Moment> exhausted,
        Optional<UnitStatus> status,
        Moment phaseSince,
        Moment graceUntil,
        boolean proven,
        Optional<Moment> downSince,
        long restartsBefore,
        Map<Long, Queued> queued,
        Optional<Pending> pending,
        Optional<Long> ourJob,
        Optional<Stop> stop,
        Traces traces,
        Optional<Incident> incident,
        Optional<Long> attached,
        long lastEntry,
        Optional<String> told,
        Optional<Measured> measured,
        long restarted,
        Optional<String> stoppedRun,
        Optional<String> failedRun) {

    public ServiceState {
        restarts = List.copyOf(restarts);
        queued = State.shared(queued);
    }

    /** Supervision suspended, until a moment; together with another service that this one hangs on, if so. */
    public record Hold(Moment until, String reason, String by, Optional<String> with) {}

    /** The unit as it was when a job was queued on it, and the number of the job that it had had before; 0 for none. */
    public record Queued(Phase phase, String invocation, long restarts, Moment since, boolean packages, long previous) {

        /** The same, where it turned out in which phase the unit was. */
        Queued at(Phase other) {
            return new Queued(other, invocation, restarts, since, packages, previous);
        }

        /**
         * The same, where it turned out that the unit was being started and not down, and which run that was. One that waited for
         * systemd to restart it waits still, unless that is another run.
         */
        Queued whileStarting(String run) {
            boolean wasDown = phase == Phase.DOWN || phase == Phase.FAILED;
            boolean hasWaited = phase == Phase.BACKING_OFF && !run.equals(invocation);
            return wasDown || hasWaited ? new Queued(Phase.STARTING, run, restarts, since, packages, previous) : this;
        }
    }

    /**
     * What the unit used at that moment, and how often it had been restarted by then.
     *
     * @param cpu percent of one processor since it was measured before
     */
    public record Measured(Moment at, UnitMeasures measures, long restarts, OptionalDouble cpu) {}

    /**
     * A job we asked for.
     *
     * @param ended jobs that have ended meanwhile, by number: which of them was ours is known when the action ends
     */
    public record Pending(long action, Verb verb, long decision, Moment since, Map<Long, Ended> ended) {
        public Pending {
            ended = Map.copyOf(ended);
        }

        Pending(long action, Verb verb, long decision, Moment since) {
            this(action, verb, decision, since, Map.of());
        }

        Pending withEnded(Map<Long, Ended> others) {
            return new Pending(action, verb, decision, since, others);
        }
    }

    /**
     * A job that stopped the unit, and nothing known then explained it but an operator.
     *
     * @param entry the ledger entry that says so
     * @param revised whether something that was heard of later does explain it
     */
    public record Stop(long job, Queued before, long entry, boolean revised) {
        Stop revise() {
            return new Stop(job, before, entry, true);
        }
    }

    /** A job that has ended, and the unit as it was when that came. */
    public record Ended(Queued before, JobResult result) {}

    /** A service that nothing is known of. */
    public static ServiceState fresh(Moment now) {
        return new ServiceState(
                Intent.UNKNOWN,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                now,
                now,
                false,
                Optional.empty(),
                0,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Traces.NONE,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    public Phase phase() {
        return status.map(Phase::of).orElse(Phase.UNSEEN);
    }

    /** Somebody froze it: its processes exist, and do not run. */
    public boolean isFrozen() {
        return switch (phase()) {
            case UP, STARTING, STOPPING, BACKING_OFF ->
                status.filter(UnitStatus::frozen).isPresent();
            case UNSEEN, DOWN, FAILED -> false;
        };
    }

    /** A oneshot that ended well has done what it is for, although it is inactive. */
    boolean hasDoneItsWork() {
        return status.filter(UnitStatus::hasDoneItsWork)
                .filter(it -> failedRun.filter(it.invocation()::equals).isEmpty())
                .isPresent();
    }

    /** What must not be forgotten of this. */
    HardState hard(String service) {
        return new HardState(
                service,
                intent,
                hold.map(it -> new HardState.Hold(it.until().wall(), it.reason(), it.by(), it.with())),
                restarts.stream().map(Moment::wall).toList(),
                exhausted.map(Moment::wall),
                incident.map(
                        it -> new HardState.Incident(it.number(), it.opened().wall(), it.what())),
                stoppedRun);
    }

    /** The state that the durable part of another upkeepd's life gives at {@code now}. */
    static ServiceState restored(HardState hard, Moment now) {
        return new ServiceState.Edit(fresh(now))
                .intent(hard.intent())
                .hold(hard.hold().map(it -> new Hold(moment(it.until(), now), it.reason(), it.by(), it.with())))
                .restarts(hard.restarts().stream().map(it -> past(it, now)).toList())
                .exhausted(hard.exhausted().map(it -> past(it, now)))
                .incident(hard.incident().map(it -> new Incident(it.number(), past(it.opened(), now), it.what())))
                .stoppedRun(hard.stoppedRun())
                .done();
    }

    /** A moment that has been: a clock that was set back in between makes nothing of it happen in time to come. */
    private static Moment past(java.time.Instant wall, Moment now) {
        Moment moment = moment(wall, now);
        return now.reached(moment) ? moment : now;
    }

    private static Moment moment(java.time.Instant wall, Moment now) {
        return now.plus(java.time.Duration.between(now.wall(), wall));
    }

    /** A copy in the making. */
    static final class Edit {
        private Intent intent;
        private Optional<Hold> hold;
        private List<Moment> restarts;
        private Optional<Moment> exhausted;
        private Optional<UnitStatus> status;
        private Moment phaseSince;
        private Moment graceUntil;
        private boolean proven;
        private Optional<Moment> downSince;
        private long restartsBefore;
        private Map<Long, Queued> queued;
        private Optional<Pending> pending;
        private Optional<Long> ourJob;
        private Optional<Stop> stop;
        private Traces traces;
        private Optional<Incident> incident;
        private Optional<Long> attached;
        private long lastEntry;
        private Optional<String> told;
        private Optional<Measured> measured;
        private long restarted;
        private Optional<String> stoppedRun;
        private Optional<String> failedRun;

        Edit(ServiceState from) {
            this.intent = from.intent;
            this.hold = from.hold;
            this.restarts = from.restarts;
            this.exhausted = from.exhausted;
            this.status = from.status;
            this.phaseSince = from.phaseSince;
            this.graceUntil = from.graceUntil;
            this.proven = from.proven;
            this.downSince = from.downSince;
            this.restartsBefore = from.restartsBefore;
            this.queued = from.queued;
            this.pending = from.pending;
            this.ourJob = from.ourJob;
            this.stop = from.stop;
            this.traces = from.traces;
            this.incident = from.incident;
            this.attached = from.attached;
            this.lastEntry = from.lastEntry;
            this.told = from.told;
            this.measured = from.measured;
            this.restarted = from.restarted;
            this.stoppedRun = from.stoppedRun;
            this.failedRun = from.failedRun;
        }

        Edit intent(Intent value) {
            intent = value;
            stoppedRun = Optional.empty();
            stop = Optional.empty();
            return this;
        }

        /** The unit was stopped with something it needs. */
        Edit stoppedWithDependency() {
            intent = Intent.STOPPED_WITH_DEPENDENCY;
            stoppedRun = status.map(UnitStatus::invocation);
            return this;
        }

        private Edit stoppedRun(Optional<String> value) {
            stoppedRun = value;
            return this;
        }

        Edit hold(Optional<Hold> value) {
            hold = value;
            return this;
        }

        Edit restarts(List<Moment> value) {
            restarts = value;
            return this;
        }

        Edit exhausted(Optional<Moment> value) {
            exhausted = value;
            return this;
        }

        Edit status(UnitStatus value) {
            status = Optional.of(value);
            failedRun = Phase.of(value) == Phase.FAILED ? Optional.of(value.invocation()) : failedRun;
            return this;
        }

        Edit phaseSince(Moment value) {
            phaseSince = value;
            return this;
        }

        Edit graceUntil(Moment value) {
            graceUntil = value;
            return this;
        }

        Edit proven(boolean value) {
            proven = value;
            return this;
        }

        Edit downSince(Optional<Moment> value) {
            downSince = value;
            return this;
        }

        Edit restartsBefore(long value) {
            restartsBefore = value;
            return this;
        }

        Edit queued(Map<Long, Queued> value) {
            queued = value;
            return this;
        }

        Edit pending(Optional<Pending> value) {
            pending = value;
            return this;
        }

        Edit ourJob(Optional<Long> value) {
            ourJob = value;
            return this;
        }

        Edit stop(Stop value) {
            stop = Optional.of(value);
            return this;
        }

        Edit traces(Traces value) {
            traces = value;
            return this;
        }

        Edit incident(Optional<Incident> value) {
            incident = value;
            return this;
        }

        /** One restart more. */
        Edit restartedOnce() {
            restarted++;
            return this;
        }

        Edit attached(Optional<Long> value) {
            attached = value;
            return this;
        }

        Edit measured(Optional<Measured> value) {
            measured = value;
            return this;
        }

        Edit lastEntry(long value) {
            lastEntry = value;
            return this;
        }

        Edit told(Optional<String> value) {
            told = value;
            return this;
        }

        ServiceState done() {
            return new ServiceState(
                    intent,
                    hold,
                    restarts,
                    exhausted,
                    status,
                    phaseSince,
                    graceUntil,
                    proven,
                    downSince,
                    restartsBefore,
                    queued,
                    pending,
                    ourJob,
                    stop,
                    traces,
                    incident,
                    attached,
                    lastEntry,
                    told,
                    measured,
                    restarted,
                    stoppedRun,
                    failedRun);
        }
    }

    Edit edit() {
        return new Edit(this);
    }
}
