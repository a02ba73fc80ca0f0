package upkeep.probe.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.target.FilesystemTarget;

class FilesystemProberTest {

    private static final FilesystemTarget ALL = new FilesystemTarget(Optional.empty());

    @TempDir
    Path folder;

    @TempDir
    Path mounted;

    private HostRoot machine = new HostRoot(Path.of("/nonexistent"));

    @BeforeEach
    void aMachine() throws IOException {
        machine = new HostRoot(folder)
                .write("proc/1/mountinfo", mount("8:1", mounted.toString(), "rw,relatime"))
                .write("proc/diskstats", "   8       1 sda1 10 0 100 7 20 0 200 8 0 9 15\n");
    }

    private static String mount(String device, String point, String flags) {
        return "1 1 " + device + " / " + point + " " + flags + " - ext4 /dev/sda1 rw\n";
    }

    private static FilesystemTarget at(Object mount) {
        return new FilesystemTarget(Optional.of(mount.toString()));
    }

    @Test
    void aMountPointIsMeasured() throws IOException {
        Observation.Passed passed = machine.passed(at(mounted));
        double total = Files.getFileStore(mounted).getTotalSpace();
        Map<String, Double> measured = passed.measurements();
        double space = measured.getOrDefault("space", 0.0);
        double percent = measured.getOrDefault("space-percent", 0.0);
        assertTrue(space > 0 && space < total, measured.toString());
        assertTrue(percent > 0 && percent <= 100, measured.toString());
        assertEquals(0.0, measured.get("read-only"));
        assertEquals(
                Map.of("mount", mounted.toString(), "device", "/dev/sda1", "type", "ext4", "flags", "rw,relatime"),
                passed.texts());
        assertFalse(measured.containsKey("read"));
    }

    @Test
    void aDeviceIsFoundWhereItIsMounted() {
        assertEquals(mounted.toString(), machine.passed(at("/dev/sda1")).texts().get("mount"));
    }

    @Test
    void whatIsNotMountedIsMissing() {
        Observation.Failed failed = machine.failed(at("/srv"));
        assertEquals(FailureKind.MISSING, failed.kind());
        assertEquals("nothing is mounted at /srv", failed.text());
    }

    @Test
    void aMountPointThatIsGoneDoesNotWork() throws IOException {
        machine.write("proc/1/mountinfo", mount("8:1", "/nonexistent/folder", "rw"));
        Observation.Failed failed = machine.failed(at("/nonexistent/folder"));
        assertEquals(FailureKind.DOWN, failed.kind());
        assertEquals("rw", failed.texts().get("flags"));
        assertEquals(FailureKind.DOWN, machine.failed(ALL).kind());
    }

    @Test
    void aRemountIsSeen() throws IOException {
        machine.write("proc/1/mountinfo", mount("8:1", mounted.toString(), "ro,relatime"));
        Observation.Passed passed = machine.passed(at(mounted));
        assertEquals(1.0, passed.measurements().get("read-only"));
        assertEquals("ro,relatime,read-only", passed.texts().get("flags"));
        assertTrue(passed.text().endsWith("; read-only"), passed.text());
    }

    @Test
    void theNextProbeSaysWhatTheDeviceDidMeanwhile() throws IOException {
        machine.passed(at(mounted));
        machine.pass(Duration.ofSeconds(2));
        machine.write("proc/diskstats", "   8       1 sda1 12 0 104 17 22 0 216 18 0 9 15\n");
        Map<String, Double> measured = machine.passed(at(mounted)).measurements();
        assertEquals(1024.0, measured.get("read"));
        assertEquals(4096.0, measured.get("write"));
        assertEquals(1.0, measured.get("read-operations"));
        assertEquals(1.0, measured.get("write-operations"));
        assertEquals(0.005, measured.get("service-time"));
    }

    @Test
    void ofAllTheFullestIsMeasuredAndTheFlagsOfEachAreKept() throws IOException {
        machine.write(
                "proc/1/mountinfo",
                mount("8:1", mounted.toString(), "rw")
                        + "1 1 0:20 / /proc rw - proc proc rw\n"
                        + "1 1 8:1 /sub /other rw - ext4 /dev/sda1 rw\n"
                        + "1 1 0:21 / /nas rw - nfs4 nas:/export rw\n");
        Observation.Passed passed = machine.passed(ALL);
        assertEquals(mounted.toString(), passed.texts().get("mount"));
        assertEquals(mounted + " rw", passed.texts().get("flags"));
        assertTrue(passed.text().startsWith("fullest of 1: " + mounted), passed.text());
    }

    @Test
    void whatCannotBeReadIsUnknown(@TempDir Path empty) throws IOException {
        assertTrue(new HostRoot(empty).unknown(ALL).startsWith("cannot read /proc/1/mountinfo"));
        machine.write("proc/1/mountinfo", "1 1 0:20 / /proc rw - proc proc rw\n");
        assertEquals("no local file system with space is mounted", machine.unknown(ALL));
    }

    @Test
    void timeToFullIsThatOfTheLastHour() {
        SpaceHistory history = new SpaceHistory();
        long minute = 60_000_000_000L;
        assertEquals(Optional.empty(), history.secondsToFull("/", 0, 1_000, 9_000));
        assertEquals(Optional.empty(), history.secondsToFull("/", 9 * minute, 1_000, 9_000));
        assertEquals(Optional.of(900.0), history.secondsToFull("/", 10 * minute, 7_000, 9_000));
        assertEquals(Optional.empty(), history.secondsToFull("/srv", 10 * minute, 7_000, 9_000));
        assertEquals(Optional.of(SpaceHistory.LONGEST_SECONDS), history.secondsToFull("/", 20 * minute, 900, 9_100));
        // What was an hour and a minute ago no longer counts.
        assertEquals(Optional.of(33_000.0), history.secondsToFull("/", 75 * minute, 1_230, 3_300));
        assertEquals(Optional.empty(), history.secondsToFull("/", 10_000 * minute, 7_000, 3_000));
    }
}
