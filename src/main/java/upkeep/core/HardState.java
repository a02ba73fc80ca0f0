package upkeep.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What upkeepd must not forget of a service, whatever happens to it: what the operator wants, a hold, and the restarts
 * that count against the budget. Kept on the wall clock, since it outlives a boot. A check of its own has one of these too, under its own
 * name, for its incident, and the machine one under the empty name while upkeep keeps its hands off.
 *
 * @param restarts when restarts happened, oldest first, those within the budget's window
 * @param exhausted when the budget was found spent or last overdrawn; absent once it is whole again
 * @param incident the open incident
 * @param stoppedRun the invocation id of the run that came to its end together with something it needs; absent for all but
 *     what was stopped so
 */
public record HardState(
        String service,
        Intent intent,
        Optional<Hold> hold,
        List<Instant> restarts,
        Optional<Instant> exhausted,
        Optional<Incident> incident,
        Optional<String> stoppedRun) {

    public HardState {
        restarts = List.copyOf(restarts);
    }

    /** A service nothing is known of yet. */
    public static HardState unknown(String service) {
        return new HardState(
                service,
                Intent.UNKNOWN,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** All there is to keep of an incident that is not a service's main one. */
    static HardState ofIncident(String key, upkeep.core.Incident incident) {
        Incident kept = new Incident(incident.number(), incident.opened().wall(), incident.what());
        return new HardState(
                key,
                Intent.UNKNOWN,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(kept),
                Optional.empty());
    }

    /** All there is to keep of a hold that is not a service's. */
    static HardState ofHold(String subject, ServiceState.Hold hold) {
        Hold kept = new Hold(hold.until().wall(), hold.reason(), hold.by(), hold.with());
        return new HardState(
                subject,
                Intent.UNKNOWN,
                Optional.of(kept),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What is wanted of the unit. */
    public enum Intent {
        /** Never seen running and never stopped before our eyes: nothing is done on a guess. */
        UNKNOWN,
        RUN,
        /** An operator stopped it; it stays down until somebody starts it. */
        STOPPED,
        /** systemd stopped it together with a unit it requires; it comes back with that one. */
        STOPPED_WITH_DEPENDENCY,
        /** A package's script stopped it, which starts it again itself; if it does not, that is told. */
        STOPPED_WITH_PACKAGE
    }

    /** The ledger number of the entry that opened the incident, when that was, and what is wrong. */
    public record Incident(long number, Instant opened, String what) {}

    /** Supervision suspended until a time, by whom and why, and with which other service that it hangs on. */
    public record Hold(Instant until, String reason, String by, Optional<String> with) {}
}
