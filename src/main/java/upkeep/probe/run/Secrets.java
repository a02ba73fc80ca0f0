package upkeep.probe.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import upkeep.host.SecretFiles;
import upkeep.host.UnreadableException;
import upkeep.target.Secret;

/** The secrets that probes need. One that cannot be read is our own fault, never the target's. Safe for use by many threads. */
public final class Secrets {

    private final SecretFiles files;

    /** Secrets of this process: credentials are where systemd says. */
    public Secrets() {
        this(new SecretFiles());
    }

    public Secrets(Optional<Path> credentials) {
        this(new SecretFiles(credentials));
    }

    private Secrets(SecretFiles files) {
        this.files = files;
    }

    /** The secret as a text in UTF-8. */
    public String text(Secret secret) throws Stop {
        return new String(bytes(secret), StandardCharsets.UTF_8);
    }

    public byte[] bytes(Secret secret) throws Stop {
        try {
            return files.bytes(secret.place());
        } catch (UnreadableException unreadable) {
            throw new Stop.Unasked(unreadable.text());
        }
    }
}
