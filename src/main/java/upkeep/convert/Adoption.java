package upkeep.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.base.Checked;
import upkeep.base.UnitName;
import upkeep.spec.Plan;
import upkeep.spec.PresetDescription;
import upkeep.spec.Service;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/**
 * The entry of a spec by which upkeep looks after a unit that exists: a service adopts it, without a word that would change what
 * systemd has loaded; what is no service is looked at by a check.
 *
 * @param unit the unit
 * @param block the key of the spec that the entry belongs under
 * @param name what the entry is called
 * @param lines the entry with its comments, a line each, as they stand below the key
 */
public record Adoption(UnitName unit, Block block, String name, List<String> lines) {

    public Adoption {
        lines = List.copyOf(lines);
    }

    /** The keys of a spec that have entries for units. */
    public enum Block {
        SERVICES("services"),
        CHECKS("checks");

        private final String word;

        Block(String word) {
            this.word = word;
        }

        /** The key. */
        public String word() {
            return word;
        }
    }

    /**
     * Describes a unit.
     *
     * @param presets those that there are, by name
     * @param taken the names that services and checks have already
     */
    public static Adoption of(UnitFacts facts, SortedMap<String, PresetDescription> presets, Set<String> taken) {
        String name = SpecName.of(facts.unit(), taken);
        List<String> lines = new ArrayList<>(UnitRemarks.of(facts));
        lines.add(name + ":");
        lines.addAll(Remark.indented(facts.isService() ? service(facts, presets).stream() : check(facts).stream()));
        return new Adoption(facts.unit(), facts.isService() ? Block.SERVICES : Block.CHECKS, name, lines);
    }

    private static List<String> service(UnitFacts facts, SortedMap<String, PresetDescription> presets) {
        List<String> lines = new ArrayList<>();
        lines.add("adopt: " + value(facts.unit()));
        if (facts.isOneshot()) {
            lines.add("actions: observe");
            return lines;
        }
        Optional<PresetUse> preset = PresetUse.of(facts.unit(), presets);
        if (preset.isEmpty()) {
            lines.addAll(ServedProbes.lines(facts));
            return lines;
        }
        lines.add(Remark.of("What it is probed for, and which of its files are watched: upkeep presets "
                + preset.get().preset()));
        lines.add("preset: " + preset.get().text());
        lines.addAll(portOrProbes(facts, described(preset.get(), presets)));
        return lines;
    }

    /** The service as the preset alone describes it. */
    private static Optional<Service> described(PresetUse use, SortedMap<String, PresetDescription> presets) {
        PresetDescription preset = presets.get(use.preset());
        if (preset == null) {
            return Optional.empty();
        }
        Source spec = new Source("spec", "services: {it: {preset: " + use.text() + "}}");
        Checked<Plan> plan = Specs.load(List.of(spec, preset.source()));
        return plan.value().map(Plan::services).map(services -> services.get("it"));
    }

    private static List<String> portOrProbes(UnitFacts facts, Optional<Service> described) {
        if (described
                .filter(service -> service.probes().all().findAny().isPresent())
                .isEmpty()) {
            return ServedProbes.besidePreset(facts);
        }
        List<Integer> seen = ServedProbes.tcpPorts(facts);
        Optional<Integer> port = described.flatMap(Service::port);
        if (port.isEmpty() || seen.isEmpty() || seen.contains(port.get())) {
            return List.of();
        }
        String usual = "The usual port is " + port.get() + "; ";
        return seen.size() == 1
                ? List.of(Remark.of(usual + "this one has another."), "port: " + seen.getFirst())
                : List.of(Remark.of(usual + "this one has others, of which one is to be written as port: " + seen));
    }

    private static List<String> check(UnitFacts facts) {
        boolean isTimer = facts.unit().type().equals("timer");
        List<String> lines = new ArrayList<>();
        if (!facts.isActive()) {
            lines.add(
                    Remark.of("It is " + facts.property("ActiveState") + " now; the check fails until it is active."));
        }
        lines.add((isTimer ? "timer: " : "unit: ") + value(facts.unit()));
        return lines;
    }

    /** The name of the unit as a value of YAML; a backslash stays one between single quotes. */
    private static String value(UnitName unit) {
        return unit.text().matches("[A-Za-z0-9][A-Za-z0-9@_.-]*") ? unit.text() : "'" + unit + "'";
    }

    /** A whole spec with these entries. */
    public static String text(List<Adoption> adoptions) {
        SortedMap<Block, List<String>> blocks = new TreeMap<>();
        for (Adoption adoption : adoptions) {
            List<String> lines = blocks.computeIfAbsent(adoption.block(), block -> new ArrayList<>());
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(Remark.indented(adoption.lines().stream()));
        }
        StringBuilder text = new StringBuilder();
        blocks.forEach((block, lines) -> {
            text.append(text.isEmpty() ? "" : "\n").append(block.word()).append(":\n");
            Stream.of(lines)
                    .flatMap(List::stream)
                    .forEach(line -> text.append(line.stripTrailing()).append('\n'));
        });
        return text.toString();
    }
}
