package upkeep.spec;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What alerts can be about, and what they are part of.
 *
 * @param subjects services, their sets and probes, checks, apps, and the machine
 * @param units the names of services by those of their units
 * @param targets those of the specs
 */
record AlertNames(Set<String> subjects, Map<String, String> units, Set<String> targets) {

    AlertNames {
        subjects = Set.copyOf(subjects);
        units = Map.copyOf(units);
        targets = Set.copyOf(targets);
    }

    /** @param others checks and apps */
    static AlertNames of(Collection<Service> services, Set<String> others, Set<String> targets) {
        Set<String> subjects = new TreeSet<>(others);
        Map<String, String> units = new TreeMap<>();
        subjects.add(AlertSubject.HOST);
        for (Service service : services) {
            units.put(service.unit().text(), service.name());
            subjects.addAll(AlertSubject.names(service.name()));
            service.probes()
                    .all()
                    .forEach(probe ->
                            subjects.addAll(AlertSubject.names(probe.id().text())));
        }
        return new AlertNames(subjects, units, targets);
    }
}
