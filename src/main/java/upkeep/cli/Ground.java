package upkeep.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.RolloutNotes;
import upkeep.rollout.Look;
import upkeep.spec.Service;

/** Port: the machine on which services are rolled out. Confined to one thread. */
interface Ground {

    /** The time since some moment that stays the same. */
    Duration now();

    void pause(Duration length);

    /** How these services are at this moment: their units, and one probe of each check. By name. */
    Map<String, Look> look(Collection<Service> services);

    /** Has upkeepd keep its hands off these for so long, as far as it runs and nobody else has them on hold. */
    void hold(List<String> services, Duration length, String reason);

    /** What the pre-checks of a service have against it, run as they are in this spec; nothing if they succeed. */
    Optional<String> preCheck(Service service);

    /** Restarts these in one go; what is stopped is left so, and skipped. */
    List<Activation.Outcome> restart(List<UnitName> units);

    /** Has these read their configuration again; tells what went wrong with whom. */
    Map<UnitName, String> reload(List<UnitName> units);

    /** Writes down what became of a rollout, for upkeepd, which is told if it runs. */
    void tell(List<RolloutNotes.Note> notes);

    /** The services by which the last rollout that meant anything for them failed, as it was told. */
    SortedSet<String> failedBefore();

    /** Ends the holds of {@link #hold}. */
    void release();

    /** Has the proxies that read these files know these instances for out of service, and all others in it. */
    Proxies proxies();
}
