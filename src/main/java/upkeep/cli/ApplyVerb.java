package upkeep.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upkeep.install.Applier;
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

    @Option(names = "--json", description = "Print what was done as JSON, at the end.")
    private boolean json;

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
            return PlanVerb.show(shell, options, request, applyOptions.options(), json);
        }
        Exposures exposures = options.exposures(shell, request);
        Shadowing.of(layout, request.plan(), request.wanted().tree()).forEach(problem -> Upkeep.print(shell, problem));
        OwnTemplates.of(layout, request.plan()).forEach(problem -> Upkeep.print(shell, problem));
        if (json) {
            exposures.problems().forEach(problem -> Upkeep.print(shell, problem));
        } else {
            request.tellKept(shell);
            exposures.print(shell);
        }
        if (exposures.isRefused()) {
            return ExitCode.FAILED;
        }
        ApplyOutput output = json ? ApplyOutput.json(shell) : ApplyOutput.text(shell);
        Optional<End> end = run(shell, layout, request.wanted(), applyOptions.options(), occasion, output);
        int exitCode = output.end(layout, end, request::write);
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
        ApplyOutput output = ApplyOutput.text(shell);
        Optional<End> end = run(shell, layout, wanted, options, occasion, output);
        return output.end(layout, end, _ -> {});
    }

    private static Optional<End> run(
            Shell shell, Layout layout, Wanted wanted, Applier.Options options, Occasion occasion, ApplyOutput output) {
        Applier applier =
                new Applier(layout, new RealFileSystem(), shell.activation().apply(layout));
        Reversion reversion = shell.host().reversion(layout);
        Optional<Ground> ground = shell.host().ground(layout);
        try {
            if (ground.isPresent()) {
                RollingApply.Told told = new RollingApply.Told(output::tell, output::say);
                return new RollingApply(applier, options, reversion, ground.get(), told).run(wanted, occasion);
            }
            output.tell(applier.apply(wanted, options, occasion, reversion));
            return Optional.empty();
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }
}
