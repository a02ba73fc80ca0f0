package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upkeep.base.Checked;
import upkeep.spec.Check.Reaction;

/** The presets of the package: each is right by itself, names what Debian has, and keeps the promises of docs/presets.md. */
class PresetsTest {

    private static final Path UNITS = Path.of("src", "test", "resources", "spec", "debian-units.txt");
    private static final List<Source> PRESETS = PresetFiles.packaged();

    /** What must be said with a preset on either Debian, by its name. */
    private static final Map<String, Map<String, String>> PARAMETERS = Map.of(
            "bookworm", Map.of("postgresql", ", version: 15", "php-fpm", ", version: 8.2"),
            "trixie", Map.of("postgresql", ", version: 17", "php-fpm", ", version: 8.4"));

    static List<String> names() {
        return PRESETS.stream().map(Source::presetName).toList();
    }

    private static Checked<Plan> load(String name, String suite, String more) {
        String parameters = Optional.ofNullable(PARAMETERS.get(suite))
                .map(all -> all.getOrDefault(name, ""))
                .orElse("");
        List<Source> sources = new ArrayList<>(PRESETS);
        sources.add(new Source("spec.yaml", "services: {a: {preset: {name: " + name + parameters + "}" + more + "}}"));
        return Specs.load(sources);
    }

    private static Plan plan(String name, String suite) {
        Checked<Plan> checked = load(name, suite, "");
        assertEquals(List.of(), checked.problems());
        return checked.value().orElseThrow();
    }

    private static Service service(Plan plan) {
        return Optional.ofNullable(plan.services().get("a")).orElseThrow();
    }

    /** The units of each suite, with the packages that have them. */
    private static Map<String, Map<String, String>> units() {
        Map<String, Map<String, String>> units = new TreeMap<>();
        SpecFiles.text(UNITS)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ", 3))
                .forEach(words ->
                        units.computeIfAbsent(words[0], _ -> new TreeMap<>()).put(words[2], words[1]));
        return units;
    }

