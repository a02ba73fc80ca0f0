package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** That nothing of a machine is left, however its user ends, and that several do not meet. */
@OnEverySuite
class LifetimeLabTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void closingLeavesNothing() throws Exception {
        Machine machine = Machine.boot(suite, "closed");
        List<Path> groups = groups(machine.name());
        assertFalse(groups.isEmpty());
        machine.close();
        assertNothingLeft(machine, groups);
    }

    @Test
    void killingTheHolderLeavesNothing() throws Exception {
        Machine machine = Machine.boot(suite, "killed");
        List<Path> groups = groups(machine.name());
        Process end = endOfKeeper(machine.name());
        machine.holder().destroyForcibly();
        assertTrue(end.waitFor(30, TimeUnit.SECONDS));
        assertNothingLeft(machine, groups);
    }

    @Test
    void killingTheKeeperLeavesNothing() throws Exception {
        Machine machine = Machine.boot(suite, "kept");
        List<Path> groups = groups(machine.name());
        process(keeper(machine.name())).destroyForcibly();
        machine.holder().onExit().get(30, TimeUnit.SECONDS);
        assertNothingLeft(machine, groups);
    }

    @Test
    void killingHolderAndKeeperLeavesWhatCleanRemoves() throws Exception {
        Machine machine = Machine.boot(suite, "orphan");
        List<Path> groups = groups(machine.name());
        Process end = endOfKeeper(machine.name());
        process(keeper(machine.name())).destroyForcibly();
        machine.holder().destroyForcibly();
        assertTrue(end.waitFor(30, TimeUnit.SECONDS));
        LabScript.call(List.of("clean"), new byte[0], LIMIT).orFail();
        assertNothingLeft(machine, groups);
    }

    @Test
    void aRebootKeepsTheRootAndNothingElse() throws Exception {
        Machine machine = Machine.boot(suite, "rebooted");
        machine.write("/etc/kept", "kept");
        machine.write("/run/lost", "lost");
        long leader = machine.leader();
        machine.reboot();
        assertNotEquals(leader, machine.leader());
        assertEquals("kept", machine.read("/etc/kept"));
        assertFalse(machine.run("test", "-e", "/run/lost").ok());
        assertEquals("running", machine.run("systemctl", "is-system-running").text());
        List<Path> groups = groups(machine.name());
        machine.close();
        assertNothingLeft(machine, groups);
    }

    @Test
    void cleaningLeavesLivingMachinesAlone() {
        try (Machine machine = Machine.boot(suite, "living")) {
            LabScript.call(List.of("clean"), new byte[0], LIMIT).orFail();
            assertEquals(
                    "running", machine.run("systemctl", "is-system-running").text());
        }
    }

    @Test
    void severalMachinesShareNothing() {
        try (Machine one = Machine.boot(suite, "several");
                Machine two = Machine.boot(suite, "several")) {
            assertNotEquals(one.name(), two.name());
            one.write("/etc/only-in-one", "");
            assertFalse(two.run("test", "-e", "/etc/only-in-one").ok());
            one.run("systemctl", "start", "nginx").orFail();
            two.run("systemctl", "start", "nginx").orFail();
            String leaders =
                    one.run("systemctl", "show", "-p", "MainPID", "nginx").text();
            assertTrue(leaders.startsWith("MainPID="), leaders);
            assertNotEquals(one.read("/etc/machine-id"), two.read("/etc/machine-id"));
        }
    }

    @Test
    void foldersOfTheHostCanBeShown() throws IOException {
        Path folder = Files.createTempDirectory("upkeep-lab");
        try {
            Files.writeString(folder.resolve("file"), "from the host");
            try (Machine machine = Machine.boot(suite, "bound", "--bind-ro=" + folder + ":/opt/shown")) {
                assertEquals("from the host", machine.read("/opt/shown/file"));
                assertFalse(machine.run("touch", "/opt/shown/new").ok());
            }
        } finally {
            Files.delete(folder.resolve("file"));
            Files.delete(folder);
        }
    }

    private static Path folder(String name) {
        String home = System.getenv().getOrDefault("LAB_HOME", "/var/cache/upkeep-lab");
        return Path.of(home, "run", name);
    }

    private static List<Path> groups(String name) throws IOException {
        return Files.readAllLines(folder(name).resolve("cgroups")).stream()
                .map(Path::of)
                .toList();
    }

    private static long keeper(String name) throws IOException {
        return Long.parseLong(Files.readString(folder(name).resolve("keeper")).strip());
    }

    /** Ends when the keeper has: until then that has the lock of the folder. */
    private static Process endOfKeeper(String name) throws IOException {
        return new ProcessBuilder("flock", folder(name).toString(), "true").start();
    }

    private static ProcessHandle process(long pid) {
        return ProcessHandle.of(pid).orElseThrow();
    }

    private static void assertNothingLeft(Machine machine, List<Path> groups) throws IOException {
        assertFalse(Files.exists(folder(machine.name())), "the folder is left");
        for (Path group : groups) {
            assertFalse(Files.exists(group), group + " is left");
        }
        assertFalse(Files.readString(Path.of("/proc/self/mounts")).contains(machine.name()), "a mount is left");
        assertEquals(List.of(), processesNaming(machine.name()));
    }

    private static List<String> processesNaming(String name) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.flatMap(process -> process.info().commandLine().stream())
                    .filter(line -> line.contains(name))
                    .toList();
        }
    }
}
