package upkeep.cli;

import java.time.Instant;
import java.util.Optional;
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
import upkeep.target.NagiosTarget;
import upkeep.target.ProgramTarget;
import upkeep.target.RunAs;

/** Runs a check once in this process: with the rights of the caller, from where the caller is, and with nothing remembered. */
final class TriedCheck {

    private TriedCheck() {}

    static CheckReport report(Check written, boolean withSteps) {
        Check check = byCaller(written, System.getProperty("user.name"));
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

    /** The check without a user, if that is the caller; this process can become nobody else. */
    static Check byCaller(Check check, String caller) {
        if (check.target() instanceof ProgramTarget program && program.runAs().isPresent()) {
            refuseOther(program.runAs().get(), caller);
            return check.withTarget(new ProgramTarget(program.command(), Optional.empty(), program.status()));
        }
        if (check.target() instanceof NagiosTarget plugin && plugin.runAs().isPresent()) {
            refuseOther(plugin.runAs().get(), caller);
            return check.withTarget(new NagiosTarget(plugin.command(), Optional.empty()));
        }
        return check;
    }

    private static void refuseOther(RunAs runAs, String caller) {
        if (!runAs.user().equals(caller) || runAs.group().isPresent()) {
            throw Failure.usage(
                    "cannot try it " + runAs.text() + ": --now runs it with the rights of " + caller,
                    "leave user and group out, or become that user: runuser --user=" + runAs.user()
                            + " -- upkeep check --now …");
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
