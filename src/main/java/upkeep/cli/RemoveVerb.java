package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.install.Applier;
import upkeep.install.ChangeSet;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.Wanted;

/** {@code upkeep remove}: take services and other units away again. Works from what was applied, not from the specs as they are now. */
@Command(
        name = "remove",
        description =
                "Stop, disable and delete services and other units of ours. Adopted units run on; only the drop-in goes.")
final class RemoveVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Option(names = "--systemd", paramLabel = "VERSION", description = "The version of systemd to write for.")
    private @Nullable Integer systemd;

    @Option(names = "--overwrite", description = "Delete files that were edited by hand too. A copy is kept.")
    private boolean overwrite;

    @Option(names = "--dry-run", description = "Touch nothing and show what would be done, as plan does.")
    private boolean dryRun;

    @Option(names = "--all", description = "Everything that upkeep wrote.")
    private boolean all;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "What to remove: services, timers, mounts, …, by name or unit.")
    private List<String> names = new ArrayList<>();

    RemoveVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = root.layout();
        if (!dryRun) {
            ApplyVerb.requireRoot(shell, layout, "remove");
        }
        if (all == !names.isEmpty()) {
            throw Failure.usage("cannot tell what to remove", "name services or other units, or give --all");
        }
        Wanted wanted = all ? Wanted.NOTHING : without(layout);
        Applier.Options options = new Applier.Options(overwrite, false, true);
        if (dryRun) {
            ChangeSet changes = PlanVerb.changes(shell, layout, wanted, options);
            new PlanText(shell, layout, changes, wanted, Occasion.Kind.REMOVE).print();
            return changes.isClean() ? ExitCode.CLEAN : ExitCode.FAILED;
        }
        Occasion occasion = Occasion.of(
                Occasion.Kind.REMOVE, shell.host().now(), shell.host().caller());
        int exitCode = ApplyVerb.apply(shell, layout, wanted, options, occasion);
        shell.say("Specs that still describe what was removed bring it back at the next apply.");
        return exitCode;
    }

    private Wanted without(Layout layout) {
        AppliedServices applied = AppliedServices.read(shell, layout);
        return applied.without(shell, "remove", applied.present("remove", names), systemd);
    }
}
