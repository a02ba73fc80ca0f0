package upkeep.probe.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.target.ProcessTarget;
import upkeep.target.ProcessTarget.Known;

class ProcessProberTest {

    private static final ProcessTarget WEB = new ProcessTarget(new Known.Unit("web.service"));
    private static final String IO =
            "rchar: %d\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: %d\nwrite_bytes: 0\ncancelled_write_bytes: 0\n";

    @TempDir
    Path folder;

    private HostRoot machine = new HostRoot(Path.of("/nonexistent"));

    @BeforeEach
    void aMachine() throws IOException {
        machine = new HostRoot(folder)
                .write("proc/uptime", "1000.00 1.00\n")
                .write("proc/meminfo", "MemTotal: 4096 kB\nMemAvailable: 1024 kB\n")
                .unit("web.service", "10 11")
                .process(10, 1, "web", 'S', 100, 33)
                .process(11, 10, "worker", 'S', 100, 33);
    }

    @Test
    void aUnitIsMeasured() {
        Observation.Passed passed = machine.passed(WEB);
        Map<String, Double> measured = passed.measurements();
        assertEquals(2.0, measured.get("processes"));
        assertEquals(10.0, measured.get("pid"));
        assertEquals(1.0, measured.get("ppid"));
        assertEquals(33.0, measured.get("uid"));
        assertEquals(990.0, measured.get("uptime"));
        assertEquals(2.0 * 1024 * 1024, measured.get("memory"));
        assertEquals(50.0, measured.get("memory-percent"));
        assertEquals("web", passed.texts().get("name"));
        assertFalse(measured.containsKey("cpu"));
        assertFalse(measured.containsKey("fds"));
        assertEquals(
                "web (10) is sleeping, 2 processes, memory 2.0 MiB (RSS: shared memory is counted for each); open files"
                        + " cannot be counted: upkeepd has no right to see them before Linux 6.2, which "
                        + ProcessProber.RIGHTS + " give",
                passed.text());
    }

    @Test
    void theNextProbeSaysWhatTheyUsedMeanwhile() throws IOException {
        machine.write("proc/10/io", IO.formatted(100, 10)).write("proc/11/io", IO.formatted(0, 0));
        machine.passed(WEB);
        machine.pass(Duration.ofSeconds(2));
        machine.process(10, 1, "web", 'R', 150, 33).process(12, 10, "new", 'R', 50, 33);
        machine.unit("web.service", "10 12");
        machine.write("proc/10/io", IO.formatted(300, 30)).write("proc/12/io", IO.formatted(0, 0));
        Map<String, Double> measured = machine.passed(WEB).measurements();
        assertEquals(50.0, measured.get("cpu"));
        assertEquals(100.0, measured.get("read"));
        assertEquals(10.0, measured.get("disk-read"));
        assertEquals(0.0, measured.get("write"));
    }

    @Test
    void aRestartUsesNoTimeOfThePast() throws IOException {
        machine.process(10, 1, "web", 'S', 1_000_000, 33);
        machine.passed(WEB);
        machine.pass(Duration.ofSeconds(1));
        machine.unit("web.service", "20").process(20, 1, "web", 'S', 3, 33);
        Map<String, Double> measured = machine.passed(WEB).measurements();
        assertEquals(3.0, measured.get("cpu"));
        assertEquals(20.0, measured.get("pid"));
    }

    @Test
    void oldCodeIsTold() throws IOException {
        machine.write("proc/10/maps", "7f00-7f01 r-xp 00000000 08:01 42 /usr/lib/libssl.so.3 (deleted)\n")
                .write("proc/11/maps", "7f00-7f01 r-xp 00000000 08:01 43 /usr/lib/libssl.so.3\n");
        Observation.Passed passed = machine.passed(WEB);
        assertEquals(1.0, passed.measurements().get("outdated"));
        assertTrue(passed.text().contains("; 1 of them run programs or libraries that were replaced"), passed.text());
    }

    @Test
    void aUnitWithoutProcessesFails() throws IOException {
        Observation.Failed failed = machine.failed(new ProcessTarget(new Known.Unit("db.service")));
        assertEquals(FailureKind.MISSING, failed.kind());
        assertEquals("db.service has no process", failed.text());
    }

    @Test
    void withoutControlGroupsNothingIsKnownOfUnits(@TempDir Path empty) {
        assertEquals(
                "cannot find the processes of web.service: no control groups of systemd in /sys/fs/cgroup; is it mounted?",
                new HostRoot(empty).unknown(WEB));
    }

    @Test
    void aZombieIsNoService() throws IOException {
        machine.unit("web.service", "10").process(10, 1, "web", 'Z', 1, 33);
        Observation.Failed failed = machine.failed(WEB);
        assertEquals(FailureKind.DOWN, failed.kind());
        assertEquals(1.0, failed.measurements().get("zombies"));
        assertEquals("ended", failed.texts().get("state"));
    }

    @Test
    void aPidFileNamesTheProcess(@TempDir Path run) throws IOException {
        Path file = run.resolve("web.pid");
        ProcessTarget target = new ProcessTarget(new Known.PidFile(file.toString()));
        assertEquals("there is no " + file, machine.failed(target).text());
        Files.writeString(file, "11\n");
        assertEquals(11.0, machine.passed(target).measurements().get("pid"));
        Files.writeString(file, "99\n");
        assertEquals(
                "the process that " + file + " names does not run",
                machine.failed(target).text());
        Files.delete(file);
        Files.createDirectory(file);
        assertEquals("cannot read " + file + ": it is not a regular file", machine.unknown(target));
    }

    @Test
    void aPatternIsLookedForInCommandLines() {
        assertEquals(
                1.0,
                machine.passed(new ProcessTarget(new Known.Matching("^worker$")))
                        .measurements()
                        .get("processes"));
        assertEquals(
                "no process has \"database\" in its command line",
                machine.failed(new ProcessTarget(new Known.Matching("database")))
                        .text());
    }
}
