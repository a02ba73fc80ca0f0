package upkeep.probe.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import upkeep.target.Secret;

/**
 * Reads secrets where they are kept, each time anew, so that a changed one counts at once. At most {@value #LARGEST}
 * bytes; a line end at the end is no part of it. What cannot be read is our own fault, never the target's. Safe for use
 * by many threads.
 */
public final class Secrets {

    static final int LARGEST = 4_096;

    private final Optional<Path> credentials;

    /** Secrets of this process: credentials are where systemd says. */
    public Secrets() {
        this(Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of));
    }

    public Secrets(Optional<Path> credentials) {
        this.credentials = credentials;
    }

    /** The secret as a text in UTF-8. */
    public String text(Secret secret) throws Stop {
        return new String(bytes(secret), StandardCharsets.UTF_8);
    }

    public byte[] bytes(Secret secret) throws Stop {
        Path file = file(secret);
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
        } catch (Stop stop) {
            throw stop;
        } catch (IOException failed) {
            throw cannot(file, String.valueOf(failed.getMessage()));
        }
    }

    private Path file(Secret secret) throws Stop {
        if (secret.place().startsWith("/")) {
            return Path.of(secret.place());
        }
        if (credentials.isEmpty()) {
            throw new Stop.Unasked("cannot read the credential " + secret.place()
                    + ": this process has none; add LoadCredential= to upkeepd.service");
        }
        Path file = credentials.get().resolve(secret.place());
        if (!Files.exists(file)) {
            throw new Stop.Unasked("cannot read the credential " + secret.place()
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

    private static Stop cannot(Path file, String why) {
        return new Stop.Unasked("cannot read the secret in " + file + ": " + why);
    }
}
