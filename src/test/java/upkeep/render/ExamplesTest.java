package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Checked;
import upkeep.spec.Plan;
import upkeep.spec.PresetFiles;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/**
 * Every example loads without a remark, renders to its golden unit tree for both systemd versions, and is fine by
 * systemd-analyze. {@code -Dupkeep.test.golden=write} writes the golden trees anew; look at the difference before it is
 * committed.
 */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("yaml-examples");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final List<Integer> VERSIONS = List.of(252, 257);

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static UnitTree render(List<Path> examples, int systemdVersion) throws IOException {
        List<Source> sources = new ArrayList<>(PresetFiles.packaged());
        for (Path example : examples) {
            sources.add(new Source("/etc/upkeep/conf.d/" + example.getFileName(), Files.readString(example)));
        }
        Checked<Plan> plan = Specs.load(sources);
        assertEquals(List.of(), plan.problems());
        Checked<UnitTree> tree = new Renderer().render(plan.value().orElseThrow(), systemdVersion);
        assertEquals(List.of(), tree.problems());
        return tree.value().orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> areTheirGoldenTrees() throws IOException {
        return examples().stream()
                .flatMap(example -> VERSIONS.stream()
                        .map(version -> DynamicTest.dynamicTest(
                                example.getFileName() + " for systemd " + version, () -> compare(example, version))));
    }

    private static void compare(Path example, int version) throws IOException {
        String name = example.getFileName().toString().replace(".yaml", "");
        Path folder = GOLDEN.resolve(Integer.toString(version)).resolve(name);
        SortedMap<String, String> rendered = new TreeMap<>();
        UnitTree tree = render(List.of(example), version);
        tree.files().forEach((path, file) -> rendered.put(path.substring(1), file.content()));
        rendered.put(
                "enabled",
                String.join("\n", tree.enabled().stream().map(Object::toString).toList()) + "\n");
        if ("write".equals(System.getProperty("upkeep.test.golden"))) {
            write(folder, rendered);
        }
        assertEquals(read(folder), rendered);
        tree.files()
                .values()
                .forEach(file -> assertEquals(
                        java.util.Optional.of(true), GeneratedHeader.isIntact(file.content()), file.path()));
    }

    private static SortedMap<String, String> read(Path folder) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static void write(Path folder, SortedMap<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    @Test
    void renderTogetherAsOnePlan() throws IOException {
        UnitTree tree = render(examples(), 257);
        assertTrue(tree.files().containsKey("/etc/systemd/system/monit-supervised.service"));
        assertEquals(25, tree.enabled().size(), tree.enabled()::toString);
    }

    /** The tree that the systemd of this machine is to read; the lab does the same on Debian 12 and 13. */
    @Test
    void satisfySystemdAnalyze(@TempDir Path folder) throws Exception {
        int version = SystemdAnalyze.version() < 254 ? 252 : 257;
        assertEquals("", SystemdAnalyze.verify(render(examples(), version), folder));
    }

    @Test
    void systemdAnalyzeWouldHaveFoundAFault(@TempDir Path folder) throws Exception {
        Plans.Builder builder = new Plans.Builder("web").pass("Service", "MemoryMax", "12Q");
        UnitTree tree =
                new Renderer().render(Plans.of(builder.build()), 252).value().orElseThrow();
        String output = SystemdAnalyze.verify(tree, folder);
        assertTrue(output.contains("12Q"), output);
    }
}
