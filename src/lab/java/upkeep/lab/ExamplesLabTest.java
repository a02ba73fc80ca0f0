package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The golden unit trees of the examples, judged by the systemd-analyze of the Debian that they were rendered for. */
@OnEverySuite
class ExamplesLabTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String UNITS = "etc/systemd/system";
    private static final Pattern PROGRAM = Pattern.compile("(?m)^Exec[A-Za-z]+=[-@:+!]*(/[^ \n]+)");

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Machine.boot(suite, "examples");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    /** The unit files and drop-ins of all examples, by the path in the machine. */
    private List<String> install() throws IOException {
        List<String> units = new ArrayList<>();
        try (Stream<Path> all = Files.walk(GOLDEN.resolve(Integer.toString(suite.systemdVersion())))) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                int start = file.toString().indexOf(UNITS);
                if (start >= 0) {
                    String path = file.toString().substring(start);
                    machine.copyIn(file, "/" + path);
                    programs(Files.readString(file));
                    String[] parts = path.substring(UNITS.length() + 1).split("/", -1);
                    units.add(
                            parts[0].endsWith(".d") ? adopted(parts[0].substring(0, parts[0].length() - 2)) : parts[0]);
                }
            }
        }
        machine.run("systemctl", "daemon-reload").orFail();
        return units;
    }

    /** A drop-in is judged with its unit; not every package that an example is about is in the machine. */
    private static String adopted(String unit) {
        if (machine.property(unit, "FragmentPath").isEmpty()) {
            machine.write("/usr/lib/systemd/system/" + unit, "[Service]\nExecStart=/bin/true\n");
        }
        return unit;
    }

    /** systemd-analyze wants every program to exist; those of the examples are not all in the machine. */
    private static void programs(String unit) {
        Matcher programs = PROGRAM.matcher(unit);
        while (programs.find()) {
            String program = programs.group(1);
            if (!machine.run("test", "-x", program).ok()) {
                machine.run("install", "-D", "/bin/true", program).orFail();
            }
        }
    }

    @Test
    void satisfySystemdAnalyze() throws IOException {
        List<String> units = install();
        assertTrue(units.size() >= 5, units::toString);
        List<String> command =
                new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no", "--recursive-errors=yes"));
        command.addAll(units);
        Result verify = machine.run(command.toArray(String[]::new));
        assertEquals("", verify.out() + verify.err());
        assertEquals(0, verify.exit());
        for (String unit : units) {
            // A template is loaded as one of its units.
            assertEquals("loaded", machine.property(unit.replace("@.", "@1."), "LoadState"), unit);
        }

        machine.write("/etc/systemd/system/faulty.service", "[Service]\nExecStart=/bin/true\nMemoryMax=12Q\n");
        command.add("faulty.service");
        Result faulty = machine.run(command.toArray(String[]::new));
        assertTrue(faulty.err().contains("12Q"), "a fault was not found: " + faulty);
        assertFalse(faulty.ok() && suite.systemdVersion() > 252, faulty::toString);
    }
}
