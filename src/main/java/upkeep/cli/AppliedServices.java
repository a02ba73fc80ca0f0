package upkeep.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.install.Layout;
import upkeep.install.Snapshot;
import upkeep.install.Wanted;
import upkeep.render.Renderer;
import upkeep.render.UnitTree;
import upkeep.spec.OwnUnit;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.SetDirective;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.spec.TargetGroup;

/**
 * What was applied, which is what verbs go by that take some of it away; the specs may be others by now.
 *
 * @param removed the services and other units that the applied specs describe and that were taken away already
 */
record AppliedServices(String origin, List<Source> sources, Plan plan, SortedSet<String> removed) {

    static AppliedServices read(Shell shell, Layout layout) {
        List<Source> sources = SpecOptions.accept(shell, Snapshot.read(layout));
        Plan plan = SpecOptions.accept(shell, Specs.load(sources));
        return new AppliedServices(
                Layouts.origin(layout),
                sources,
                plan,
                new TreeSet<>(Layouts.manifest(shell, layout).removed()));
    }

    /** What these stand for of that which is in force. */
    SortedSet<String> present(String verb, Collection<String> names) {
        return new AppliedNames(verb, plan, removed).of(names);
    }

    /** The same of all that was applied: what an ejection that was cut off has let go counts as removed already. */
    SortedSet<String> known(String verb, Collection<String> names) {
        return new AppliedNames(verb, plan, Set.of()).of(names);
    }

    /** All units that are there for these: their own, and what starts them alone. */
    SortedSet<UnitName> units(Collection<String> names) {
        NavigableSet<UnitName> units = new TreeSet<>();
        plan.everyService().filter(service -> names.contains(service.name())).forEach(service -> {
            units.add(service.unit());
            units.addAll(plan.unitsOf(service).flatMap(OwnUnit::unitNames).toList());
        });
        plan.units().values().stream()
                .filter(unit -> names.contains(unit.unit().text()))
                .forEach(unit -> units.addAll(unit.unitNames().toList()));
        plan.targets().values().stream()
                .map(TargetGroup::unit)
                .filter(unit -> names.contains(unit.text()))
                .forEach(units::add);
        emptied(names).forEach(target -> units.add(target.unit()));
        return units;
    }

    /** The names of all there is. */
    SortedSet<String> all() {
        NavigableSet<String> names = new TreeSet<>();
        plan.everyService().map(Service::name).forEach(names::add);
        names.addAll(plan.units().keySet());
        plan.targets().values().forEach(target -> names.add(target.unit().text()));
        return names;
    }

    /** The targets that gathered nothing but instances that are among these, or were taken away before. */
    private List<TargetGroup> emptied(Collection<String> names) {
        SortedSet<String> all = new TreeSet<>(removed);
        all.addAll(names);
        List<TargetGroup> emptied = new ArrayList<>(plan.targets().values());
        emptied.removeAll(plan.without(all).targets().values());
        return emptied;
    }

    /** Refuses to take away a target or slice of which members stay: these would stop with it, or be in what is not there. */
    private void refuseMembers(String verb, Collection<String> names, Plan left) {
        List<Problem> refused = new ArrayList<>();
        for (String name : names) {
            boolean isHolding = name.endsWith(".target") || (name.endsWith(".slice") && verb.equals("remove"));
            List<String> members = isHolding ? members(name, left) : List.of();
            if (!members.isEmpty()) {
                boolean isOne = members.size() == 1;
                refused.add(Problem.error(
                        SourcePos.NONE,
                        "cannot " + verb + " " + name + ": " + String.join(", ", members) + (isOne ? " is" : " are")
                                + " in it",
                        "name " + (isOne ? "that" : "these") + " as well, or change the specs and apply"));
            }
        }
        if (!refused.isEmpty()) {
            throw new Failure(ExitCode.FAILED, refused);
        }
    }

    private static List<String> members(String name, Plan left) {
        SortedSet<String> members = new TreeSet<>();
        left.everyService()
                .filter(service -> isIn(service, name))
                .forEach(service -> members.add(service.unit().text()));
        left.everyUnit()
                .filter(unit -> isPart(unit.set(), name) || isWithin(unit.unit().text(), name))
                .forEach(unit -> members.add(unit.unit().text()));
        left.targets().values().stream()
                .filter(target -> isPart(target.relations(), name))
                .forEach(target -> members.add(target.unit().text()));
        return List.copyOf(members);
    }

    /** The services that are part of a target or slice, or of one that is part of it; by name. */
    static SortedSet<String> within(Plan plan, String unit) {
        NavigableSet<String> names = new TreeSet<>();
        NavigableSet<String> seen = new TreeSet<>(Set.of(unit));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String group = open.remove();
            plan.services().values().stream()
                    .filter(service -> isIn(service, group))
                    .map(Service::name)
                    .forEach(names::add);
            Stream<UnitName> targets = plan.targets().values().stream()
                    .filter(target -> isPart(target.relations(), group))
                    .map(TargetGroup::unit);
            Stream<UnitName> slices =
                    plan.everyUnit().map(OwnUnit::unit).filter(slice -> isWithin(slice.text(), group));
            Stream.concat(targets, slices).map(UnitName::text).filter(seen::add).forEach(open::add);
        }
        return names;
    }

    private static boolean isIn(Service service, String name) {
        Stream<UnitName> holding = Stream.of(
                        service.slice().stream(),
                        service.relations().partOf().stream(),
                        service.relations().target().flatMap(it -> UnitName.parse(it + ".target")).stream())
                .flatMap(units -> units);
        return holding.anyMatch(unit -> unit.text().equals(name));
    }

    private static boolean isPart(List<SetDirective> set, String name) {
        return set.stream()
                .anyMatch(directive ->
                        directive.key().equals("PartOf") && directive.text().equals(name));
    }

    /** A dash leads into a slice. */
    private static boolean isWithin(String unit, String slice) {
        return unit.endsWith(".slice") && slice.endsWith(".slice") && unit.startsWith(slice.replace(".slice", "-"));
    }

    /** What is wanted once these are taken away as well, which is what that verb does. */
    Wanted without(Shell shell, String verb, Collection<String> names, @Nullable Integer systemd) {
        SortedSet<String> all = new TreeSet<>(removed);
        all.addAll(names);
        Plan left = plan.without(all);
        refuseMembers(verb, names, left);
        UnitTree tree = SpecOptions.accept(shell, new Renderer().render(left, Systemd.version(shell, systemd)));
        return new Wanted(tree, origin, sources, all);
    }
}
