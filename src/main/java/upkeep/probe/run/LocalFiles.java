package upkeep.probe.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that a check names. That one cannot be read is our own fault, never the target's. */
public final class LocalFiles {

    /** The most that is read of one file. */
    static final int LARGEST = 1 << 20;

    private LocalFiles() {}

    /**
     * The whole of a file.
     *
     * @param what it holds, as in "cannot read WHAT in /path"
     */
    public static byte[] read(Path file, String what) throws Stop {
        try {
            // A pipe in its place would be waited for without end.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw cannot(file, what, "it is no regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw cannot(file, what, "it is larger than " + LARGEST + " bytes");
                }
                return bytes;
            }
        } catch (NoSuchFileException _) {
            throw cannot(file, what, "there is no such file");
        } catch (AccessDeniedException _) {
            throw cannot(file, what, "permission denied; let the user upkeep read it, by its group or mode");
        } catch (Stop stop) {
            throw stop;
        } catch (IOException failed) {
            throw cannot(file, what, String.valueOf(failed.getMessage()));
        }
    }

    public static Stop cannot(Path file, String what, String why) {
        return new Stop.Unasked("cannot read " + what + " in " + file + ": " + why);
    }
}
