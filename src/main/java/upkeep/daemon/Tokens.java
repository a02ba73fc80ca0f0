package upkeep.daemon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.host.SecretFiles;
import upkeep.host.UnreadableException;
import upkeep.target.Secret;

/** Compares what somebody sends with a secret, read anew each time, in a time that tells nothing of how near it came. */
final class Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    private final SecretFiles secrets;

    Tokens(SecretFiles secrets) {
        this.secrets = secrets;
    }

    boolean fits(Secret secret, String token) {
        try {
            byte[] known = secrets.bytes(secret.place());
            return known.length > 0 && MessageDigest.isEqual(known, token.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableException unreadable) {
            LOG.warn("nobody can tell of a job by its token: {}", unreadable.text());
            return false;
        }
    }
}
