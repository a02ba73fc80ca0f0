package upkeep.target;

import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * How TLS is spoken with a server, and which certificates it may show.
 *
 * @param start when it begins
 * @param verify whether the chain and the host name of the certificate must be valid
 * @param serverName the name that is asked for and must be in the certificate; absent for the host that is connected to
 * @param authorities a PEM file with the authorities that are trusted; absent for those of the system
 * @param client what is shown to a server that asks who connects
 * @param versions which versions are offered, "1.2" or "1.3"; empty for all
 * @param ciphers which cipher suites are offered, by their IANA names; empty for those of the Java runtime
 * @param fingerprint what the server's own certificate must have
 * @param validFor how long each certificate of the chain must be valid still
 */
public record TlsOptions(
        Start start,
        boolean verify,
        Optional<String> serverName,
        Optional<String> authorities,
        Optional<ClientCertificate> client,
        List<String> versions,
        List<String> ciphers,
        Optional<Fingerprint> fingerprint,
        Optional<TimeSpan> validFor) {

    /** What is measured of the chain that a server shows: the days until the first of its certificates ends. */
    public static final String DAYS = "certificate-days";

    /** What is found of a TLS connection. */
    public static final List<String> TEXTS =
            List.of("tls-version", "cipher", "certificate-subject", "certificate-issuer", "certificate-fingerprint");

    public TlsOptions {
        versions = List.copyOf(versions);
        ciphers = List.copyOf(ciphers);
    }

    /** Without further conditions. */
    public TlsOptions(Start start, boolean verify, Optional<String> serverName) {
        this(
                start,
                verify,
                serverName,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** With another server: what proves who we are, and what only this one has, is left out. */
    public TlsOptions elsewhere() {
        return new TlsOptions(
                start,
                verify,
                Optional.empty(),
                authorities,
                Optional.empty(),
                versions,
                ciphers,
                Optional.empty(),
                validFor);
    }

    /** When TLS begins: with the first byte, or when the protocol's own command asks for it (STARTTLS). */
    public enum Start {
        AT_ONCE,
        STARTTLS
    }

    /**
     * Two PEM files, by their paths.
     *
     * @param certificate the certificate, and those between it and the authority
     * @param key its private key, without a passphrase
     */
    public record ClientCertificate(String certificate, String key) {}

    /**
     * The digest of a certificate.
     *
     * @param algorithm as {@code MessageDigest} calls it
     * @param digits hexadecimal, in lower case
     */
    public record Fingerprint(String algorithm, String digits) {}
}
