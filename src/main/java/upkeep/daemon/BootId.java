package upkeep.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's id of this boot; see random(4). */
final class BootId {

    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int LENGTH = 36;

    private BootId() {}

    /** Empty where there is none to read. */
    static String read() {
        try (var in = Files.newInputStream(FILE)) {
            return new String(in.readNBytes(LENGTH), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
