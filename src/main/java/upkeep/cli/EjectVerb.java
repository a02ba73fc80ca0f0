package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
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
import upkeep.spec.OwnUnit;
import upkeep.spec.Service;

/** {@code upkeep eject}: leave upkeep with a service. Its unit stays as a plain file, enabled and running. */
@Command(
        name = "eject",
        description = "Let services go: their units stay as plain files and run on; upkeep's marks, permissions and"
                + " supervision go.")
final class EjectVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Option(names = "--systemd", paramLabel = "VERSION", description = "The version of systemd to write for.")
    private @Nullable Integer systemd;

    @Option(names = "--all", description = "All services and targets.")
    private boolean all;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "The services to let go.")
    private List<String> names = new ArrayList<>();

    EjectVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = root.layout();
        ApplyVerb.requireRoot(shell, layout, "eject");
        if (all == !names.isEmpty()) {
            throw Failure.usage("cannot tell what to eject", "name services, or give --all");
        }
        AppliedServices applied = AppliedServices.read(shell, layout);
        SortedSet<String> services = new TreeSet<>();
        SortedSet<UnitName> units = new TreeSet<>();
        if (all) {
            services.addAll(applied.present().keySet());
            applied.plan().targets().values().forEach(target -> units.add(target.unit()));
            applied.plan()
                    .units()
                    .values()
                    .forEach(unit -> units.addAll(unit.unitNames().toList()));
        }
        for (String name : names) {
            // One whose ejection was cut off counts as removed already.
            services.addAll(AppliedServices.find("eject", name, applied.plan().services()));
        }
        for (String service : services) {
            Service described = applied.plan().services().get(service);
            if (described != null) {
                units.add(described.unit());
                units.addAll(applied.plan()
                        .unitsOf(described)
                        .flatMap(OwnUnit::unitNames)
                        .toList());
            }
        }
        applied.emptied(services).forEach(target -> units.add(target.unit()));
        Wanted wanted = all ? Wanted.NOTHING : applied.without(shell, services, systemd);
        release(layout, units, services).forEach(path -> shell.say("let go " + path));
        // Nothing changes but comments; without it systemctl would warn of files that systemd has not read.
        shell.activation().apply(layout).run(Step.Kind.DAEMON_RELOAD, List.of());
        Occasion occasion = Occasion.of(
                Occasion.Kind.EJECT, shell.host().now(), shell.host().caller());
        int exitCode = ApplyVerb.apply(shell, layout, wanted, Applier.Options.DEFAULT, occasion);
        shell.say("Take them out of the specs, or an apply finds their units in its way; upkeep apply --overwrite takes"
                + " them back. Users that were made for them stay.");
        return exitCode;
    }

    private List<String> release(Layout layout, SortedSet<UnitName> units, SortedSet<String> services) {
        try {
            return new Applier(layout, new RealFileSystem(), shell.activation().apply(layout)).release(units, services);
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }
}
