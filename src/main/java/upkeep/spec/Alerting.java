package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Calendar;
import upkeep.base.Severity;

/**
 * Who is told what, and when.
 *
 * @param receivers by their names
 * @param route the root, which is for all
 * @param concerns of services and checks of which something is said, by their names; an instance has that of its set
 * @param digest when it is told what healed by itself; empty for never
 */
public record Alerting(
        SortedMap<String, Receiver> receivers,
        AlertRoute route,
        List<Maintenance> maintenance,
        SortedMap<String, Concern> concerns,
        Optional<Calendar> digest) {

    /** Nobody is told. */
    public static final Alerting NONE =
            new Alerting(new TreeMap<>(), AlertRoute.NOBODY, List.of(), new TreeMap<>(), Optional.empty());

    public Alerting {
        receivers = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(receivers));
        maintenance = List.copyOf(maintenance);
        concerns = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(concerns));
    }

    /** How urgent it is that something of that severity is wrong with a service or check; empty for the machine. */
    public Urgency urgency(String subject, Severity severity) {
        return concern(subject).urgency().orElse(severity == Severity.CRITICAL ? Urgency.PAGE : Urgency.NOTICE);
    }

    /** What a service or check, by its name, means to people; a probe, {@code web/liveness}, means what its service does. */
    public Concern concern(String subject) {
        int probe = subject.indexOf('/');
        String whole = probe < 0 ? subject : subject.substring(0, probe);
        int instance = whole.indexOf('@');
        return Optional.ofNullable(concerns.get(whole))
                .or(() -> Optional.ofNullable(instance < 0 ? null : concerns.get(whole.substring(0, instance))))
                .orElse(Concern.USUAL);
    }
}
