package upkeep.systemd;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.JobResult;
import upkeep.core.UnitMeasures;
import upkeep.core.UnitStatus;

/**
 * systemd, as upkeepd sees it. Implementations reconnect by themselves and tell so through the {@link Listener}; calls
 * block the calling (virtual) thread until the answer or the deadline. Thread-safe.
 */
public interface ServiceManager extends AutoCloseable {

    /** Which units are watched from now on; they are looked at at once and told by {@link Listener#listed}. */
    void watch(Set<UnitName> units);

    /**
     * Looks at a watched unit again, and waits until the listener was told of what is new. For what systemd does not tell by itself:
     * with version 252, that a unit was frozen or thawed.
     *
     * @throws ManagerException if the bus is lost, or the deadline passes
     */
    void look(UnitName unit, Duration deadline) throws ManagerException;

    /**
     * Runs a job and waits until it is gone.
     *
     * @param resetFailed whether to reset the unit's failed state and start limit first
     * @throws ManagerException if systemd refuses, the bus is lost, or the deadline passes
     */
    JobEnd run(UnitName unit, Verb verb, boolean resetFailed, Duration deadline) throws ManagerException;

    /**
     * Starts a oneshot unit, again if it has run before, and returns as soon as systemd has queued the job; nothing is
     * told of its end.
     *
     * @throws ManagerException if systemd refuses, the bus is lost, or no answer comes within five seconds
     */
    void start(UnitName oneshot) throws ManagerException;

    /**
     * What the unit uses now. What systemd does not account for on this machine, or the kernel does not show us, is
     * absent; so is everything of a unit that does not run.
     *
     * @throws ManagerException if systemd refuses, the bus is lost, or no answer comes within five seconds
     */
    UnitMeasures measure(UnitName unit) throws ManagerException;

    /**
     * Properties of a unit as it is now, those that all units have and those of its type, by the names that systemd gives
     * them. A unit that is not loaded is loaded for it; one that does not exist says so by its {@code LoadState}.
     *
     * @param wanted which properties; one that the unit or this version of systemd has not is left out
     * @return each a String of 1024 characters at most, a Boolean, a Double, a Long (of an unsigned number that is larger,
     *     such as the one that stands for "not set", -1), or a List of 64 such values at most
     * @throws ManagerException if systemd refuses, the bus is lost, or the deadline passes
     */
    Map<String, Object> properties(UnitName unit, Set<String> wanted, Duration deadline) throws ManagerException;

    /**
     * Properties of systemd-timesyncd, in the same form; nothing if it does not run. It is not started for this.
     *
     * @throws ManagerException if it does not answer, the bus is lost, or the deadline passes
     */
    Optional<Map<String, Object>> timeSynchronisation(Set<String> wanted, Duration deadline) throws ManagerException;

    /** Resets the unit's failed state and its counters. */
    void resetFailed(UnitName unit) throws ManagerException;

    /** A full round trip to systemd and back: proof that the connection works. */
    void ping(Duration deadline) throws ManagerException;

    /** systemd's version, the number only: 257. */
    int version() throws ManagerException;

    @Override
    void close();

    /** How a job of ours ended. */
    record JobEnd(long job, JobResult result) {}

    /**
     * What systemd tells. Called from the adapter's own threads, one call at a time and in order; must not block.
     */
    interface Listener {
        /**
         * Every watched unit was looked at: after connecting, after {@link #watch}, and after systemd was executed anew.
         * Units that a mere reload of systemd's files changed are told by {@link #seen}.
         */
        void listed(Map<UnitName, UnitStatus> units);

        /** No connection to systemd, or none any more; told once until {@link #listed} ends it. */
        void lost(String why);

        /** A watched unit may have changed and was looked at; states seen on the way come in order. */
        void seen(UnitStatus status);

        /** A job was queued, by whomever; {@link #seen} may have shown its number before. */
        void jobQueued(UnitName unit, long job);

        /** A job is gone; {@code status} was read after its end, so states that followed at once may have come before. */
        void jobEnded(UnitName unit, long job, JobResult result, UnitStatus status);

        /** The machine is going down. */
        void stopping();
    }
}
