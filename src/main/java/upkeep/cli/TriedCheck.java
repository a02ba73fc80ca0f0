package upkeep.cli;

import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import upkeep.base.Moment;
import upkeep.base.Version;
import upkeep.control.CheckReport;
import upkeep.core.Observation;
import upkeep.core.RuleLook;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.probe.run.RecordedSteps;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;

/** Runs a check once in this process: with the rights of the caller, from where the caller is, and with nothing remembered. */
final class TriedCheck {

    private TriedCheck() {}

    static CheckReport report(Check check, boolean withSteps) {
        Online.silenceLogging();
        FutureTask<CheckReport> task = new FutureTask<>(() -> run(check, withSteps));
        // Probers want a virtual thread, which wakes up at once when it is interrupted.
        Thread.ofVirtual().name("probe-" + check.id()).start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("cannot check " + check.id() + ": interrupted", "run it again");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a probe does not throw", e.getCause());
        }
    }

    private static CheckReport run(Check check, boolean withSteps) {
        RecordedSteps steps = new RecordedSteps();
        Observation observation = new Probers(Version.CURRENT)
                .probe(check, Memory.soft(), check.timeout().toDuration(), withSteps ? steps.trace() : Trace.NONE);
        return new CheckReport(
                check,
                observation,
                RuleLook.first(check, observation, new Moment(System.nanoTime(), Instant.now())),
                steps.all().stream()
                        .map(step -> new CheckReport.Step(step.microseconds(), step.what(), step.lines()))
                        .toList());
    }
}
