package upkeep.daemon;

import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.core.Event;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** Which service an event is about. */
final class Subjects {

    private Subjects() {}

    /** The service's name; nothing for events about the whole machine, or about what the plan does not know. */
    static Optional<String> service(Plan plan, Event event) {
        return switch (event) {
            case Event.UnitSeen seen -> ofUnit(plan, seen.status().unit());
            case Event.JobQueued queued -> ofUnit(plan, queued.unit());
            case Event.JobEnded ended -> ofUnit(plan, ended.unit());
            case Event.Probed probed -> ofCheck(plan, probed.check());
            case Event.Woken woken -> Optional.of(woken.service());
            case Event.ActionEnded ended -> Optional.of(ended.service());
            case Event.HoldAsked asked -> Optional.of(asked.service());
            case Event.ReleaseAsked asked -> Optional.of(asked.service());
            case Event.RolledOut rolled -> Optional.of(rolled.service());
            case Event.Accepted accepted -> ofCheck(plan, accepted.check());
            case Event.Measured measured -> ofUnit(plan, measured.unit());
            case Event.EvidenceFound found -> ofUnit(plan, found.unit());
            case Event.HandsOffAsked asked -> Optional.empty();
            case Event.HandsOnAsked asked -> Optional.empty();
            case Event.HostSeen seen -> Optional.empty();
            case Event.LedgerSeen seen -> Optional.empty();
            case Event.Told told -> Optional.empty();
            case Event.ReceiverSeen seen -> Optional.empty();
            case Event.ObjectiveSeen seen -> Optional.of(seen.subject());
            case Event.Listed listed -> Optional.empty();
            case Event.BusLost lost -> Optional.empty();
            case Event.PlanReplaced replaced -> Optional.empty();
            case Event.HostStopping stopping -> Optional.empty();
        };
    }

    private static Optional<String> ofUnit(Plan plan, UnitName unit) {
        return plan.serviceOf(unit).map(Service::name);
    }

    private static Optional<String> ofCheck(Plan plan, CheckId check) {
        return plan.services().values().stream()
                .filter(service ->
                        service.probes().all().anyMatch(probe -> probe.id().equals(check)))
                .map(Service::name)
                .findFirst();
    }
}
