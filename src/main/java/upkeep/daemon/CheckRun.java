package upkeep.daemon;

import java.util.List;
import java.util.function.Supplier;
import upkeep.control.Answer;
import upkeep.control.CheckForm;
import upkeep.control.CheckReport;
import upkeep.core.Observation;
import upkeep.core.RuleLook;
import upkeep.core.State;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.probe.run.RecordedSteps;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;

/** Runs checks once, for {@code upkeep check}. */
record CheckRun(Probers probers, Memory memory, Supplier<State> state) {

    Answer run(List<Check> checks, CheckForm form) {
        return form.answer(
                checks.stream().map(check -> report(check, form.hasSteps())).toList());
    }

    private CheckReport report(Check check, boolean withSteps) {
        RecordedSteps steps = new RecordedSteps();
        // Whoever looks must not take anything away from the next look that counts.
        Observation observation = probers.probe(
                check, Memory.above(memory), check.timeout().toDuration(), withSteps ? steps.trace() : Trace.NONE);
        return new CheckReport(
                check,
                observation,
                RuleLook.next(state.get(), check, observation, Now.moment()),
                steps.all().stream()
                        .map(step -> new CheckReport.Step(step.microseconds(), step.what(), step.lines()))
                        .toList());
    }
}
