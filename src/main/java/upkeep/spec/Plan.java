package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.spec.Check.Reaction;

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

    /** All programs that checks and rules may have run. */
    public Stream<Reaction.Exec> programs() {
        Stream<List<Reaction>> ofServices = services.values().stream()
                .flatMap(service -> Stream.concat(
                        service.rules().stream().map(SupervisionRule::then),
                        service.probes().all().flatMap(Plan::reactions)));
        return Stream.concat(ofServices, checks.values().stream().flatMap(Plan::reactions))
                .flatMap(List::stream)
                .filter(Reaction.Exec.class::isInstance)
                .map(Reaction.Exec.class::cast);
    }

    /** All checks, those of services included. */
    public Stream<Check> everyCheck() {
        return Stream.concat(
                services.values().stream().flatMap(service -> service.probes().all()), checks.values().stream());
    }

    private static Stream<List<Reaction>> reactions(Check check) {
        return Stream.concat(
                Stream.of(check.otherwise()), check.rules().stream().map(SupervisionRule::then));
    }

    /** The service whose unit that is. */
    public Optional<Service> serviceOf(UnitName unit) {
        return services.values().stream()
                .filter(service -> service.unit().equals(unit))
                .findFirst();
    }
}
