package upkeep.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.install.Layout;
import upkeep.install.SpecDirectory;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** The options of verbs that make specs, and the way of these to where the others are. */
final class NewSpecs {

    @Mixin
    private SpecsOption specs = new SpecsOption();

    @Mixin
    private PresetsOption presets = new PresetsOption();

    @Option(
            names = "--write",
            description = "Write it to conf.d/NAME.yaml, a file for each. A file that exists is never replaced.")
    private boolean write;

    /**
     * What is there already.
     *
     * @param sources specs and presets
     * @param plan of the specs; empty where they cannot be read or are wrong
     */
    record Present(List<Source> sources, Optional<Plan> plan) {}

    /**
     * A spec that was made.
     *
     * @param name of its file, without folder and ending
     * @param about what is in it, for people
     */
    record NewSpec(String name, String text, String about) {

        String file() {
            return "conf.d/" + name + ".yaml";
        }
    }

    /** The specs that are there. Where they are wrong, new ones can be printed, but not put beside them. */
    Present present(Shell shell) {
        Checked<List<Source>> read = SpecDirectory.read(directory(), specs.origin(), SpecDirectory.Trust.ANYBODY);
        List<Source> sources = presets.with(
                shell, Layout.SYSTEM, SpecDirectory.Trust.ANYBODY, read.value().orElse(List.of()));
        Checked<Plan> plan = read.value().isPresent() ? Specs.load(sources) : Checked.failed(read.problems());
        if (plan.value().isEmpty()) {
            if (write) {
                throw Failure.invalid(plan.problems());
            }
            Upkeep.print(
                    shell,
                    Problem.warning(
                            SourcePos.NONE,
                            "cannot see what the specs have already: "
                                    + plan.problems().stream()
                                            .map(Problem::message)
                                            .findFirst()
                                            .orElse("they are wrong")));
        }
        return new Present(sources, plan.value());
    }

    /** Prints {@code together}, or writes a file for each; ends the verb if they do not go with what is there. */
    void put(Shell shell, Present present, List<NewSpec> all, String together) {
        check(present, all);
        if (!write) {
            shell.out().print(together);
            return;
        }
        all.forEach(spec -> SpecFile.refuseExisting(directory().resolve(spec.file())));
        for (NewSpec spec : all) {
            SpecFile.create(directory().resolve(spec.file()), spec.text());
            shell.say(directory().resolve(spec.file()) + ": " + spec.about());
        }
    }

    private Path directory() {
        return specs.directory(Layout.SYSTEM);
    }

    /** Each alone is right by construction; beside what is there they may still be one too many. */
    private static void check(Present present, List<NewSpec> all) {
        List<Source> sources = new ArrayList<>(present.sources());
        if (present.plan().isEmpty()) {
            sources.removeIf(source -> !source.isPreset());
        }
        all.forEach(spec -> sources.add(new Source(spec.file(), spec.text())));
        Checked<Plan> plan = Specs.load(sources);
        if (plan.value().isEmpty()) {
            throw Failure.invalid(plan.problems());
        }
    }
}
