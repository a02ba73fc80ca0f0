package upkeep.probe.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.Checks;
import upkeep.probe.Probers;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.target.DirectoryTarget;

@Timeout(60)
class DirectoryProberTest {

    @TempDir
    Path directory;

    private final Probers probers = new Probers("1");

    private Observation probe(String check) {
        return probers.probe(
                Checks.of(check.replace("DIR", directory.toString())),
                Memory.soft(),
                Duration.ofSeconds(30),
                Trace.NONE);
    }

    private Observation.Passed passed(String check) {
        Observation observation = probe(check);
        return assertInstanceOf(Observation.Passed.class, observation, observation.text());
    }

    private void file(String name, int size, Duration age) throws Exception {
        Path file = Files.writeString(directory.resolve(name), "x".repeat(size));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @BeforeEach
    void fill() throws Exception {
        Files.createDirectories(directory.resolve("sub/deep"));
        file("old", 10, Duration.ofDays(2));
        file("sub/new", 100, Duration.ZERO);
        file("sub/deep/oldest", 1_000, Duration.ofDays(9));
        Files.createSymbolicLink(directory.resolve("sub/deep/up"), directory);
    }

    @Test
    void entriesAreLookedAtOnlyIfTheyAreAskedFor() {
        assertFalse(passed("{directory: DIR}").measurements().containsKey("entries"));
        Observation.Passed seen = passed("{directory: DIR, rules: [{if: entries > 9, then: alert}]}");
        assertEquals(2, seen.measurements().get("entries"));
        assertEquals(10, seen.measurements().get("total-size"));
        assertEquals(2 * 86_400, seen.measurements().getOrDefault("oldest-age", -1.0), 60);
        assertTrue(seen.measurements().getOrDefault("newest-age", -1.0) < 60, seen.toString());
    }

    @Test
    void allThatIsBelowIsCountedAndNoLinkIsFollowed() {
        Observation.Passed seen = passed("{directory: {path: DIR, recursive: true}}");
        assertEquals(6, seen.measurements().get("entries"));
        assertEquals(1_110, seen.measurements().get("total-size"));
        assertEquals(9 * 86_400, seen.measurements().getOrDefault("oldest-age", -1.0), 60);
    }

    @Test
    void anEmptyOneHasNoAgesOfEntries() throws Exception {
        Files.createDirectory(directory.resolve("empty"));
        Observation.Passed seen = passed("{directory: {path: DIR/empty, recursive: true}}");
        assertEquals(0, seen.measurements().get("entries"));
        assertFalse(seen.measurements().containsKey("oldest-age"));
    }

    @Test
    void modeAndTypeAreCompared() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        passed("{directory: DIR, expect: {mode: \"0700\"}}");
        Observation open = probe("{directory: DIR, expect: {mode: \"0755\"}}");
        assertEquals(
                FailureKind.DIFFERENT,
                assertInstanceOf(Observation.Failed.class, open).kind());
        assertInstanceOf(Observation.Failed.class, probe("{directory: DIR/old}"));
    }

    @Test
    void oneThatIsTooLargeForItsTimeIsUnknown() {
        Deadline passed = Deadline.in(Duration.ZERO);
        DirectoryTarget target =
                (DirectoryTarget) Checks.of("{directory: " + directory + "}").target();
        Stop.Unasked stop = assertThrows(Stop.Unasked.class, () -> Listing.of(target, passed));
        assertTrue(stop.text().contains("longer timeout"), stop.text());
    }
}
