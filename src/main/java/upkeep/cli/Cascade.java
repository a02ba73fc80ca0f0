package upkeep.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.UnitName;
import upkeep.install.Step;
import upkeep.render.UnitTree;
import upkeep.unit.UnitFile;

/**
 * What systemd does beside the steps themselves, by the relations of units: those that have to be, and those that it has
 * loaded now. A unit that is stopped or restarted takes with it what runs and requires it, is bound to it or is part of
 * it, and so on (systemd.unit(5)); what is started in one go is started in the order of {@code After=}.
 */
final class Cascade {

    private static final int MOST = 1000;

    /** The relations by which a stop or restart is passed on, with what systemd calls their other side. */
    private static final Map<String, String> PASSED_ON = Map.of(
            "RequiredBy", "Requires=",
            "RequisiteOf", "Requisite=",
            "BoundBy", "BindsTo=",
            "ConsistsOf", "PartOf=");

    private final Collection<Step> steps;
    private final Systemd.Properties properties;
    private final SortedMap<UnitName, SortedMap<UnitName, String>> dependents = new TreeMap<>();
    private final SortedMap<UnitName, SortedSet<UnitName>> after = new TreeMap<>();

    /**
     * @param steps what systemd is told
     * @param wanted the files of the units by then
     */
    Cascade(Collection<Step> steps, UnitTree wanted, Systemd.Properties properties) {
        this.steps = List.copyOf(steps);
        this.properties = properties;
        wanted.files().values().forEach(this::read);
    }

    /**
     * One unit that goes down or is restarted with another.
     *
     * @param what {@code stopped} or {@code restarted}
     * @param by the directive that passes it on
     */
    record Effect(UnitName unit, String what, UnitName cause, String by) {
        @Override
        public String toString() {
            return unit + " is " + what + " with " + cause + ", by " + by;
        }
    }

    private void read(UnitTree.File file) {
        Optional<UnitFile> parsed = UnitFile.parse(file.path(), file.content()).value();
        if (parsed.isEmpty() || file.unit().isEmpty()) {
            return;
        }
        UnitName unit = file.unit().get();
        for (String directive : List.of("Requires", "Requisite", "BindsTo", "PartOf")) {
            units(parsed.get(), directive).forEach(other -> dependent(other, unit, directive + "="));
        }
        after.computeIfAbsent(unit, _ -> new TreeSet<>()).addAll(units(parsed.get(), "After"));
        units(parsed.get(), "Before")
                .forEach(other ->
                        after.computeIfAbsent(other, _ -> new TreeSet<>()).add(unit));
    }

    private static List<UnitName> units(UnitFile file, String directive) {
        return file.values("Unit", directive).stream()
                .flatMap(value -> List.of(value.split("\\s+")).stream())
                .flatMap(name -> UnitName.parse(name).stream())
                .toList();
    }

    private void dependent(UnitName unit, UnitName dependent, String directive) {
        dependents.computeIfAbsent(unit, _ -> new TreeMap<>()).putIfAbsent(dependent, directive);
    }

    /** All units that run and are stopped or restarted without a step of their own, in name order. */
    List<Effect> effects() {
        SortedMap<UnitName, Effect> effects = new TreeMap<>();
        ArrayDeque<Effect> open = new ArrayDeque<>();
        SortedSet<UnitName> own = new TreeSet<>();
        for (Step step : steps) {
            if (step.unit().isPresent() && (isRestart(step) || step.kind() == Step.Kind.STOP)) {
                UnitName unit = step.unit().get();
                open.add(new Effect(unit, isRestart(step) ? "restarted" : "stopped", unit, ""));
                own.add(unit);
            }
        }
        while (!open.isEmpty() && effects.size() < MOST) {
            List<Effect> level = List.copyOf(open);
            open.clear();
            ask(level.stream().map(Effect::unit).toList());
            for (Effect cause : level) {
                dependents.getOrDefault(cause.unit(), new TreeMap<>()).forEach((unit, by) -> {
                    if (!own.contains(unit) && !effects.containsKey(unit)) {
                        Effect effect = new Effect(unit, cause.what(), cause.unit(), by);
                        effects.put(unit, effect);
                        open.add(effect);
                    }
                });
            }
        }
        return running(effects.values());
    }

    private static boolean isRestart(Step step) {
        return step.kind() == Step.Kind.RESTART || step.kind() == Step.Kind.TRY_RESTART;
    }

    private void ask(List<UnitName> units) {
        properties
                .show(List.copyOf(PASSED_ON.keySet()), units)
                .forEach((unit, shown) -> PASSED_ON.forEach((property, directive) -> {
                    for (String name : shown.getOrDefault(property, "").split(" ", -1)) {
                        UnitName.parse(name).ifPresent(dependent -> dependent(unit, dependent, directive));
                    }
                }));
    }

    /** Without those of which systemd says that they do not run. */
    private List<Effect> running(Collection<Effect> effects) {
        List<UnitName> units = effects.stream().map(Effect::unit).toList();
        Map<UnitName, Map<String, String>> states = properties.show(List.of("ActiveState"), units);
        return effects.stream()
                .filter(effect -> !List.of("inactive", "failed")
                        .contains(states.getOrDefault(effect.unit(), Map.of()).getOrDefault("ActiveState", "")))
                .toList();
    }

    /** What is started or restarted, each unit behind those that it comes after; empty where there is but one. */
    List<UnitName> order() {
        NavigableSet<UnitName> started = new TreeSet<>();
        for (Step step : steps) {
            if (isRestart(step) || step.kind() == Step.Kind.START) {
                step.unit().ifPresent(started::add);
            }
        }
        List<UnitName> order = new ArrayList<>();
        if (started.size() > 1) {
            started.forEach(unit -> place(unit, started, new TreeSet<>(), order));
        }
        return order;
    }

    private void place(UnitName unit, SortedSet<UnitName> started, SortedSet<UnitName> above, List<UnitName> order) {
        if (order.contains(unit) || !above.add(unit)) {
            return;
        }
        after.getOrDefault(unit, new TreeSet<>()).forEach(other -> place(other, started, above, order));
        if (started.contains(unit)) {
            order.add(unit);
        }
    }
}
