package upkeep.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.install.Layout;
import upkeep.install.Manifest;
import upkeep.install.ManifestStore;
import upkeep.install.RealFileSystem;
import upkeep.install.Snapshot;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** Reads the specs that were applied last, which is what upkeepd goes by. */
final class AppliedPlan {

    private AppliedPlan() {}

    /**
     * The plan, the empty one before the first apply, or the problems that keep it from being one. What {@code upkeep
     * remove} took away is not in it, although the applied specs still describe it.
     */
    static Checked<Plan> read(Layout layout) {
        Checked<List<Source>> sources = Snapshot.read(layout);
        if (sources.value().isEmpty()) {
            return Checked.failed(sources.problems());
        }
        if (sources.value().get().isEmpty()) {
            return Checked.of(Plan.EMPTY, List.of());
        }
        Checked<Manifest> manifest = new ManifestStore(layout, new RealFileSystem()).read();
        Checked<Plan> plan = Specs.load(sources.value().get());
        if (manifest.value().isEmpty() || plan.value().isEmpty()) {
            List<Problem> problems = new ArrayList<>(manifest.problems());
            problems.addAll(plan.problems());
            return Checked.failed(problems);
        }
        return Checked.of(without(plan.value().get(), manifest.value().get().removed()), plan.problems());
    }

    private static Plan without(Plan plan, Set<String> removed) {
        SortedMap<String, Service> services = new TreeMap<>(plan.services());
        services.keySet().removeAll(removed);
        return new Plan(services, plan.targets(), plan.checks(), plan.settings());
    }

    static String text(List<Problem> problems) {
        return problems.stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
