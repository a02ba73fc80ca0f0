package upkeep.probe.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The algorithms that one side offers, each list in the order of its liking (RFC 4253 section 7.1), here those from the
 * server to the client.
 */
record SshAlgorithms(List<String> keyExchanges, List<String> hostKeys, List<String> ciphers, List<String> macs) {

    /** What both sides must send to offer algorithms. */
    static final int KEXINIT = 20;

    private static final int COOKIE = 16;

    /** The one key exchange that is spoken here, by both its names (RFC 8731). */
    static final List<String> CURVE25519 = List.of("curve25519-sha256", "curve25519-sha256@libssh.org");

    private static final List<String> ED25519 = List.of("ssh-ed25519");
    private static final List<String> ECDSA =
            List.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521");
    private static final List<String> RSA = List.of("rsa-sha2-512", "rsa-sha2-256");

    /** All that are in use: none is ever used here, but without one in common a server breaks off. */
    private static final List<String> CIPHERS = List.of(
            "chacha20-poly1305@openssh.com",
            "aes128-ctr",
            "aes192-ctr",
            "aes256-ctr",
            "aes128-gcm@openssh.com",
            "aes256-gcm@openssh.com",
            "aes128-cbc",
            "aes192-cbc",
            "aes256-cbc",
            "3des-cbc");

    private static final List<String> MACS = List.of(
            "hmac-sha2-256-etm@openssh.com",
            "hmac-sha2-512-etm@openssh.com",
            "umac-128-etm@openssh.com",
            "umac-64-etm@openssh.com",
            "hmac-sha1-etm@openssh.com",
            "hmac-sha2-256",
            "hmac-sha2-512",
            "umac-128@openssh.com",
            "umac-64@openssh.com",
            "hmac-sha1");

    private static final List<String> COMPRESSIONS = List.of("none", "zlib@openssh.com", "zlib");

    SshAlgorithms {
        keyExchanges = List.copyOf(keyExchanges);
        hostKeys = List.copyOf(hostKeys);
        ciphers = List.copyOf(ciphers);
        macs = List.copyOf(macs);
    }

    /** What is offered here, for a host key of one kind ({@code ed25519}, {@code ecdsa}, {@code rsa}) or of any. */
    static SshAlgorithms ours(Optional<String> hostKey) {
        List<String> hostKeys = new ArrayList<>();
        if (hostKey.orElse("ed25519").equals("ed25519")) {
            hostKeys.addAll(ED25519);
        }
        if (hostKey.orElse("ecdsa").equals("ecdsa")) {
            hostKeys.addAll(ECDSA);
        }
        if (hostKey.orElse("rsa").equals("rsa")) {
            hostKeys.addAll(RSA);
        }
        return new SshAlgorithms(CURVE25519, hostKeys, CIPHERS, MACS);
    }

    /** The message that offers them; the cookie is 16 random bytes. */
    byte[] message(byte[] cookie) {
        return new SshData.Writer()
                .octet(KEXINIT)
                .raw(cookie)
                .names(keyExchanges)
                .names(hostKeys)
                .names(ciphers)
                .names(ciphers)
                .names(macs)
                .names(macs)
                .names(COMPRESSIONS)
                .names(COMPRESSIONS)
                .names(List.of())
                .names(List.of())
                .octet(0)
                .whole(0)
                .bytes();
    }

    /** Reads such a message; runtime exceptions of {@link SshData} where it is none. */
    static SshAlgorithms parse(byte[] message) {
        SshData data = new SshData(message);
        data.skip(1 + COOKIE);
        List<String> keyExchanges = data.names();
        List<String> hostKeys = data.names();
        data.names();
        List<String> ciphers = data.names();
        data.names();
        return new SshAlgorithms(keyExchanges, hostKeys, ciphers, data.names());
    }

    /** The first of ours that the other side has as well: the liking of the client counts. */
    private static Optional<String> common(List<String> own, List<String> others) {
        return own.stream().filter(others::contains).findFirst();
    }

    /** The kind of host key that comes of it, if there is one. */
    Optional<String> hostKey(SshAlgorithms server) {
        return common(hostKeys, server.hostKeys);
    }

    /** Whether there is enough else in common with a server to go on. */
    boolean isSpokenWith(SshAlgorithms server) {
        return common(keyExchanges, server.keyExchanges).isPresent()
                && common(ciphers, server.ciphers).isPresent()
                && common(macs, server.macs).isPresent();
    }
}
