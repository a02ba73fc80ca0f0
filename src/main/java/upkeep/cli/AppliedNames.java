package upkeep.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import upkeep.base.Nearest;
import upkeep.spec.Listening;
import upkeep.spec.OwnUnit;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.TargetGroup;

/**
 * What the names that a verb is given stand for among all that was applied. A service is named as in the spec or by its
 * unit, and comes with what is there for it alone; anything else likewise, by its whole unit where a name has several
 * meanings. A service comes first.
 *
 * @param verb what would be done, for what is said of a name that cannot be had
 * @param gone names that count as not there
 */
record AppliedNames(String verb, Plan plan, Set<String> gone) {

    /** The names by which {@link Plan#without} knows them: of services, and whole names of other units. */
    SortedSet<String> of(Collection<String> names) {
        SortedSet<String> found = new TreeSet<>();
        names.forEach(name -> found.addAll(of(name)));
        return found;
    }

    private List<String> of(String name) {
        List<String> services = services()
                .filter(service -> isNamed(service, name))
                .map(Service::name)
                .toList();
        return services.isEmpty() ? other(name) : services;
    }

    private Stream<Service> services() {
        return plan.everyService().filter(service -> !gone.contains(service.name()));
    }

    private static boolean isNamed(Service service, String name) {
        boolean isSet = service.rollout()
                .instance()
                .filter(instance -> name.equals(instance.set()) || name.equals(instance.set() + ".target"))
                .isPresent();
        return isSet || service.name().equals(name) || service.unit().text().equals(name);
    }

    /** Something that is no service: all units of one entry of the spec, as a mount and its automount are. */
    private List<String> other(String name) {
        List<OwnUnit> named = units().filter(
                        unit -> unit.name().equals(name) || unit.unit().text().equals(name))
                .toList();
        List<String> targets = targets()
                .filter(target ->
                        target.name().equals(name) || target.unit().text().equals(name))
                .map(target -> target.unit().text())
                .toList();
        List<String> meanings = Stream.concat(
                        named.stream()
                                .filter(unit -> isFirst(unit, named))
                                .map(unit -> unit.unit().text()),
                        targets.stream())
                .toList();
        if (meanings.size() > 1) {
            throw Failure.failed(
                    "cannot " + verb + " " + name + ": it is the name of " + String.join(" and ", meanings),
                    "name one of them by its whole name, or both");
        }
        if (!targets.isEmpty()) {
            return targets;
        }
        if (named.isEmpty()) {
            throw unknown(name);
        }
        OwnUnit first = named.getFirst();
        return first.starts()
                .filter(OwnUnit.Started.Own.class::isInstance)
                .map(own -> List.of(((OwnUnit.Started.Own) own).service()))
                .orElseGet(() -> entry(first));
    }

    private static boolean isFirst(OwnUnit unit, List<OwnUnit> named) {
        return named.stream()
                .filter(other -> other.position().equals(unit.position()))
                .findFirst()
                .filter(unit::equals)
                .isPresent();
    }

    private List<String> entry(OwnUnit unit) {
        return units().filter(other ->
                        other.name().equals(unit.name()) && other.position().equals(unit.position()))
                .map(other -> other.unit().text())
                .toList();
    }

    private Stream<OwnUnit> units() {
        return plan.units().values().stream()
                .filter(unit -> !gone.contains(unit.unit().text()));
    }

    private Stream<TargetGroup> targets() {
        return plan.targets().values().stream()
                .filter(target -> !gone.contains(target.unit().text()));
    }

    private Failure unknown(String name) {
        for (Service service : services().toList()) {
            boolean isSocket = service.start()
                    .socket()
                    .map(Listening::unit)
                    .filter(unit -> unit.unit().text().equals(name))
                    .isPresent();
            if (isSocket) {
                return Failure.failed(
                        "cannot " + verb + " " + name + ": it is what systemd listens on for " + service.name()
                                + ", and goes with it",
                        "name " + service.name() + ", or take socket: out of its spec");
            }
        }
        SortedSet<String> known = new TreeSet<>();
        services().forEach(service -> {
            known.add(service.name());
            service.rollout().instance().ifPresent(instance -> known.add(instance.set()));
        });
        units().forEach(unit -> known.addAll(List.of(unit.name(), unit.unit().text())));
        targets().forEach(target -> known.add(target.unit().text()));
        return Failure.failed(
                "cannot " + verb + " " + name + ": nothing of that name was applied",
                Nearest.to(name, known)
                        .map(near -> "did you mean " + near + "?")
                        .orElseGet(this::applied));
    }

    private String applied() {
        List<String> all = new ArrayList<>(services().map(Service::name).toList());
        Stream.concat(
                        units().filter(unit -> unit.starts()
                                        .filter(OwnUnit.Started.Own.class::isInstance)
                                        .isEmpty())
                                .map(OwnUnit::unit),
                        targets().map(TargetGroup::unit))
                .forEach(unit -> all.add(unit.text()));
        return all.isEmpty() ? "nothing is applied" : "applied are: " + String.join(", ", all);
    }
}
