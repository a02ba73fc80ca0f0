package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What needs a kernel with cgroup controllers, in User-mode Linux: limits that bite, and upkeep saying so. */
@OnEverySuite
class KernelLabTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void aServiceThatTheKernelKillsForItsMemoryLimitIsToldAsThat(@TempDir Path folder) throws IOException {
        Path job = Files.copy(Path.of("src/lab/programs/memory-limit.sh"), folder.resolve("job.sh"));
        Files.setPosixFilePermissions(job, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(Packaged.deb(), folder.resolve("upkeep.deb"));
        Result result = LabScript.call(List.of("uml", suite.codename(), folder.toString()), new byte[0], LIMIT);
        Path printed = folder.resolve("out.txt");
        String out = Files.exists(printed) ? Files.readString(printed) : "";
        assertEquals(0, result.exit(), () -> result + "\n" + out);
        assertTrue(out.contains("MemoryMax=" + 48 * 1024 * 1024), out);
        assertTrue(out.contains("the kernel killed it for want of memory"), out);
    }
}
