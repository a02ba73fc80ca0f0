package upkeep.spec;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who is told what, and when.
 *
 * @param receivers by their names
 * @param route the root, which is for all
 */
public record Alerting(SortedMap<String, Receiver> receivers, AlertRoute route, List<Maintenance> maintenance) {
    public Alerting {
        receivers = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(receivers));
        maintenance = List.copyOf(maintenance);
    }
}
