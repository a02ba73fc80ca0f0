package upkeep.spec;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import upkeep.base.Checked;

/**
 * What a plan is made of, and nothing else: the specs with the presets that they take, and the services and other
 * units among them that were taken away since. Equal sources always give the same plan.
 */
public record PlanSources(List<Source> sources, SortedSet<String> removed) {

    /** What {@link Plan#EMPTY} is made of. */
    public static final PlanSources EMPTY = new PlanSources(List.of(), new TreeSet<>());

    public PlanSources {
        sources = List.copyOf(sources);
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
    }

    /** The plan, or the problems that keep it from being one. */
    public Checked<Plan> plan() {
        if (sources.isEmpty()) {
            return Checked.of(Plan.EMPTY, List.of());
        }
        Checked<Plan> whole = Specs.load(sources);
        return whole.value().isEmpty() ? whole : Checked.of(whole.value().get().without(removed), whole.problems());
    }
}
