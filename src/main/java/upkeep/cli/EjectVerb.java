package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.UnitName;
import upkeep.install.Applier;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.RealFileSystem;
import upkeep.install.Step;
import upkeep.install.Wanted;

/** {@code upkeep eject}: leave upkeep with a service or another unit, which stays as a plain file, enabled and running. */
@Command(
        name = "eject",
        description =
                "Let services and other units go: they stay as plain files and run on; upkeep's marks, permissions and"
                        + " supervision go.")
final class EjectVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Option(names = "--systemd", paramLabel = "VERSION", description = "The version of systemd to write for.")
    private @Nullable Integer systemd;

    @Option(names = "--all", description = "All there is.")
    private boolean all;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "What to let go: services, timers, mounts, …, by name or unit.")
    private List<String> names = new ArrayList<>();

    EjectVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = root.layout();
        ApplyVerb.requireRoot(shell, layout, "eject");
        if (all == !names.isEmpty()) {
            throw Failure.usage("cannot tell what to eject", "name services or other units, or give --all");
        }
        AppliedServices applied = AppliedServices.read(shell, layout);
        SortedSet<String> gone = all ? applied.all() : applied.known("eject", names);
        Wanted wanted = all ? Wanted.NOTHING : applied.without(shell, "eject", gone, systemd);
        release(layout, applied.units(gone), gone).forEach(path -> shell.say("let go " + path));
        // Nothing changes but comments; without it systemctl would warn of files that systemd has not read.
        shell.activation().apply(layout).run(Step.Kind.DAEMON_RELOAD, List.of());
        Occasion occasion = Occasion.of(
                Occasion.Kind.EJECT, shell.host().now(), shell.host().caller());
        int exitCode = ApplyVerb.apply(shell, layout, wanted, Applier.Options.DEFAULT, occasion);
        shell.say("Take them out of the specs, or an apply finds their units in its way; upkeep apply --overwrite takes"
                + " them back. Users that were made for them stay.");
        return exitCode;
    }

    private List<String> release(Layout layout, SortedSet<UnitName> units, SortedSet<String> names) {
        try {
            return new Applier(layout, new RealFileSystem(), shell.activation().apply(layout)).release(units, names);
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }
}
