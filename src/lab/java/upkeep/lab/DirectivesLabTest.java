package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.DirectiveSample.Outcome;
import upkeep.render.Renderer;
import upkeep.render.UnitTree;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.unit.Directives;
import upkeep.unit.KnownDirective;
import upkeep.unit.UnitType;

/**
 * The table of directives against a real systemd: it takes what the table says, has loaded what was meant, and complains of
 * what upkeep refuses. Services are described by a spec; other units, which the spec has no words for, by their text.
 */
@OnEverySuite
class DirectivesLabTest {

    private static final int NEWEST = 257;

    /** Programs make these; systemd reads no file of one. */
    private static final String SCOPE = "Scope";

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Machine.boot(suite, "directives");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @Test
    void everyDirectiveIsLoadedAsMeant() {
        List<DirectiveSample> samples = DirectiveSample.all();
        assertEquals(inTheTable(), sampled(samples));
        Map<String, DirectiveSample> units = new TreeMap<>();
        for (DirectiveSample sample : samples) {
            if (sample.since() <= suite.systemdVersion()) {
                units.put(UnitBench.name(UnitBench.type(sample.section()), units.size()), sample);
            }
        }
        UnitBench bench = new UnitBench(machine);
        Map<String, DirectiveSample> services = new TreeMap<>();
        units.forEach((unit, sample) -> {
            if (UnitType.of(unit).orElseThrow() == UnitType.SERVICE) {
                services.put(unit.substring(0, unit.indexOf('.')), sample);
            } else {
                bench.add(unit, sample.section(), assignments(unit, sample));
            }
        });
        rendered(services).forEach(bench::add);
        bench.install();

        Map<String, List<String>> complaints = bench.complaints();
        Map<String, Map<String, String>> shown = bench.shown();
        List<String> wrong = new ArrayList<>();
        units.forEach((unit, sample) -> fault(
                        unit, sample, complaints.getOrDefault(unit, List.of()), shown.getOrDefault(unit, Map.of()))
                .ifPresent(fault -> wrong.add("[" + sample.section() + "] " + sample.key() + "=" + sample.values()
                        + " in " + unit + ": " + fault)));
        System.out.println(suite.codename() + ": " + units.size() + " values of directives were loaded, "
                + services.size() + " of them from a spec");
        assertEquals("", String.join("\n", wrong));
    }

