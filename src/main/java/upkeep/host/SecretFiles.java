package upkeep.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads secrets where they are kept, each time anew, so that a changed one counts at once. At most {@value #LARGEST}
 * bytes; a line end at the end is no part of it. A place is the absolute path of a file, or the name of a credential of this
 * process (systemd.exec(5), LoadCredential=). Safe for use by many threads.
 */
public final class SecretFiles {

    static final int LARGEST = 4_096;

    private final Optional<Path> credentials;

    /** Secrets of this process: credentials are where systemd says. */
    public SecretFiles() {
        this(Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of));
    }

    public SecretFiles(Optional<Path> credentials) {
        this.credentials = credentials;
    }

    /** The secret as a text in UTF-8. */
    public String text(String place) throws UnreadableException {
        return new String(bytes(place), StandardCharsets.UTF_8);
    }

    public byte[] bytes(String place) throws UnreadableException {
        Path file = file(place);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw cannot(file, "it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw cannot(file, "it is larger than " + LARGEST + " bytes; a secret is one short line");
            }
            return Arrays.copyOf(bytes, end(bytes));
        } catch (NoSuchFileException _) {
            throw cannot(file, "there is no such file");
        } catch (AccessDeniedException _) {
            throw cannot(file, "permission denied; let the user upkeep read it, or use a credential");
        } catch (UnreadableException unreadable) {
            throw unreadable;
        } catch (IOException failed) {
            throw cannot(file, String.valueOf(failed.getMessage()));
        }
    }

    private Path file(String place) throws UnreadableException {
        if (place.startsWith("/")) {
            return Path.of(place);
        }
        if (credentials.isEmpty()) {
            throw new UnreadableException("cannot read the credential " + place
                    + ": this process has none; add LoadCredential= to upkeepd.service");
        }
        Path file = credentials.get().resolve(place);
        if (!Files.exists(file)) {
            throw new UnreadableException("cannot read the credential " + place
                    + ": there is none of that name; add LoadCredential= to upkeepd.service");
        }
        return file;
    }

    private static int end(byte[] bytes) {
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
        }
        return end > 0 && end < bytes.length && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    private static UnreadableException cannot(Path file, String why) {
        return new UnreadableException("cannot read the secret in " + file + ": " + why);
    }
}
