package upkeep.daemon;

import java.util.List;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.install.Layout;
import upkeep.install.Snapshot;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** Reads the specs that were applied last, which is what upkeepd goes by. */
final class AppliedPlan {

    private AppliedPlan() {}

    /** The plan, the empty one before the first apply, or the problems that keep it from being one. */
    static Checked<Plan> read(Layout layout) {
        Checked<List<Source>> sources = Snapshot.read(layout);
        if (sources.value().isEmpty()) {
            return Checked.failed(sources.problems());
        }
        if (sources.value().get().isEmpty()) {
            return Checked.of(Plan.EMPTY, List.of());
        }
        return Specs.load(sources.value().get());
    }

    static String text(List<Problem> problems) {
        return problems.stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
