package upkeep.spec;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.spec.Check.Reaction;
import upkeep.spec.Rollout.Instance;

/**
 * Everything the specs ask for, resolved: defaults filled in, references checked, nothing contradictory. Immutable; what
 * holds a plan need not look at a spec again. The maps are keyed and ordered by name.
 *
 * @param perConnection services of which each connection to their socket has an instance; nobody supervises these
 * @param units all units but services, targets and the sockets of services, by the names of the units
 * @param directories by their paths
 * @param apps whose parts are services and checks of the plan
 */
public record Plan(
        SortedMap<String, Service> services,
        SortedMap<String, Service> perConnection,
        SortedMap<String, TargetGroup> targets,
        SortedMap<String, OwnUnit> units,
        SortedMap<String, Directory> directories,
        SortedMap<String, Check> checks,
        SortedMap<String, App> apps,
        Alerting alerting,
        Settings settings) {

    /** A plan that asks for nothing: what upkeepd works by before the first apply. */
    public static final Plan EMPTY = new Plan(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), Settings.DEFAULT);

    public Plan {
        services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
        perConnection = Collections.unmodifiableSortedMap(new TreeMap<>(perConnection));
        targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
        directories = Collections.unmodifiableSortedMap(new TreeMap<>(directories));
        checks = Collections.unmodifiableSortedMap(new TreeMap<>(checks));
        apps = Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    }

    /** A plan of services, targets and checks alone. */
    public Plan(
            SortedMap<String, Service> services,
            SortedMap<String, TargetGroup> targets,
            SortedMap<String, Check> checks,
            Settings settings) {
        this(
                services,
                new TreeMap<>(),
                targets,
                new TreeMap<>(),
                new TreeMap<>(),
                checks,
                new TreeMap<>(),
                Alerting.NONE,
                settings);
    }

    /**
     * The same without the services of these names, and without what is there for them alone: what starts them, its check, and targets
     * that are left with none of their instances; and without other units, by their whole names.
     */
    public Plan without(Collection<String> names) {
        SortedMap<String, Service> left = new TreeMap<>(services);
        names.forEach(name -> named(name).forEach(service -> left.remove(service.name())));
        SortedMap<String, Service> perConnection = new TreeMap<>(this.perConnection);
        perConnection.keySet().removeAll(names);
        SortedMap<String, OwnUnit> units = new TreeMap<>(this.units);
        SortedMap<String, Check> checks = new TreeMap<>(this.checks);
        this.units.forEach((unit, each) -> {
            if (names.contains(unit)
                    || each.starts().filter(started -> isOf(started, names)).isPresent()) {
                units.remove(unit);
                each.heartbeat().ifPresent(check -> checks.remove(check.text()));
            }
        });
        SortedMap<String, TargetGroup> needed = new TreeMap<>(targets);
        needed.values().removeIf(target -> names.contains(target.unit().text()));
        needed.keySet().removeIf(name -> hasInstances(services, name) && !hasInstances(left, name));
        SortedMap<String, App> apps = new TreeMap<>();
        this.apps.forEach((name, app) -> app.of(
                        part -> checks.containsKey(part) || !named(left, part).isEmpty())
                .ifPresent(it -> apps.put(name, it)));
        return new Plan(left, perConnection, needed, units, directories, checks, apps, alerting, settings);
    }

    private static boolean hasInstances(SortedMap<String, Service> services, String set) {
        return instances(services, set).findAny().isPresent();
    }

    /** The units that are there for a service alone: its socket, and what starts it if that is described with it. */
    public Stream<OwnUnit> unitsOf(Service service) {
        Stream<OwnUnit> starters = units.values().stream()
                .filter(unit -> unit.starts()
                        .filter(started -> isOf(started, List.of(service.name())))
                        .isPresent());
        return Stream.concat(service.start().socket().map(Listening::unit).stream(), starters);
    }

    private boolean isOf(OwnUnit.Started started, Collection<String> names) {
        return switch (started) {
            case OwnUnit.Started.Own own -> names.contains(own.service());
            case OwnUnit.Started.Restarted restarted ->
                serviceOf(restarted.unit())
                        .map(Service::name)
                        .filter(names::contains)
                        .isPresent();
            case OwnUnit.Started.Other _ -> false;
        };
    }

    /** Where that is described which {@link #without} knows by this name. */
    public Optional<SourcePos> position(String name) {
        Stream<SourcePos> services =
                everyService().filter(service -> service.name().equals(name)).map(Service::position);
        Stream<SourcePos> others = units.values().stream()
                .filter(unit -> unit.unit().text().equals(name))
                .map(OwnUnit::position);
        Stream<SourcePos> groups = targets.values().stream()
                .filter(target -> target.unit().text().equals(name))
                .map(TargetGroup::position);
        return Stream.of(services, others, groups).flatMap(it -> it).findFirst();
    }

    /** All units that are neither services nor targets, sockets of services included. */
    public Stream<OwnUnit> everyUnit() {
        return Stream.concat(
                units.values().stream(),
                everyService()
                        .flatMap(service -> service.start().socket().stream())
                        .map(Listening::unit));
    }

    /** Every service that has a unit of upkeep's own or a drop-in. */
    public Stream<Service> everyService() {
        return Stream.concat(services.values().stream(), perConnection.values().stream());
    }

    /** The services of a name: the one, or all instances of it in the order of their numbers; none if there is none. */
    public List<Service> named(String name) {
        return named(services, name);
    }

    private static List<Service> named(SortedMap<String, Service> services, String name) {
        Service service = services.get(name);
        return service != null
                ? List.of(service)
                : instances(services, name)
                        .sorted(Comparator.comparingInt(Plan::number))
                        .toList();
    }

    private static int number(Service service) {
        return service.rollout().instance().map(Instance::number).orElse(0);
    }

    private static Stream<Service> instances(SortedMap<String, Service> services, String set) {
        return services.values().stream()
                .filter(service -> service.rollout()
                        .instance()
                        .filter(it -> it.set().equals(set))
                        .isPresent());
    }

    /** All programs that upkeepd may have run: those of checks and rules, and those that tell receivers. */
    public Stream<ProgramUnit> programs() {
        Stream<List<Reaction>> ofServices = services.values().stream()
                .flatMap(service -> Stream.concat(
                        service.rules().stream().map(SupervisionRule::then),
                        service.probes().all().flatMap(Plan::reactions)));
        Stream<ProgramUnit> actions = Stream.concat(
                        ofServices, checks.values().stream().flatMap(Plan::reactions))
                .flatMap(List::stream)
                .filter(Reaction.Exec.class::isInstance)
                .map(reaction -> ((Reaction.Exec) reaction).program());
        Stream<ProgramUnit> telling =
                alerting.receivers().values().stream().flatMap(receiver -> receiver.channel().program().stream());
        return Stream.concat(actions, telling);
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
