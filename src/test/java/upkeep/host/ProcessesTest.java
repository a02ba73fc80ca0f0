package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesTest {

    private static final String STATUS = "Name:\tx\nUid:\t33\t34\t33\t33\nGid:\t44\t45\t44\t44\nVmRSS:\t    2048 kB\n";

    @TempDir
    Path root;

    private Processes processes = new Processes(new ProcFiles());

    @BeforeEach
    void aMachineWithoutProcesses() throws IOException {
        write("proc/uptime", "1000.00 500.00\n");
        processes = new Processes(new ProcFiles(root, () -> 5));
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void process(int pid, int parent, String name, char state, long ticks, long begun) throws IOException {
        write(
                "proc/" + pid + "/stat",
                pid + " (" + name + ") " + state + " " + parent + " 0 0 0 -1 4194560 1 2 3 4 " + ticks
                        + " 0 0 0 20 0 3 0 " + begun + " 23126016 2892 18446744073709551615 1 1 0 0\n");
        write("proc/" + pid + "/status", STATUS);
        write("proc/" + pid + "/cmdline", "/usr/sbin/" + name + "\0-D\0");
    }

    private void open(int pid, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            write("proc/" + pid + "/fd/" + i, "");
        }
    }

    @Test
    void theMainProcessIsTheOutermostAndEldest() throws IOException {
        process(10, 1, "web", 'S', 5, 9_000);
        process(11, 10, "worker", 'R', 7, 8_000);
        process(12, 1, "late", 'S', 1, 9_500);
        Processes.Sample sample = processes.sample(Set.of(10, 11, 12)).orElseThrow();
        assertEquals(
                new Processes.Main(10, 1, "web", "sleeping", 33, 34, 44, OptionalDouble.of(910), Optional.empty()),
                sample.main());
        assertEquals(3, sample.count());
        assertEquals(9, sample.threads());
        assertEquals(1, sample.children());
        assertEquals(Map.of("10@9000", 5L, "11@8000", 7L, "12@9500", 1L), sample.ticks());
    }

    @Test
    void namesMayHoldAnything() throws IOException {
        process(10, 1, "a) S 1 (b\n", 'D', 5, 9_000);
        Processes.Main main = processes.sample(Set.of(10)).orElseThrow().main();
        assertEquals("a) S 1 (b\n", main.name());
        assertEquals("waiting", main.state());
    }

    @Test
    void memoryIsDividedWhereAllOfItCanBeSeen() throws IOException {
        process(10, 1, "web", 'S', 5, 9_000);
        process(11, 10, "worker", 'S', 5, 9_001);
        write("proc/10/smaps_rollup", "00400000-7fff ---p 00000000 00:00 0 [rollup]\nRss: 2048 kB\nPss: 1000 kB\n");
        Processes.Sample counted = processes.sample(Set.of(10, 11)).orElseThrow();
        assertFalse(counted.isMemoryDivided());
        assertEquals(2 * 2048 * 1024, counted.memory());
        write("proc/11/smaps_rollup", "00400000-7fff ---p 00000000 00:00 0 [rollup]\nRss: 2048 kB\nPss: 500 kB\n");
        Processes.Sample divided = processes.sample(Set.of(10, 11)).orElseThrow();
        assertTrue(divided.isMemoryDivided());
        assertEquals(1500 * 1024, divided.memory());
    }

    @Test
    void whatIsNotForUsToSeeIsAbsentAndNotNought() throws IOException {
        process(10, 1, "web", 'S', 5, 9_000);
        Processes.Sample sample = processes.sample(Set.of(10)).orElseThrow();
        assertEquals(OptionalLong.empty(), sample.openFiles());
        assertEquals(OptionalDouble.empty(), sample.openFilesPercent());
        assertEquals(Optional.empty(), sample.io());
    }

    @Test
    void inputAndOutputAreAddedUp() throws IOException {
        process(10, 1, "web", 'S', 5, 9_000);
        process(11, 10, "worker", 'S', 5, 9_001);
        String io = "rchar: 1\nwchar: 2\nsyscr: 9\nsyscw: 9\nread_bytes: 3\nwrite_bytes: 4\ncancelled_write_bytes: 0\n";
        write("proc/10/io", io);
        write("proc/11/io", io);
        assertEquals(
                Optional.of(new Processes.Io(2, 4, 6, 8)),
                processes.sample(Set.of(10, 11)).orElseThrow().io());
    }

    @Test
    void theOpenFilesOfAProcessHaveItsOwnLimit() throws IOException {
        process(10, 1, "web", 'S', 5, 9_000);
        open(10, 3);
        write(
                "proc/10/limits",
                "Max cpu time unlimited\nMax open files            12                   4096                 files     \n");
        // A folder here has a size of its own, where the kernel's has the number of its entries.
        long size = Files.size(root.resolve("proc/10/fd"));
        Processes.Sample sample = processes.sample(Set.of(10)).orElseThrow();
        assertEquals(OptionalLong.of(size == 0 ? 3 : size), sample.openFiles());
        assertEquals(
                100.0 * sample.openFiles().orElseThrow() / 12,
                sample.openFilesPercent().orElseThrow());
    }

    @Test
    void zombiesAreCountedAndUseNothing() throws IOException {
        process(10, 1, "web", 'S', 5, 9_000);
        process(11, 10, "gone", 'Z', 5, 8_000);
        Processes.Sample sample = processes.sample(Set.of(10, 11)).orElseThrow();
        assertEquals(1, sample.zombies());
        assertEquals(2048 * 1024, sample.memory());
        assertEquals("ended", processes.sample(Set.of(11)).orElseThrow().main().state());
    }

    @Test
    void thoseThatEndedMeanwhileAreNotThere() throws IOException {
        assertEquals(Optional.empty(), processes.sample(Set.of()));
        assertEquals(Optional.empty(), processes.sample(Set.of(10)));
        process(10, 1, "web", 'S', 5, 9_000);
        assertEquals(1, processes.sample(Set.of(10, 11)).orElseThrow().count());
    }

    @Test
    void aProcessIsTakenWithWhatItHasBegun() throws IOException {
        process(10, 1, "web", 'S', 5, 9_000);
        process(11, 10, "worker", 'S', 5, 9_001);
        process(12, 11, "helper", 'S', 5, 9_002);
        process(20, 1, "other", 'S', 5, 9_002);
        assertEquals(Set.of(10, 11, 12), processes.from(10));
        assertEquals(Set.of(), processes.from(99));
        assertEquals(Optional.of(Set.of(11, 12)), processes.matching(Pattern.compile("worker -D$")));
        assertEquals(Optional.of(Set.of()), processes.matching(Pattern.compile("database")));
    }

    @Test
    @Timeout(60)
    void aPatternThatTakesForEverIsGivenUp() throws IOException {
        process(10, 1, "a".repeat(60), 'S', 5, 9_000);
        assertEquals(Optional.empty(), processes.matching(Pattern.compile("(.*a){25}b")));
    }

    @Test
    void theProcessesOfAUnitAreThoseOfItsGroups() throws IOException {
        assertFalse(processes.seesUnits());
        write("sys/fs/cgroup/system.slice/web.service/cgroup.procs", "10\n11\n");
        write("sys/fs/cgroup/system.slice/web.service/inner/cgroup.procs", "12\n");
        write("sys/fs/cgroup/machine.slice/inner.slice/box.scope/cgroup.procs", "20\n");
        assertTrue(processes.seesUnits());
        assertEquals(Set.of(10, 11, 12), processes.ofUnit("web.service"));
        assertEquals(Set.of(20), processes.ofUnit("box.scope"));
        assertEquals(Set.of(), processes.ofUnit("none.service"));
        Files.delete(root.resolve("sys/fs/cgroup/machine.slice/inner.slice/box.scope/cgroup.procs"));
        Files.delete(root.resolve("sys/fs/cgroup/machine.slice/inner.slice/box.scope"));
        write("sys/fs/cgroup/other.slice/box.scope/cgroup.procs", "21\n");
        assertEquals(Set.of(21), processes.ofUnit("box.scope"));
    }

    @Test
    void theUnitOfAProcessIsItsInnermostGroup() {
        assertEquals(Optional.of("web.service"), ControlGroups.unit("0::/system.slice/web.service/inner\n"));
        assertEquals(
                Optional.of("run-1.scope"),
                ControlGroups.unit(
                        "5:memory:/system.slice/x.service\n1:name=systemd:/user.slice/user@1.service/run-1.scope\n"));
        assertEquals(Optional.empty(), ControlGroups.unit("0::/\n"));
    }

    @Test
    void readsProcessesOfBothKernels() {
        for (ProcFiles files : List.of(Recorded.linux61(), Recorded.linux618())) {
            Processes recorded = new Processes(files);
            Processes.Sample sample =
                    recorded.sample(recorded.ofUnit("systemd-journald.service")).orElseThrow();
            assertEquals("systemd-journal", sample.main().name());
            assertTrue(sample.memory() > 1024 * 1024, sample.toString());
            assertTrue(sample.isMemoryDivided());
            assertTrue(sample.io().isPresent());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711\n", " 4711", "4711\n/usr/lib/postgresql\n"})
    void aPidFileBeginsWithTheNumber(String text) throws IOException {
        write("run/web.pid", text);
        assertEquals(new PidFile.Found(4711), PidFile.read(root.resolve("run/web.pid")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "web", "-1", "0", "4711x", "12345678901"})
    void aPidFileWithoutANumberNamesNoProcess(String text) throws IOException {
        write("run/web.pid", text);
        assertInstanceOf(PidFile.Without.class, PidFile.read(root.resolve("run/web.pid")));
    }

    @Test
    void aPidFileThatIsNotThereIsAnotherThingThanOneThatIsClosed() {
        assertEquals(
                new PidFile.Without("there is no " + root.resolve("run/web.pid")),
                PidFile.read(root.resolve("run/web.pid")));
        assertInstanceOf(PidFile.Closed.class, PidFile.read(root.resolve("proc")));
    }
}
