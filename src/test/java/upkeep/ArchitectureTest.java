package upkeep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the table of docs/architecture.md: who may import whom, and what pure packages must not touch. */
class ArchitectureTest {

    /** Fewer classes than this means that the scan looked in the wrong place. */
    private static final int AT_LEAST = 200;

    /** Each package with those of ours that it may import, besides itself. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("base", Set.of()),
            Map.entry("rule", Set.of("base")),
            Map.entry("target", Set.of("base")),
            Map.entry("spec", Set.of("base", "rule", "target", "unit")),
            Map.entry("unit", Set.of("base")),
            Map.entry("render", Set.of("base", "target", "spec", "unit")),
            Map.entry("convert", Set.of("base", "target", "spec", "unit")),
            Map.entry("audit", Set.of("base", "unit")),
            Map.entry("harden", Set.of("base", "spec", "unit")),
            Map.entry("core", Set.of("base", "target", "spec", "rule")),
            Map.entry("availability", Set.of("base", "spec", "core")),
            Map.entry("rollout", Set.of("base", "spec")),
            Map.entry("alert", Set.of("base", "spec")),
            Map.entry("notify", Set.of("base", "target", "spec", "alert", "host")),
            Map.entry("heartbeat", Set.of()),
            Map.entry("install", Set.of("base", "unit", "render", "spec")),
            Map.entry("systemd", Set.of("base", "core")),
            Map.entry("host", Set.of("base")),
            Map.entry("probe", Set.of("base", "rule", "target", "spec", "core", "host")),
            Map.entry("store", Set.of("base", "spec", "core", "alert")),
            Map.entry("replay", Set.of("base", "target", "spec", "core", "store")),
            Map.entry("control", Set.of("base", "rule", "target", "spec", "core", "availability")),
            Map.entry(
                    "daemon",
                    Set.of(
                            "base",
                            "target",
                            "spec",
                            "core",
                            "alert",
                            "availability",
                            "install",
                            "systemd",
                            "host",
                            "probe",
                            "store",
                            "notify",
                            "control",
                            "heartbeat")),
            Map.entry(
                    "cli",
                    Set.of(
                            "base", "target", "spec", "unit", "render", "convert", "audit", "harden", "core", "rollout",
                            "alert", "install", "systemd", "host", "probe", "store", "replay", "control")));

    private static final List<String> PURE = List.of(
            "base",
            "rule",
            "target",
            "spec",
            "unit",
            "render",
            "convert",
            "audit",
            "harden",
            "core",
            "rollout",
            "alert",
            "availability",
            "replay");

    private static JavaClasses ours = new ClassFileImporter().importClasses();

    @BeforeAll
    static void scan() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("upkeep");
    }

    @Test
    void theScanSawTheProgram() {
        assertTrue(ours.size() >= AT_LEAST, ours.size() + " classes");
        Set<String> packages = ours.stream()
                .map(ArchitectureTest::slice)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        assertTrue(packages.equals(MAY_IMPORT.keySet()), packages.toString());
    }

    @Test
    void theTableOfTheDocumentIsTheSame() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        Pattern.compile("(?m)^\\| `([a-z]+)` \\|[^|\\n]*\\| ([a-z, –]+) \\|[^|\\n]*\\|$")
                .matcher(Files.readString(Path.of("docs", "architecture.md")))
                .results()
                .forEach(row -> documented.put(row.group(1), imports(row.group(2))));
        assertEquals(new TreeMap<>(MAY_IMPORT), documented);
    }

    private static Set<String> imports(String cell) {
        return cell.equals("–") ? Set.of() : Set.of(cell.split(", "));
    }

    @Test
    void packagesImportOnlyWhatTheTableAllows() {
        MAY_IMPORT.forEach((name, allowed) -> {
            List<String> forbidden = new ArrayList<>();
            MAY_IMPORT.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .forEach(other -> forbidden.add("upkeep." + other + ".."));
            noClasses()
                    .that()
                    .resideInAPackage("upkeep." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.toArray(String[]::new))
                    .check(ours);
        });
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("upkeep.(*)..").should().beFreeOfCycles().check(ours);
        slices().matching("upkeep.probe.(*)").should().beFreeOfCycles().check(ours);
    }

    @Test
    void pureCodeTouchesNothing() {
        String[] pure = PURE.stream().map(name -> "upkeep." + name + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should()
                .dependOnClassesThat(effects())
                .check(ours);
    }

    /** Files, sockets, processes, threads, locks, loggers, and clocks. */
    private static DescribedPredicate<JavaClass> effects() {
        return DescribedPredicate.describe("have effects", type -> {
            String name = type.getName();
            return name.startsWith("java.nio.file.")
                    || name.startsWith("java.nio.channels.")
                    || name.startsWith("java.util.concurrent.")
                    || name.startsWith("org.slf4j.")
                    || (name.startsWith("java.net.") && !name.startsWith("java.net.URI"))
                    || name.startsWith("java.util.logging.")
                    || Set.of(
                                    "java.io.File",
                                    "java.io.FileInputStream",
                                    "java.io.FileOutputStream",
                                    "java.lang.Thread",
                                    "java.lang.Process",
                                    "java.lang.ProcessBuilder",
                                    "java.lang.Runtime",
                                    "java.time.Clock",
                                    "java.util.Random")
                            .contains(name);
        });
    }

    @Test
    void pureCodeAsksNoClock() {
        String[] pure = PURE.stream().map(name -> "upkeep." + name + "..").toArray(String[]::new);
        for (String method : List.of("nanoTime", "currentTimeMillis", "exit", "getenv", "getProperty")) {
            noClasses()
                    .that()
                    .resideInAnyPackage(pure)
                    .should()
                    .callMethodWhere(DescribedPredicate.describe(
                            "System." + method,
                            call -> call.getTargetOwner().getName().equals("java.lang.System")
                                    && call.getName().equals(method)))
                    .check(ours);
        }
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a clock",
                        call -> call.getTargetOwner().getPackageName().equals("java.time")
                                && call.getName().equals("now")))
                .check(ours);
    }

    @Test
    void onlyTheCommandLineUsesStandardStreamsOrExits() {
        noClasses()
                .that()
                .resideOutsideOfPackages("upkeep.cli..", "upkeep.daemon..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(ours);
    }

    @Test
    void nothingButTheProgramsIsPublicAboveTheRim() {
        classes()
                .that()
                .resideInAnyPackage("upkeep.cli..", "upkeep.daemon..")
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .haveSimpleName("Upkeep")
                .orShould()
                .haveSimpleName("Main")
                .check(ours);
    }

    private static String slice(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", 3);
        return parts.length > 1 && parts[0].equals("upkeep") ? parts[1] : "";
    }
}
