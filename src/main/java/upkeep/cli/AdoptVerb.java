package upkeep.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.convert.Adoption;
import upkeep.convert.UnitFacts;
import upkeep.spec.Plan;
import upkeep.spec.PresetDescription;
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
    private NewSpecs specs = new NewSpecs();

    @Parameters(arity = "1..*", paramLabel = "UNIT", description = "The units; .service may be left out.")
    private List<String> units = new ArrayList<>();

    AdoptVerb(Shell shell, UnitSurvey survey) {
        this.shell = shell;
        this.survey = survey;
    }

    @Override
    public Integer call() {
        NewSpecs.Present present = specs.present(shell);
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
        specs.put(
                shell,
                present,
                all.stream()
                        .map(adoption -> new NewSpecs.NewSpec(
                                adoption.name(),
                                Adoption.text(List.of(adoption)),
                                adoption.unit() + " as " + adoption.name()))
                        .toList(),
                Adoption.text(all));
        return ExitCode.CLEAN;
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
}
