package upkeep.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Small texts that the kernel or an administrator wrote. */
final class KernelText {

    private KernelText() {}

    /** At most so many bytes of a file; absent if it is not there, not readable, or the kernel has nothing to say. */
    static Optional<String> read(Path file, int limit) {
        try {
            return Optional.of(readOrFail(file, limit));
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    static String readOrFail(Path file, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(limit), StandardCharsets.ISO_8859_1);
        }
    }
}
