package upkeep.probe.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Digest;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.Checks;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;
import upkeep.spec.CheckId;

/** What is found of paths, without what is written in files. */
@Timeout(60)
class FileProberTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final CheckId ID = new CheckId("c");

    @TempDir
    Path directory;

    private final Probers probers = new Probers("1");
    private final Memory memory = Memory.soft();

    private Observation probe(String check) {
        return probe(check, LONG);
    }

    private Observation probe(String check, Duration timeout) {
        Check read = Checks.of(check.replace("DIR", directory.toString()));
        return probers.probe(read, memory, timeout, Trace.NONE);
    }

    private Observation.Passed passed(String check) {
        Observation observation = probe(check);
        return assertInstanceOf(Observation.Passed.class, observation, observation.text());
    }

    private Observation.Failed failed(FailureKind kind, String check) {
        Observation observation = probe(check);
        Observation.Failed failed = assertInstanceOf(Observation.Failed.class, observation, observation.text());
        assertEquals(kind, failed.kind(), failed.text());
        return failed;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private String owner() throws IOException {
        return Files.getOwner(directory).getName();
    }

    @Test
    void whatIsThereIsMeasured() throws Exception {
        Path file = file("a", "12345");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600)));
        Observation.Passed passed = passed("{file: DIR/a}");
        assertEquals(1, passed.measurements().get("exists"));
        assertEquals(5, passed.measurements().get("size"));
        assertEquals(640, passed.measurements().get("mode"));
        assertEquals(1, passed.measurements().get("links"));
        assertEquals(3_600, passed.measurements().getOrDefault("age", -1.0), 60);
        assertTrue(passed.measurements().getOrDefault("change-age", -1.0) < 60, passed.toString());
        assertEquals("file", passed.texts().get("type"));
        assertEquals(owner(), passed.texts().get("owner"));
    }

    @Test
    void whatIsNotThereHasFailedUnlessThatIsWanted() throws Exception {
        assertEquals(
                0, failed(FailureKind.MISSING, "{file: DIR/a}").measurements().get("exists"));
        failed(FailureKind.MISSING, "{directory: DIR/a/b}");
        passed("{file: {path: DIR/a, exists: false}}");
        file("a", "");
        failed(FailureKind.DIFFERENT, "{file: {path: DIR/a, exists: false}}");
        failed(FailureKind.MISSING, "{file: DIR/a/b}");
    }

    @Test
    void allThatIsNotAsExpectedIsTold() throws Exception {
        Path file = file("a", "12345");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        String owner = owner();
        passed("{file: DIR/a, expect: {mode: 644, owner: " + owner + ", size: 5}}");
        String text = failed(FailureKind.DIFFERENT, "{file: DIR/a, expect: {mode: \"4755\", owner: nobody, size: 6}}")
                .text();
        assertTrue(
                text.contains("mode is 0644, wanted 4755; owner is " + owner + ", wanted nobody; size is 5, wanted 6"),
                text);
        int uid = (Integer) Files.getAttribute(file, "unix:uid");
        passed("{file: DIR/a, expect: {owner: " + uid + "}}");
    }

    @Test
    void anotherTypeIsNeverOpened() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", directory.resolve("pipe").toString())
                        .start()
                        .waitFor());
        String rules = ", rules: [{if: 'content contains \"a\"', then: alert}]}";
        failed(FailureKind.DIFFERENT, "{file: {path: DIR/pipe, checksum: md5}" + rules);
        failed(FailureKind.DIFFERENT, "{file: {path: /dev/zero, checksum: md5}" + rules);
        failed(FailureKind.DIFFERENT, "{file: DIR" + rules);
        passed("{file: /dev/zero, expect: {type: character-device}}");
        assertEquals("fifo", passed("{fifo: DIR/pipe}").texts().get("type"));
        file("plain", "");
        failed(FailureKind.DIFFERENT, "{fifo: DIR/plain}");
    }

    @Test
    void aLinkStandsForItsTargetOrForItself() throws Exception {
        Path file = file("a", "12345");
        Files.createSymbolicLink(directory.resolve("link"), file);
        Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("missing"));
        passed("{file: DIR/link}");
        failed(FailureKind.DIFFERENT, "{file: {path: DIR/link, follow: false}}");
        passed("{file: {path: DIR/link, follow: false}, expect: {type: link}}");
        failed(FailureKind.MISSING, "{file: DIR/nowhere}");
        assertInstanceOf(Observation.Unknown.class, probe("{file: DIR/loop}"));
    }

    @Test
    void aChecksumIsMadeOfTheWholeFile() throws Exception {
        String text = "0123456789".repeat(100_000);
        file("a", text);
        String digest = Digest.of(text).hex();
        assertEquals(
                digest,
                passed("{file: {path: DIR/a, checksum: sha256}}").texts().get("checksum"));
        passed("{file: DIR/a, expect: {sha256: " + digest + "}}");
        String other = "0".repeat(64);
        String told = failed(FailureKind.DIFFERENT, "{file: DIR/a, expect: {sha256: " + other + "}}")
                .text();
        assertTrue(told.contains("sha256 is " + digest + ", wanted " + other), told);
        assertEquals(
                "d41d8cd98f00b204e9800998ecf8427e",
                passed("{file: {path: /dev/../" + file("empty", "") + ", checksum: md5}}")
                        .texts()
                        .get("checksum"));
    }

    @Test
    void aKnownChecksumIsNotMadeAgainUnlessTheFileChanged() throws Exception {
        Path file = file("a", "good");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600)));
        String check = "{file: {path: DIR/a, checksum: sha256}}";
        assertEquals(Digest.of("good").hex(), passed(check).texts().get("checksum"));
        assertEquals(Digest.of("good").hex(), passed(check).texts().get("checksum"));
        Files.writeString(file, "evil");
        // As somebody does who does not want to be noticed; the time of change cannot be set.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600)));
        assertEquals(Digest.of("evil").hex(), passed(check).texts().get("checksum"));
    }

    @Test
    void theFirstGoodSightIsRecordedAndAnotherFailsUntilItIsAccepted() throws Exception {
        Path file = file("a", "good");
        String check = "{file: DIR/a, expect: {mode: \"0600\", sha256: recorded}}";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        failed(FailureKind.DIFFERENT, check);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "better");
        passed(check);
        assertEquals(Optional.empty(), Baseline.accept(memory, ID));
        Files.writeString(file, "evil");
        String told = failed(FailureKind.DIFFERENT, check).text();
        assertTrue(told.contains("recorded was " + Digest.of("better").hex()), told);
        assertTrue(told.contains("upkeep accept c"), told);
        failed(FailureKind.DIFFERENT, check);
        Baseline.Accepted accepted = Baseline.accept(memory, ID).orElseThrow();
        assertEquals("sha256 " + Digest.of("evil").hex(), accepted.now());
        assertEquals(Optional.of("sha256 " + Digest.of("better").hex()), accepted.before());
        passed(check);
    }

    @Test
    void whatWasAcceptedIsWhatWasSeenAndNotWhatCameSince() throws Exception {
        Path file = file("a", "good");
        String check = "{file: DIR/a, expect: {sha256: recorded}}";
        passed(check);
        Files.writeString(file, "better");
        failed(FailureKind.DIFFERENT, check);
        Files.writeString(file, "evil");
        Baseline.accept(memory, ID);
        failed(FailureKind.DIFFERENT, check);
    }

    @Test
    void aFileThatCannotBeReadInTimeIsUnknown() throws Exception {
        try (var big = Files.newByteChannel(
                directory.resolve("big"),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.WRITE)) {
            big.position(12L << 30).write(java.nio.ByteBuffer.allocate(1));
        }
        Observation late = probe("{file: {path: DIR/big, checksum: sha256}}", Duration.ofSeconds(1));
        assertTrue(
                assertInstanceOf(Observation.Unknown.class, late, late.text())
                        .text()
                        .contains("longer timeout"),
                late.text());
        Observation wrong =
                probe("{file: {path: DIR/big, checksum: sha256}, expect: {size: 1}}", Duration.ofSeconds(1));
        assertInstanceOf(Observation.Failed.class, wrong, "what is wrong anyway is told");
    }
}
