package upkeep.install;

import java.util.List;

/**
 * What an apply did.
 *
 * @param changes what there was to do
 * @param outcomes what came of each step, in the order done
 * @param saved where hand-edited files were kept that were overwritten
 */
public record ApplyReport(ChangeSet changes, List<Activation.Outcome> outcomes, List<String> saved) {

    public ApplyReport {
        outcomes = List.copyOf(outcomes);
        saved = List.copyOf(saved);
    }

    public boolean hasFailures() {
        return outcomes.stream().anyMatch(outcome -> outcome.result() == Activation.Result.FAILED);
    }
}
