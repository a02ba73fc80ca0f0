package upkeep.daemon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.install.Layout;
import upkeep.install.Manifest;
import upkeep.install.ManifestStore;
import upkeep.install.RealFileSystem;
import upkeep.install.Snapshot;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;

/** The specs that were applied last, which is what upkeepd goes by, and the plan they make. */
record AppliedPlan(PlanSources sources, Plan plan) {

    /** What upkeepd goes by before the first apply. */
    static final AppliedPlan NONE = new AppliedPlan(PlanSources.EMPTY, Plan.EMPTY);

    /**
     * The plan, the empty one before the first apply, or the problems that keep it from being one. What {@code upkeep
     * remove} took away is not in it, although the applied specs still describe it.
     */
    static Checked<AppliedPlan> read(Layout layout) {
        Checked<List<Source>> sources = Snapshot.read(layout);
        if (sources.value().isEmpty()) {
            return Checked.failed(sources.problems());
        }
        if (sources.value().get().isEmpty()) {
            return Checked.of(NONE, List.of());
        }
        Checked<Manifest> manifest = new ManifestStore(layout, new RealFileSystem()).read();
        PlanSources made = new PlanSources(
                sources.value().get(),
                new TreeSet<>(manifest.value().map(Manifest::removed).orElse(Collections.emptySortedSet())));
        Checked<Plan> plan = made.plan();
        if (manifest.value().isEmpty() || plan.value().isEmpty()) {
            List<Problem> problems = new ArrayList<>(manifest.problems());
            problems.addAll(plan.problems());
            return Checked.failed(problems);
        }
        return Checked.of(new AppliedPlan(made, plan.value().get()), plan.problems());
    }

    static String text(List<Problem> problems) {
        return problems.stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
