package upkeep.spec;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.spec.Check.Reaction;
import upkeep.spec.Rollout.Instance;

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

    /** The services of a name: the one, or all instances of it in the order of their numbers; none if there is none. */
    public List<Service> named(String name) {
        Service service = services.get(name);
        return service != null
                ? List.of(service)
                : instances(name).sorted(Comparator.comparingInt(Plan::number)).toList();
    }

    private static int number(Service service) {
        return service.rollout().instance().map(Instance::number).orElse(0);
    }

    private Stream<Service> instances(String set) {
        return services.values().stream()
                .filter(service -> service.rollout()
                        .instance()
                        .filter(it -> it.set().equals(set))
                        .isPresent());
    }

    /** The same without the services of these names, and without targets that are left with none of their instances. */
    public Plan without(Set<String> names) {
        SortedMap<String, Service> rest = new TreeMap<>(services);
        names.forEach(name -> named(name).forEach(service -> rest.remove(service.name())));
        Plan left = new Plan(rest, targets, checks, settings);
        SortedMap<String, TargetGroup> needed = new TreeMap<>(targets);
        needed.keySet()
                .removeIf(name -> instances(name).findAny().isPresent()
                        && left.instances(name).findAny().isEmpty());
        return new Plan(rest, needed, checks, settings);
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
