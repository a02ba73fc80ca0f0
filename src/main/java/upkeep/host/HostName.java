package upkeep.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. */
public final class HostName {

    private static final Path FILE = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** As the kernel knows it, which asks nobody; {@code localhost} if it cannot be read. */
    public static String read() {
        try {
            String name = Files.readString(FILE).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException unreadable) {
            return "localhost";
        }
    }
}