    /** What the manual, the table and systemd have to say of values that are nearly right. */
    @Test
    void upkeepTakesWhatSystemdTakes() {
        UnitBench bench = new UnitBench(machine);
        Map<String, String> refused = new TreeMap<>();
        Map<String, String> all = new TreeMap<>();
        String section = "";
        for (String line : DirectiveSample.lines("values.txt")) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                continue;
            }
            String key = line.substring(0, line.indexOf(": "));
            KnownDirective directive = Directives.find(section, key).orElseThrow();
            for (String value :
                    Arrays.asList(line.substring(line.indexOf(": ") + 2).split(" \\| ", -1))) {
                if (directive.since() > suite.systemdVersion()) {
                    continue;
                }
                String unit = UnitBench.name(UnitBench.type(section), 50_000 + all.size());
                bench.add(unit, section, List.of(key + "=" + value));
                all.put(unit, "[" + section + "] " + key + "=" + value);
                directive.fault(value).ifPresent(fault -> refused.put(unit, fault.why()));
                if (directive.since(value) > suite.systemdVersion()) {
                    refused.put(unit, "it is of a later version");
                }
            }
        }
        bench.install();
        Map<String, List<String>> complaints = bench.complaints();
        List<String> wrong = new ArrayList<>();
        all.forEach((unit, what) -> {
            boolean taken = !complaints.containsKey(unit);
            if (taken == refused.containsKey(unit)) {
                wrong.add(what + ": systemd " + (taken ? "takes it" : complaints.get(unit)) + ", upkeep "
                        + refused.getOrDefault(unit, "takes it"));
            }
        });
        System.out.println(suite.codename() + ": of " + all.size() + " values " + refused.size() + " were refused");
        assertEquals("", String.join("\n", wrong));
    }

    /** A section in a unit of another type is ignored with a complaint. */
    @Test
    void typesHaveTheirSections() {
        UnitBench bench = new UnitBench(machine);
        Map<String, Boolean> expected = new TreeMap<>();
        Set<String> sections = new TreeSet<>(Directives.sections());
        List<UnitType> types = Arrays.stream(UnitType.values())
                .filter(type -> type != UnitType.SCOPE && type != UnitType.DEVICE)
                .toList();
        for (UnitType type : types) {
            for (String section : sections) {
                String unit = UnitBench.name(type, 90_000 + expected.size());
                bench.add(unit, section, List.of("X-Nothing=1"));
                expected.put(unit, type.has(section));
            }
        }
        bench.install();
        Map<String, List<String>> complaints = bench.complaints();
        expected.forEach((unit, has) -> assertEquals(
                has,
                complaints.getOrDefault(unit, List.of()).stream().noneMatch(line -> line.contains("Unknown section")),
                unit));
    }

    private static Set<String> inTheTable() {
        return Directives.sections().stream()
                .filter(section -> !section.equals(SCOPE))
                .flatMap(section -> Directives.of(section).stream().map(directive -> section + " " + directive.key()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> sampled(List<DirectiveSample> samples) {
        return samples.stream()
                .map(sample -> sample.section() + " " + sample.key())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> assignments(String unit, DirectiveSample sample) {
        List<String> lines = new ArrayList<>();
        KnownDirective directive =
                Directives.find(sample.section(), sample.key()).orElseThrow();
        for (String value : sample.values()) {
            String meant = unit.startsWith("run-")
                    ? value.replace("{name}", UnitBench.where(unit).substring(5))
                    : value;
            assertEquals(Optional.empty(), directive.fault(meant), () -> "upkeep refuses " + sample);
            lines.add(sample.key() + "=" + meant);
        }
        lines.addAll(sample.needed());
        return lines;
    }

    /** The units of services, by way of a spec that has the directives under {@code unit:}. */
    private Map<String, String> rendered(Map<String, DirectiveSample> services) {
        StringBuilder spec = new StringBuilder("services:\n");
        services.forEach((name, sample) -> {
            spec.append("  ").append(name).append(":\n    exec: /bin/true\n    user: root\n    unit:\n");
            Map<String, String> sections = new TreeMap<>();
            sections.put(
                    sample.section(),
                    "      " + sample.section() + ":\n        " + sample.key() + ": ["
                            + sample.values().stream()
                                    .map(DirectivesLabTest::yaml)
                                    .collect(Collectors.joining(", "))
                            + "]\n");
            for (String needed : sample.needed()) {
                int equals = needed.indexOf('=');
                sections.merge(
                        "Service",
                        "        " + needed.substring(0, equals) + ": " + yaml(needed.substring(equals + 1)) + "\n",
                        String::concat);
            }
            sections.values().forEach(spec::append);
        });
        var checked = Specs.load(List.of(new Source("directives.yaml", spec.toString())));
        UnitTree tree = new Renderer()
                .render(
                        checked.value().orElseThrow(() -> new AssertionError(checked.problems())),
                        suite.systemdVersion())
                .value()
                .orElseThrow();
        Map<String, String> units = new TreeMap<>();
        tree.files().values().stream()
                .filter(file -> file.kind() == UnitTree.Kind.UNIT)
                .forEach(file -> units.put(file.unit().orElseThrow().text(), file.content()));
        assertTrue(units.size() >= services.size());
        return units;
    }

    private static String yaml(String value) {
        return "'" + value.replace("'", "''").replace("${", "$${") + "'";
    }

    /** What is not as the sample says. */
    private Optional<String> fault(
            String unit, DirectiveSample sample, List<String> complaints, Map<String, String> shown) {
        boolean loaded = "loaded".equals(shown.get("LoadState"));
        return switch (sample.outcome()) {
            case Outcome.NotTaken _ -> complaints.isEmpty() ? Optional.of("systemd takes it") : Optional.empty();
            case Outcome.NotShown _ ->
                complaints.isEmpty() && loaded
                        ? Optional.empty()
                        : Optional.of(complaints + " " + shown.get("LoadState"));
            case Outcome.Shown expected -> {
                if (!complaints.isEmpty() || !loaded) {
                    yield Optional.of(complaints + " " + shown.get("LoadState"));
                }
                if (expected.newestOnly() && suite.systemdVersion() < NEWEST) {
                    yield Optional.empty();
                }
                String value = shown.getOrDefault(expected.property(), "");
                String wanted = unit.startsWith("run-")
                        ? expected.value()
                                .replace("{name}", UnitBench.where(unit).substring(5))
                        : expected.value();
                boolean right = expected.words() ? words(value).containsAll(words(wanted)) : value.equals(wanted);
                yield right ? Optional.empty() : Optional.of(expected.property() + " is " + value);
            }
        };
    }

    private static Set<String> words(String text) {
        assertFalse(text.contains("\n"));
        return Set.copyOf(Arrays.asList(text.split("[ ~]+", -1)));
    }
}
