package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One boot is told from another, also of a container. */
class BootIdTest {

    private static final String KERNELS = "0f3c0c9c-16a9-4af3-8b6c-ab67a4a4b6e5\n";

    private static void write(Path proc, String boot, String stat) throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.createDirectories(proc.resolve("1"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), boot);
        Files.writeString(proc.resolve("1/stat"), stat);
    }

    private static String stat(String program, long begun) {
        return "1 (" + program + ") S 0 1 1 0 -1 4194560 12731 138033 98 1093 27 100 237 323 20 0 1 0 " + begun
                + " 23126016 2892 18446744073709551615 1 1 0 0\n";
    }

    @Test
    void itIsTheKernelsAndTheBeginningOfProcessOne(@TempDir Path proc) throws IOException {
        write(proc, KERNELS, stat("systemd", 4711));
        assertEquals(Optional.of("0f3c0c9c16a94af38b6cab67a4a4b6e5-4711"), BootId.read(proc));
        write(proc, KERNELS, stat("odd) S 1 2 (3", 4712));
        assertEquals(Optional.of("0f3c0c9c16a94af38b6cab67a4a4b6e5-4712"), BootId.read(proc));
    }

    @Test
    void whatCannotBeReadIsNotGuessed(@TempDir Path proc) throws IOException {
        assertEquals(Optional.empty(), BootId.read(proc));
        write(proc, "none\n", stat("systemd", 4711));
        assertEquals(Optional.empty(), BootId.read(proc));
        write(proc, KERNELS, "1 (systemd) S 0\n");
        assertEquals(Optional.empty(), BootId.read(proc));
    }

    @Test
    void thisMachineHasOne() {
        assertTrue(BootId.read().isPresent());
        assertEquals(BootId.read(), BootId.read());
    }
}
