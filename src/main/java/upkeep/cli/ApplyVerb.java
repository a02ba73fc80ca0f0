package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upkeep.install.Activation;
import upkeep.install.Applier;
import upkeep.install.ApplyReport;
import upkeep.install.FileChange;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.RealFileSystem;
import upkeep.install.Reversion;
import upkeep.install.Wanted;
import upkeep.rollout.End;

/** {@code upkeep apply}: make it so. */
@Command(
        name = "apply",
        description = "Write the units that the specs become, enable and start what is new, restart what changed.")
final class ApplyVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private SpecOptions options = new SpecOptions();

    @Mixin
    private ApplyOptions applyOptions = new ApplyOptions();

    @Mixin
    private StrictOption strict = new StrictOption();

    @Mixin
    private ConfirmOption confirm = new ConfirmOption();

    @Option(names = "--dry-run", description = "Touch nothing and show what would be done, as plan does.")
    private boolean dryRun;

    ApplyVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = options.layout();
        if (!dryRun) {
            requireRoot(shell, layout, "apply");
        }
        Occasion occasion = Occasion.of(
                        Occasion.Kind.APPLY, shell.host().now(), shell.host().caller())
                .confirmedWithin(confirm.within(layout));
        Request request = Request.read(shell, options, strict.isSet());
        if (dryRun) {
            return PlanVerb.show(shell, options, request, applyOptions.options(), false);
        }
        request.tellKept(shell);
        Exposures exposures = options.exposures(shell, request);
        exposures.print(shell);
        if (exposures.isRefused()) {
            return ExitCode.FAILED;
        }
        int exitCode = apply(shell, layout, request.wanted(), applyOptions.options(), occasion);
        return exitCode == ExitCode.CLEAN ? request.exitCode(exitCode) : exitCode;
    }

    static void requireRoot(Shell shell, Layout layout, String verb) {
        if (layout.isSystem() && !shell.root()) {
            throw Failure.failed(
                    "cannot " + verb + ": only root may change the units of this machine",
                    "run it as root, or try it on a directory of your own with --root DIR");
        }
    }

    /** Applies, and prints what was done; what is verified is restarted one by one where it runs. */
    static int apply(Shell shell, Layout layout, Wanted wanted, Applier.Options options, Occasion occasion) {
        Applier applier =
                new Applier(layout, new RealFileSystem(), shell.activation().apply(layout));
        Reversion reversion = shell.host().reversion(layout);
        Optional<Ground> ground = shell.host().ground(layout);
        List<ApplyReport> reports = new ArrayList<>();
        RollingApply.Told told = new RollingApply.Told(report -> tell(shell, report, reports), line -> {
            shell.say(line);
            shell.out().flush();
        });
        Optional<End> end;
        try {
            if (ground.isPresent()) {
                end = new RollingApply(applier, options, reversion, ground.get(), told).run(wanted, occasion);
            } else {
                tell(shell, applier.apply(wanted, options, occasion, reversion), reports);
                end = Optional.empty();
            }
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
        if (reports.stream()
                .allMatch(report ->
                        report.changes().isClean() && report.outcomes().isEmpty())) {
            shell.say("nothing to do");
        }
        PlanText.waiting(layout).ifPresent(shell::say);
        boolean isFailed = end.map(it -> RolloutText.print(shell, it)).orElse(false);
        return isFailed || reports.stream().anyMatch(ApplyReport::hasFailures) ? ExitCode.FAILED : ExitCode.CLEAN;
    }

    private static void tell(Shell shell, ApplyReport report, List<ApplyReport> reports) {
        reports.add(report);
        for (FileChange file : report.changes().changes()) {
            shell.say(file.verb().name().toLowerCase(java.util.Locale.ROOT) + " " + file.path());
        }
        report.saved().forEach(path -> shell.say("kept what was edited as " + path));
        for (Activation.Outcome outcome : report.outcomes()) {
            shell.say(outcome.step() + ": " + text(shell, outcome));
        }
        PlanText.tellUnits(shell, report.changes());
        shell.out().flush();
    }

    private static String text(Shell shell, Activation.Outcome outcome) {
        return switch (outcome.result()) {
            case DONE -> shell.paint(Shell.GREEN, "done");
            case SKIPPED -> "not needed, " + outcome.text();
            case FAILED -> shell.paint(Shell.RED, "failed") + ", " + outcome.text();
        };
    }
}
