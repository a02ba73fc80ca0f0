package upkeep.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.install.LastGood;
import upkeep.install.Layout;
import upkeep.install.SpecDirectory;
import upkeep.render.Renderer;
import upkeep.render.Sandbox;
import upkeep.render.UnitTree;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** The options of all verbs that go from specs to units, and the way there. */
final class SpecOptions {

    @Mixin
    private SpecsOption specs = new SpecsOption();

    @Mixin
    private RootOption root = new RootOption();

    @Mixin
    private PresetsOption presets = new PresetsOption();

    @Option(
            names = "--systemd",
            paramLabel = "VERSION",
            description = "The version of systemd to write for. Default: the one of this machine.")
    private @Nullable Integer systemd;

    Layout layout() {
        return root.layout();
    }

    String origin() {
        return specs.origin();
    }

    /** The version of systemd to write for. */
    int systemdVersion(Shell shell) {
        return Systemd.version(shell, systemd);
    }

    /** The specs, and all presets that they could take. */
    List<Source> sources(Shell shell, SpecDirectory.Trust trust) {
        Path directory = specs.directory(layout());
        return presets.with(shell, layout(), trust, accept(shell, SpecDirectory.read(directory, origin(), trust)));
    }

    /** The same for acting on them, with those that cannot be read or trusted apart. */
    SpecDirectory.Contents contents(Shell shell) {
        Path directory = specs.directory(layout());
        SpecDirectory.Trust trust = SpecDirectory.Trust.OWNER_ONLY;
        return accept(shell, SpecDirectory.readContents(directory, origin(), trust))
                .and(presets.contents(shell, layout(), trust));
    }

    /** The way from specs to files. */
    Checked<LastGood.Rendered> rendered(Shell shell, List<Source> sources) {
        Checked<Plan> plan = Specs.load(sources);
        if (plan.value().isEmpty()) {
            return Checked.failed(plan.problems());
        }
        Checked<UnitTree> tree = new Renderer().render(plan.value().get(), systemdVersion(shell));
        List<Problem> problems = new ArrayList<>(plan.problems());
        problems.addAll(tree.problems());
        return new Checked<>(
                tree.value().map(files -> new LastGood.Rendered(plan.value().get(), files)), problems);
    }

    /** These and the presets of the package. */
    List<Source> withPresets(Shell shell, List<Source> sources) {
        return presets.with(shell, layout(), SpecDirectory.Trust.ANYBODY, sources);
    }

    Plan plan(Shell shell, List<Source> sources) {
        return accept(shell, Specs.load(sources));
    }

    UnitTree tree(Shell shell, Plan plan) {
        return accept(shell, new Renderer().render(plan, systemdVersion(shell)));
    }

    /** How exposed services are that change in this respect, or have a ceiling. */
    Exposures exposures(Shell shell, Request request) {
        return Exposures.of(
                request.plan(),
                request.wanted().tree(),
                layout(),
                systemdVersion(shell),
                shell.host().programs());
    }

    /** What the hardening of a service becomes. */
    Sandbox sandbox(Shell shell, Service service) {
        return Sandbox.of(service, systemdVersion(shell));
    }

    /** The value with its warnings printed, or the end of the verb. */
    static <T> T accept(Shell shell, Checked<T> checked) {
        if (checked.value().isEmpty()) {
            throw Failure.invalid(checked.problems());
        }
        checked.problems().forEach(problem -> Upkeep.print(shell, problem));
        return checked.value().get();
    }
}
