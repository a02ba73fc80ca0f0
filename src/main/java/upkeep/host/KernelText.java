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
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(limit), StandardCharsets.ISO_8859_1));
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }
}
