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
 * @param concerns of services, probes and checks of which something is said, by their names; an instance has that of its set
 * @param digest when it is told what healed by itself; empty for never
 * @param selfTest when receivers of whom nothing was heard are tried; empty for never
 */
public record Alerting(
        SortedMap<String, Receiver> receivers,
        AlertRoute route,
        List<Maintenance> maintenance,
        SortedMap<String, Concern> concerns,
        Optional<Calendar> digest,
        Optional<Calendar> selfTest) {

    /** Nobody is told. */
    public static final Alerting NONE = new Alerting(
            new TreeMap<>(), AlertRoute.NOBODY, List.of(), new TreeMap<>(), Optional.empty(), Optional.empty());

    public Alerting {
        receivers = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(receivers));
        maintenance = List.copyOf(maintenance);
        concerns = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(concerns));
    }

    /** How urgent it is that something of that severity is wrong with a service or check; empty for the machine. */
    public Urgency urgency(String subject, Severity severity) {
        return concern(subject).urgency().orElse(severity == Severity.CRITICAL ? Urgency.PAGE : Urgency.NOTICE);
    }

    /**
     * What a service, probe or check, by its name, means to people: what nothing is said of for a probe, {@code web/liveness},
     * is that of its service.
     */
    public Concern concern(String subject) {
        return AlertSubject.names(subject).stream()
                .map(name -> concerns.getOrDefault(name, Concern.USUAL))
                .reduce(Concern.USUAL, Concern::or);
    }
}