    @ParameterizedTest
    @MethodSource("names")
    void adoptsAUnitThatBothDebiansHave(String name) {
        for (String suite : PARAMETERS.keySet()) {
            String unit = service(plan(name, suite)).unit().text();
            String shipped = unit.replaceFirst("@[^.]+", "@");
            assertTrue(
                    Optional.ofNullable(units().get(suite)).orElseThrow().containsKey(shipped),
                    suite + " has no " + shipped);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void restartsOnlyWhatHasAnsweredOnce(String name) {
        Probes probes = service(plan(name, "trixie")).probes();
        assertEquals(probes.liveness().isPresent(), probes.startup().isPresent());
        probes.liveness().ifPresent(liveness -> {
            Check startup = probes.startup().orElseThrow();
            assertEquals(List.of(new Reaction.Alert()), startup.otherwise());
            assertEquals(List.of(new Reaction.Restart(Optional.empty())), liveness.otherwise());
            assertEquals(liveness.target(), startup.target());
        });
    }

    /** What is not a failed liveness probe is told, and nothing is done for it; and the unit stays as Debian has it. */
    @ParameterizedTest
    @MethodSource("names")
    void elseOnlyAlertsAndLeavesTheUnitAlone(String name) {
        Plan plan = plan(name, "trixie");
        Service service = service(plan);
        Stream<List<Reaction>> reactions = Stream.of(
                        plan.checks().values().stream().map(Check::otherwise),
                        plan.checks().values().stream()
                                .flatMap(check -> check.rules().stream().map(SupervisionRule::then)),
                        service.rules().stream().map(SupervisionRule::then),
                        service.probes().readiness().stream().map(Check::otherwise))
                .flatMap(each -> each);
        reactions.forEach(each -> assertEquals(List.of(new Reaction.Alert()), each));
        assertTrue(service.isAdopted());
        assertEquals(Service.Relations.NONE, service.relations());
        assertEquals(Restart.Policy.UNIT, service.restart().policy());
        assertTrue(service.set().isEmpty() && service.directives().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasADescriptionAndItsRowInTheDocument(String name) {
        PresetDescription preset = Optional.ofNullable(
                        Specs.presets(PRESETS).value().orElseThrow().get(name))
                .orElseThrow();
        assertTrue(preset.description().isPresent());
        String document = SpecFiles.text(Path.of("docs", "presets.md"));
        Service service = service(plan(name, "trixie"));
        Optional<String> row = Pattern.compile("(?m)^\\| [^|]*`" + name + "`[^|]*\\|.*$")
                .matcher(document)
                .results()
                .map(found -> found.group())
                .findFirst();
        assertTrue(row.isPresent(), name + " has no row in docs/presets.md");
        assertTrue(row.get().contains("`" + shownUnit(service.unit().text()) + "`"), () -> row.get() + service.unit());
        preset.parameters().keySet().forEach(key -> assertTrue(row.get().contains("`" + key + "`"), row.get()));
    }

    private static String shownUnit(String unit) {
        return unit.replace("@17-main", "@VERSION-CLUSTER").replace("8.4", "VERSION");
    }

    @Test
    void theDocumentNamesNoOther() {
        Set<String> documented = Pattern.compile("`([a-z0-9-]+)`")
                .matcher(SpecFiles.text(Path.of("docs", "presets.md"))
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.split("\\|| with ", -1)[1])
                        .collect(Collectors.joining()))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(names()), documented);
    }

    /** Monit's package has a snippet for each of these, in /etc/monit/conf-available of Debian 12 and 13. */
    @Test
    void coverWhatMonitOfDebianHasSnippetsFor() {
        List<String> snippets = List.of(
                "acpid",
                "apache2",
                "at",
                "cron",
                "mdadm",
                "memcached",
                "mysql",
                "nginx",
                "openntpd",
                "openssh-server",
                "pdns-recursor",
                "postfix",
                "rsyslog",
                "smartmontools",
                "snmpd");
        assertTrue(names().containsAll(snippets));
    }

    @Test
    void anotherPortIsWrittenBesideThePreset() {
        for (String name : names()) {
            Service usual = service(plan(name, "trixie"));
            if (usual.port().isPresent()) {
                Checked<Plan> moved = load(name, "trixie", ", port: 4711");
                assertEquals(List.of(), moved.problems());
                String target = service(moved.value().orElseThrow())
                        .probes()
                        .liveness()
                        .orElseThrow()
                        .target()
                        .text();
                assertTrue(target.contains("4711"), target);
            }
        }
    }

    @Test
    void onlyPresetsInUseAreKept() {
        List<Source> sources = new ArrayList<>();
        Source spec =
                new Source("/etc/upkeep/upkeep.yaml", "services: {web: {preset: nginx}, s: {preset: {name: redis}}}");
        Source own = new Source("/etc/upkeep/presets/redis.yaml", "service: {adopt: own.service}", Source.Role.PRESET);
        sources.add(spec);
        sources.add(own);
        sources.addAll(PRESETS);
        List<Source> used = Specs.used(sources);
        assertEquals(
                List.of(spec.name(), own.name(), "/usr/share/upkeep/presets/nginx.yaml"),
                used.stream().map(Source::name).toList());
        assertEquals(
                Specs.load(sources).value().orElseThrow(),
                Specs.load(used).value().orElseThrow());
        assertEquals(
                "own.service",
                Optional.ofNullable(Specs.load(used)
                                .value()
                                .orElseThrow()
                                .services()
                                .get("s"))
                        .orElseThrow()
                        .unit()
                        .text());
    }

    /** To take it for the lack of a word would let the service talk to anybody. */
    @Test
    void noneOfHardeningIsAWordOfItsOwn() {
        Source preset = new Source(
                "presets/a.yaml",
                "service: {adopt: a.service, hardening: {level: strict, network: local, allow: devices}}",
                Source.Role.PRESET);
        Source spec = new Source("spec.yaml", """
                services:
                  a: {preset: a, hardening: {network: none, allow: none}}
                  b: {preset: a, adopt: b.service, hardening: {level: none}}
                  c: {preset: a, adopt: c.service, hardening: none}
                """);
        Map<String, Service> services =
                Specs.load(List.of(preset, spec)).value().orElseThrow().services();
        Hardening a = hardening(services, "a").orElseThrow();
        assertEquals(Hardening.Level.STRICT, a.level());
        assertEquals(Hardening.Network.NONE, a.network());
        assertEquals(Set.of(), a.allow());
        assertEquals(
                Hardening.Level.NONE, hardening(services, "b").orElseThrow().level());
        assertEquals(Optional.empty(), hardening(services, "c"));
    }

    private static Optional<Hardening> hardening(Map<String, Service> services, String name) {
        return Optional.ofNullable(services.get(name)).flatMap(Service::hardening);
    }

    @Test
    void whatIsWrongWithAPresetIsToldInItsPlaceOnly() {
        Source broken = new Source("presets/a.yaml", "service: [", Source.Role.PRESET);
        Checked<?> described = Specs.presets(List.of(broken));
        assertTrue(described.value().isEmpty());
        assertEquals(
                "presets/a.yaml", described.problems().getFirst().position().file());
        Source spec = new Source("spec.yaml", "services: {b: {adopt: b.service}}");
        assertFalse(Specs.load(List.of(broken, spec)).value().isEmpty());
    }
}
