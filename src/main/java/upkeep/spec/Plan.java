package upkeep.spec;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.UnitName;

/**
 * Everything the specs ask for, resolved: defaults filled in, references checked, nothing contradictory. Immutable; what
 * holds a plan need not look at a spec again. The maps are keyed and ordered by name.
 */
public record Plan(
        SortedMap<String, Service> services,
        SortedMap<String, TargetGroup> targets,
        SortedMap<String, Check> checks,
        Settings settings) {

    /** A plan that asks for nothing: what upkeepd works by before the first apply. */
    public static final Plan EMPTY = new Plan(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Settings.DEFAULT);

    public Plan {
        services = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(services));
        targets = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        checks = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(checks));
    }

    /** The service whose unit that is. */
    public Optional<Service> serviceOf(UnitName unit) {
        return services.values().stream()
                .filter(service -> service.unit().equals(unit))
                .findFirst();
    }
}
