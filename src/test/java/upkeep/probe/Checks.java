package upkeep.probe;

import java.util.List;
import upkeep.base.Checked;
import upkeep.spec.Check;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** Checks as a spec says them, called {@code c}. */
public final class Checks {

    private Checks() {}

    public static Check of(String text) {
        Checked<Plan> plan = Specs.load(List.of(new Source("test.yaml", "checks:\n  c: " + text + "\n")));
        return plan.value()
                .map(found -> found.checks().get("c"))
                .orElseThrow(() -> new IllegalArgumentException(plan.problems().toString()));
    }
}
