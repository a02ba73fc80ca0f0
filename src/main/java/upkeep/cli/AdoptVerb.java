package upkeep.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.convert.Adoption;
import upkeep.convert.UnitFacts;
import upkeep.install.Layout;
import upkeep.install.SpecDirectory;
import upkeep.spec.Plan;
import upkeep.spec.PresetDescription;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.target.Target;
import upkeep.target.TimerTarget;
import upkeep.target.UnitTarget;

/** {@code upkeep adopt}: what would a spec say of a unit that is there already? */
@Command(
        name = "adopt",
        description = "Print a spec that looks after units as they are, or write it beside the others.")
final class AdoptVerb implements Callable<Integer> {

    private final Shell shell;
    private final UnitSurvey survey;

    @Mixin
    private SpecsOption specsOption = new SpecsOption();

    @Mixin
    private PresetsOption presetsOption = new PresetsOption();

    @Option(
            names = "--write",
            description = "Write it to conf.d/NAME.yaml, a file for each unit. A file that exists is never replaced.")
    private boolean write;

    @Parameters(arity = "1..*", paramLabel = "UNIT", description = "The units; .service may be left out.")
    private List<String> units = new ArrayList<>();

    AdoptVerb(Shell shell, UnitSurvey survey) {
        this.shell = shell;
        this.survey = survey;
    }

    /**
     * What is there already.
     *
     * @param sources specs and presets
     * @param plan of the specs; empty where they cannot be read or are wrong
     */
    private record Present(List<Source> sources, Optional<Plan> plan) {}

    @Override
    public Integer call() {
        Present present = present();
        SortedMap<String, PresetDescription> presets = SpecOptions.accept(shell, Specs.presets(present.sources()));
        Set<String> taken = new TreeSet<>();
        present.plan().ifPresent(plan -> {
            taken.addAll(plan.services().keySet());
            // A service with instances has its name in its target alone.
            taken.addAll(plan.targets().keySet());
            taken.addAll(plan.checks().keySet());
        });
        Map<UnitName, Adoption> adoptions = new LinkedHashMap<>();
        for (String unit : units) {
            UnitFacts facts = survey.look(unit);
            present.plan().ifPresent(plan -> refuseKnown(facts.unit(), plan));
            if (!adoptions.containsKey(facts.unit())) {
                Adoption adoption = Adoption.of(facts, presets, taken);
                taken.add(adoption.name());
                adoptions.put(adoption.unit(), adoption);
            }
        }
        List<Adoption> all = List.copyOf(adoptions.values());
        check(present, all);
        if (write) {
            all.forEach(this::refuseExisting);
            all.forEach(this::write);
        } else {
            shell.out().print(Adoption.text(all));
        }
        return ExitCode.CLEAN;
    }

    private Path directory() {
        return specsOption.directory(Layout.SYSTEM);
    }

    private Present present() {
        Path directory = directory();
        Checked<List<Source>> read = SpecDirectory.read(directory, specsOption.origin(), SpecDirectory.Trust.ANYBODY);
        List<Source> sources = presetsOption.with(
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

    private static void refuseKnown(UnitName unit, Plan plan) {
        plan.serviceOf(unit).ifPresent(service -> {
            throw UnitSurvey.described(unit, place(service.position()) + ", as " + service.name());
        });
        plan.checks().values().stream()
                .filter(check -> looksAt(check.target(), unit))
                .findFirst()
                .ifPresent(check -> {
                    throw UnitSurvey.described(unit, place(check.position()) + ", as " + check.id());
                });
    }

    private static String place(SourcePos position) {
        return position.file() + ":" + position.line();
    }

    private static boolean looksAt(Target target, UnitName unit) {
        return (target instanceof UnitTarget other && other.unit().equals(unit))
                || (target instanceof TimerTarget timer && timer.timer().equals(unit));
    }

    /** The new entries alone are right by construction; beside what is there they may still be one too many. */
    private static void check(Present present, List<Adoption> adoptions) {
        List<Source> sources = new ArrayList<>(present.sources());
        if (present.plan().isEmpty()) {
            sources.removeIf(source -> !source.isPreset());
        }
        adoptions.forEach(adoption -> sources.add(new Source(file(adoption), Adoption.text(List.of(adoption)))));
        Checked<Plan> together = Specs.load(sources);
        if (together.value().isEmpty()) {
            throw Failure.invalid(together.problems());
        }
    }

    private static String file(Adoption adoption) {
        return "conf.d/" + adoption.name() + ".yaml";
    }

    private void refuseExisting(Adoption adoption) {
        SpecFile.refuseExisting(directory().resolve(file(adoption)));
    }

    private void write(Adoption adoption) {
        Path file = directory().resolve(file(adoption));
        SpecFile.create(file, Adoption.text(List.of(adoption)));
        shell.say(file + ": " + adoption.unit() + " as " + adoption.name());
    }
}
