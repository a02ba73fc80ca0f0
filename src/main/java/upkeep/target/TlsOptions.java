package upkeep.target;

import java.util.Optional;

/**
 * How TLS is spoken with a server.
 *
 * @param start when it begins
 * @param verify whether the chain and the host name of the certificate must be valid
 * @param serverName the name that is asked for and must be in the certificate; absent for the host that is connected to
 */
public record TlsOptions(Start start, boolean verify, Optional<String> serverName) {

    /** When TLS begins: with the first byte, or when the protocol's own command asks for it (STARTTLS). */
    public enum Start {
        AT_ONCE,
        STARTTLS
    }
}
