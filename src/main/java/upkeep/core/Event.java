package upkeep.core;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Moment;
import upkeep.base.RolloutResult;
import upkeep.base.UnitName;
import upkeep.spec.CheckId;

/** Everything that {@code decide} can be told, each with the moment it became known. */
public sealed interface Event {

    Moment at();

    /** The bus is there, for the first time or again, and every unit of the plan was looked at. */
    record Listed(Moment at, Map<UnitName, UnitStatus> units) implements Event {
        public Listed {
            units = Map.copyOf(units);
        }
    }

    /** The bus is gone; what units do is not known until the next {@link Listed}. */
    record BusLost(Moment at, String why) implements Event {}

    /** A unit was looked at again after a signal; the status may be newer than the signal, or bring no news. */
    record UnitSeen(Moment at, UnitStatus status) implements Event {}

    /** A job was queued on a unit, by whomever. */
    record JobQueued(Moment at, UnitName unit, long job) implements Event {}

    /** A job ended; {@code status} is the unit looked at after that. */
    record JobEnded(Moment at, UnitName unit, long job, JobResult result, UnitStatus status) implements Event {}

    /**
     * A probe that began at {@code begun} came to its end. Every probe that was asked for gets exactly one of these; one
     * that began before the service's present run says nothing about it.
     */
    record Probed(Moment at, CheckId check, Moment begun, Observation observation) implements Event {}

    /** The moment has come at which {@code decide} asked to look at the service again. */
    record Woken(Moment at, String service) implements Event {}

    /** A job that {@code decide} asked for came to its end. Every one gets exactly one of these. */
    record ActionEnded(Moment at, String service, long action, ActionOutcome outcome) implements Event {}

    /** An operator suspends supervision of a service until a time. */
    record HoldAsked(Moment at, String service, Moment until, String reason, Caller by) implements Event {}

    /** An operator wants a service supervised again, whatever suspended it. */
    record ReleaseAsked(Moment at, String service, Caller by) implements Event {}

    /** An operator suspends supervision of every service, those to come as well, until a time. */
    record HandsOffAsked(Moment at, Moment until, String reason, Caller by) implements Event {}

    /** An operator ends that before its time. */
    record HandsOnAsked(Moment at, Caller by) implements Event {}

    /** An operator accepted what a check found, {@code what}, in the place of what was recorded before. */
    record Accepted(Moment at, CheckId check, String what, Caller by) implements Event {}

    /**
     * A rollout of a changed service has come to its end.
     *
     * @param result what follows for the service
     * @param text what became of it, a sentence for people
     * @param ended when; what was told already is not told again
     * @param run the run that it failed by, empty if it did not, or that is not known
     */
    record RolledOut(Moment at, String service, RolloutResult result, String text, Instant ended, String run)
            implements Event {
        /** The field of the ledger's entry that holds {@code ended}. */
        public static final String FIELD = "rollout";
    }

    /** The plan given to this call of {@code decide} is a new one. */
    record PlanReplaced(Moment at) implements Event {}

    /** A unit's use of resources was read, as {@link Action.MeasureAt} asked. */
    record Measured(Moment at, UnitName unit, UnitMeasures measures) implements Event {}

    /** The machine was looked at, and something about it has changed. */
    record HostSeen(Moment at, HostFacts facts) implements Event {}

    /** What the journal says of something that happened to a unit, told by the entry of that number. */
    record EvidenceFound(Moment at, UnitName unit, long entry, Evidence evidence) implements Event {}

    /** The ledger cannot be written any more, for that reason; or can be again. */
    record LedgerSeen(Moment at, Optional<String> fault) implements Event {}

    /**
     * A receiver was told of incidents: the other side has accepted it.
     *
     * @param text what it answered, with the name of the receiver
     * @param incidents their subjects, by their numbers
     */
    record Told(Moment at, String text, SortedMap<Long, String> incidents) implements Event {
        public Told {
            incidents = Collections.unmodifiableSortedMap(new TreeMap<>(incidents));
        }
    }

    /** A receiver cannot be told, for that reason; or can be again. */
    record ReceiverSeen(Moment at, String receiver, Optional<String> fault) implements Event {}

    /**
     * The time in which a service or app may be down goes too fast, which is said so; or does not any more.
     *
     * @param isFast whether little of it is left to do something about that
     */
    record ObjectiveSeen(Moment at, String subject, Optional<String> fault, boolean isFast) implements Event {}

    /** systemd is shutting the machine down. */
    record HostStopping(Moment at) implements Event {}

    /** Who asked, as the bus tells it. */
    record Caller(long uid, String name) {}

    /** What became of an action. */
    record ActionOutcome(boolean succeeded, String text, Optional<Long> job) {}
}
