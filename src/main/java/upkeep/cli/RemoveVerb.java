package upkeep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Nearest;
import upkeep.install.Applier;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.Snapshot;
import upkeep.install.Wanted;
import upkeep.render.Renderer;
import upkeep.render.UnitTree;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** {@code upkeep remove}: take services away again. Works from what was applied, not from the specs as they are now. */
@Command(
        name = "remove",
        description = "Stop, disable and delete services of ours. Adopted units run on; only the drop-in goes.")
final class RemoveVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Option(names = "--systemd", paramLabel = "VERSION", description = "The version of systemd to write for.")
    private @Nullable Integer systemd;

    @Option(names = "--overwrite", description = "Delete files that were edited by hand too. A copy is kept.")
    private boolean overwrite;

    @Option(names = "--all", description = "Everything that upkeep wrote.")
    private boolean all;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "The services to remove.")
    private List<String> names = new ArrayList<>();

    RemoveVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = root.layout();
        ApplyVerb.requireRoot(shell, layout, "remove");
        if (all == !names.isEmpty()) {
            throw Failure.usage("cannot tell what to remove", "name services, or give --all");
        }
        Wanted wanted = all ? Wanted.NOTHING : without(layout);
        Occasion occasion = Occasion.of(
                Occasion.Kind.REMOVE, shell.host().now(), shell.host().caller());
        int exitCode = ApplyVerb.apply(shell, layout, wanted, new Applier.Options(overwrite, false, true), occasion);
        shell.say("Specs that still describe what was removed bring it back at the next apply.");
        return exitCode;
    }

    private Wanted without(Layout layout) {
        List<Source> sources = SpecOptions.accept(shell, Snapshot.read(layout));
        Plan applied = SpecOptions.accept(shell, Specs.load(sources));
        SortedSet<String> removed =
                new TreeSet<>(Layouts.manifest(shell, layout).removed());
        SortedMap<String, Service> rest = new TreeMap<>(applied.services());
        rest.keySet().removeAll(removed);
        for (String name : names) {
            String service = find(name, rest);
            removed.add(service);
            rest.remove(service);
        }
        Plan plan = new Plan(rest, applied.targets(), applied.checks(), applied.settings());
        UnitTree tree = SpecOptions.accept(shell, new Renderer().render(plan, version()));
        return new Wanted(tree, Layouts.origin(layout), sources, removed);
    }

    private static String find(String name, SortedMap<String, Service> services) {
        for (Service service : services.values()) {
            if (service.name().equals(name) || service.unit().text().equals(name)) {
                return service.name();
            }
        }
        throw Failure.failed(
                "cannot remove " + name + ": no service of that name was applied",
                Nearest.to(name, services.keySet())
                        .map(near -> "did you mean " + near + "?")
                        .orElse("applied are: " + String.join(", ", services.keySet())));
    }

    private int version() {
        if (systemd != null) {
            return systemd;
        }
        return shell.systemdVersion()
                .get()
                .orElseThrow(() -> Failure.usage(
                        "cannot tell the version of systemd: systemctl --version gives no answer here",
                        "name it, for instance with --systemd 257"));
    }
}
