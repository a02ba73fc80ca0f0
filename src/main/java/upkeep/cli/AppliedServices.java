package upkeep.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import upkeep.base.Nearest;
import upkeep.install.Layout;
import upkeep.install.Snapshot;
import upkeep.install.Wanted;
import upkeep.render.Renderer;
import upkeep.render.UnitTree;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.spec.TargetGroup;

/**
 * The services as they were applied, which is what verbs go by that take some away; the specs may be others by now.
 *
 * @param removed those that the applied specs describe and that were taken away already
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

    /** Those that are in force. */
    SortedMap<String, Service> present() {
        SortedMap<String, Service> present = new TreeMap<>(plan.services());
        present.keySet().removeAll(removed);
        return present;
    }

    /** The names of the one that is called so, or whose unit is; or of all instances of one that has some. */
    static List<String> find(String verb, String name, SortedMap<String, Service> services) {
        List<String> found = services.values().stream()
                .filter(service -> service.name().equals(name)
                        || service.unit().text().equals(name)
                        || service.rollout()
                                .instance()
                                .filter(instance -> instance.set().equals(name))
                                .isPresent())
                .map(Service::name)
                .toList();
        if (found.isEmpty()) {
            throw Failure.failed(
                    "cannot " + verb + " " + name + ": no service of that name was applied",
                    Nearest.to(name, services.keySet())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("applied are: " + String.join(", ", services.keySet())));
        }
        return found;
    }

    /** The targets that gathered nothing but instances that are among these, or were taken away before. */
    List<TargetGroup> emptied(Collection<String> names) {
        SortedSet<String> all = new TreeSet<>(removed);
        all.addAll(names);
        List<TargetGroup> emptied = new ArrayList<>(plan.targets().values());
        emptied.removeAll(plan.without(all).targets().values());
        return emptied;
    }

    /** What is wanted once these are taken away as well. */
    Wanted without(Shell shell, Collection<String> names, @Nullable Integer systemd) {
        SortedSet<String> all = new TreeSet<>(removed);
        all.addAll(names);
        UnitTree tree =
                SpecOptions.accept(shell, new Renderer().render(plan.without(all), Systemd.version(shell, systemd)));
        return new Wanted(tree, origin, sources, all);
    }
}
