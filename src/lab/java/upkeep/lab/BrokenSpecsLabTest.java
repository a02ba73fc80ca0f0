package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A broken spec beside a good one: apply names every problem at its place, and leaves disk, services and upkeepd as they were. */
@OnEverySuite
class BrokenSpecsLabTest {
    private static final Path SPECS = Path.of("src/test/resources/spec/bad");
    private static final Path PRESETS = Path.of("src/test/resources/spec/presets");
    private static final String HOME = "/etc/upkeep/";
    private static final String PLACE = HOME + "conf.d/";
    private static final String EXPECT = "# expect: ";
    private static final String HINT = "# hint: ";
    private static final int COUNT = 20;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @SuppressWarnings("NullAway.Init")
    private static State before;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    /** All that a refused apply must not change. */
    private record State(List<String> disk, String units, String supervised) {}

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) throws IOException {
        machine = Packaged.boot(suite, "brokenspecs");
        machine.write(PLACE + "steady.yaml", """
                services:
                  steady: {exec: [/usr/bin/sleep, infinity], user: steady, start-timeout: 17s}
                """);
        for (Path preset : in(PRESETS)) {
            machine.write(HOME + "presets/" + preset.getFileName(), Files.readAllBytes(preset), "644");
        }
        machine.run("upkeep", "apply").orFail();
        before = state();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    private static State state() {
        String units = machine.run(
                        "systemctl",
                        "show",
                        "--property=Id,MainPID,InvocationID,ActiveState,NeedDaemonReload,TimeoutStartUSec",
                        "upkeepd.service",
                        "steady.service")
                .orFail()
                .out();
        // Asked over the bus, which takes no JVM; as the command line does.
        String supervised = machine.run(
                        "busctl",
                        "call",
                        "org.upkeep1",
                        "/org/upkeep1",
                        "org.upkeep1.Manager",
                        "Status",
                        "asb",
                        "0",
                        "true")
                .orFail()
                .out();
        return new State(Packaged.untouchedDisk(machine), units, supervised);
    }

    /** Twenty of them, of all kinds. */
    static Stream<Path> specs() throws IOException {
        List<Path> all = in(SPECS);
        return IntStream.range(0, COUNT).mapToObj(i -> all.get(i * all.size() / COUNT));
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void isRefusedWithItsProblemsAndNothingChanges(Path spec) throws IOException {
        String path = PLACE + spec.getFileName();
        machine.write(path, Files.readAllBytes(spec), "644");
        try {
            Result apply = machine.run("upkeep", "apply", "--strict");
            assertEquals(2, apply.exit(), apply::toString);
            assertEquals("", apply.out());
            assertEquals(expected(spec, path), apply.err().lines().toList());
            assertEquals(before, state());
            // Without it the file counts as it was applied last, which is never, beside what is in order. Its warnings
            // are not told then.
            apply = machine.run("upkeep", "apply");
            assertEquals(3, apply.exit(), apply::toString);
            List<String> errors = expected(spec, path).stream()
                    .filter(line -> !line.contains(": warning: "))
                    .toList();
            assertTrue(apply.err().lines().toList().containsAll(errors), apply::toString);
            assertEquals(before, state());
        } finally {
            machine.run("rm", path).orFail();
        }
    }

    private static List<String> expected(Path spec, String path) throws IOException {
        String name = spec.getFileName().toString();
        return Files.readAllLines(spec).stream()
                .map(line -> line.startsWith("\uFEFF") ? line.substring(1) : line)
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.startsWith(EXPECT) || line.startsWith(HINT))
                .map(line -> line.startsWith(HINT)
                        ? "  hint: " + line.substring(HINT.length())
                        // Where a problem names another place, it does so by its path, too.
                        : place(line.substring(EXPECT.length()).replace(name, path), path))
                .toList();
    }

    /** A problem is at a place in the spec, or in a preset that it takes, which is named then. */
    private static String place(String problem, String path) {
        return (Character.isDigit(problem.charAt(0)) ? path + ":" : HOME) + problem;
    }

    @Test
    void whatOthersMayWriteIsRefused() {
        machine.write(PLACE + "open.yaml", new byte[0], "666");
        try {
            Result apply = machine.run("upkeep", "apply", "--strict");
            assertEquals(2, apply.exit(), apply::toString);
            assertTrue(apply.err().startsWith(PLACE + "open.yaml: error: cannot "), apply::toString);
            assertEquals(before, state());
            // Without it the file counts as it was applied last, which is never, beside what is in order.
            apply = machine.run("upkeep", "apply");
            assertEquals(3, apply.exit(), apply::toString);
            assertTrue(apply.err().startsWith(PLACE + "open.yaml: error: cannot "), apply::toString);
            assertEquals(before, state());
        } finally {
            machine.run("rm", PLACE + "open.yaml").orFail();
        }
    }

    @Test
    void whatIsRightIsStillAccepted() {
        Result plan = machine.run("upkeep", "plan");
        assertEquals("nothing to do", plan.orFail().text());
        assertFalse(before.supervised().isEmpty());
    }
}
