package upkeep.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Applier;
import upkeep.install.ApplyReport;
import upkeep.install.FileChange;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;
import upkeep.install.SpecDirectory;
import upkeep.install.Wanted;
import upkeep.spec.Plan;
import upkeep.spec.Source;

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

    ApplyVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        requireRoot(shell, options.layout(), "apply");
        List<Source> sources = options.sources(shell, SpecDirectory.Trust.OWNER_ONLY);
        Plan plan = options.plan(shell, sources);
        Wanted wanted = Wanted.of(options.tree(shell, plan), options.origin(), sources);
        Exposures exposures = options.exposures(shell, plan, wanted.tree());
        exposures.print(shell);
        if (exposures.isRefused()) {
            return ExitCode.FAILED;
        }
        return apply(shell, options.layout(), wanted, applyOptions.options());
    }

    static void requireRoot(Shell shell, Layout layout, String verb) {
        if (layout.isSystem() && !shell.root()) {
            throw Failure.failed(
                    "cannot " + verb + ": only root may change the units of this machine",
                    "run it as root, or try it on a directory of your own with --root DIR");
        }
    }

    /** Applies, and prints what was done. */
    static int apply(Shell shell, Layout layout, Wanted wanted, Applier.Options options) {
        ApplyReport report;
        try {
            report =
                    new Applier(layout, new RealFileSystem(), shell.activation().apply(layout)).apply(wanted, options);
        } catch (InstallException e) {
            throw new Failure(ExitCode.FAILED, e.problems());
        }
        if (report.changes().isClean() && report.outcomes().isEmpty()) {
            shell.say("nothing to do");
        }
        for (FileChange file : report.changes().changes()) {
            shell.say(file.verb().name().toLowerCase(java.util.Locale.ROOT) + " " + file.path());
        }
        report.saved().forEach(path -> shell.say("kept what was edited as " + path));
        for (Activation.Outcome outcome : report.outcomes()) {
            shell.say(outcome.step() + ": " + text(shell, outcome));
        }
        report.changes().deferred().forEach(unit -> shell.say(deferral(unit)));
        return report.hasFailures() ? ExitCode.FAILED : ExitCode.CLEAN;
    }

    static String deferral(UnitName unit) {
        return unit + ": the change takes effect when it is restarted next (--restart-adopted does it now)";
    }

    private static String text(Shell shell, Activation.Outcome outcome) {
        return switch (outcome.result()) {
            case DONE -> shell.paint(Shell.GREEN, "done");
            case SKIPPED -> "not needed, " + outcome.text();
            case FAILED -> shell.paint(Shell.RED, "failed") + ", " + outcome.text();
        };
    }
}
