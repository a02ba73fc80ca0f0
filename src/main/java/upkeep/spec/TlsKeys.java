package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.target.TlsOptions.Fingerprint;
import upkeep.target.TlsOptions.Start;

/** How TLS is spoken. */
final class TlsKeys {

    private static final Kind<String> VERSION = Kinds.oneOf(List.of("1.2", "1.3"));

    private static final Kind<String> CIPHER = Kind.text(
                    text -> text.matches("TLS_[A-Z0-9_]{1,60}")
                            ? Optional.empty()
                            : Optional.of("it is not the IANA name of a cipher suite"),
                    "write such as TLS_AES_256_GCM_SHA384")
            .called("IANA name")
            .matching("^TLS_[A-Z0-9_]{1,60}$");

    private static final Kind<Fingerprint> DIGEST = Kind.of(
                    "a SHA-256 or SHA-1 fingerprint",
                    "write the 64 hexadecimal digits that `openssl x509 -noout -fingerprint -sha256` prints",
                    TlsKeys::fingerprint)
            .shown(Fingerprint::digits)
            .called("SHA-256, hexadecimal, colons allowed")
            .matching("^[0-9A-Fa-f:]{40,128}$");

    static final Key<Usual<Boolean>> VERIFY = Key.usual("verify", Kinds.YES_OR_NO, Defaults.VERIFY_TLS)
            .means("whether certificate chain and host name must be valid");
    static final Key<Value<String>> SERVER_NAME = Key.value("server-name", Kinds.HOST_NAME)
            .otherwise("`host`")
            .means("the name that is asked for, and must be in the certificate");
    static final Key<Value<String>> AUTHORITIES = Key.value("authorities", Kinds.PATH)
            .otherwise("those of the system")
            .means("a PEM file with the authorities that are trusted instead");
    static final Key<Value<String>> CLIENT_CERTIFICATE = Key.value("client-certificate", Kinds.PATH)
            .means(
                    "a PEM file with the certificate that is shown to a server that asks for one, and those between it and"
                            + " the authority");
    static final Key<Value<String>> CLIENT_KEY = Key.value("client-key", Kinds.PATH)
            .means("a PEM file with its private key, without passphrase, which not everybody may read");
    static final Key<Values<String>> VERSIONS = Key.values("versions", VERSION)
            .otherwise("both")
            .means("which versions are offered; the server must take one");
    static final Key<Values<String>> CIPHERS = Key.values("ciphers", CIPHER)
            .otherwise("those of the Java runtime")
            .means("which cipher suites are offered");
    static final Key<Value<Fingerprint>> FINGERPRINT = Key.value("fingerprint", DIGEST)
            .means("what the server's own certificate must have; one of SHA-1 is taken with a warning");
    static final Key<Value<TimeSpan>> VALID_FOR = Key.value("valid-for", Kinds.FINITE)
            .means("how long every certificate that the server shows must be valid still");

    /** The options but for when TLS begins. */
    static final Vocabulary BUT_START = Vocabulary.of(
            "tls",
            VERIFY,
            SERVER_NAME,
            AUTHORITIES,
            CLIENT_CERTIFICATE,
            CLIENT_KEY,
            VERSIONS,
            CIPHERS,
            FINGERPRINT,
            VALID_FOR);

    /** Whether TLS is spoken at all, which stands in place of the options. */
    static final Key<Value<Boolean>> SPOKEN = Key.value("spoken", Kinds.YES_OR_NO);

    /** For a protocol that has TLS from the first byte, by a command, or both. */
    static final Spoken AT_ONCE = spoken(List.of(Start.AT_ONCE));

    static final Spoken STARTTLS = spoken(List.of(Start.STARTTLS));

    static final Spoken EITHER = spoken(List.of(Start.AT_ONCE, Start.STARTTLS));

    /**
     * How TLS is asked for.
     *
     * @param start when it begins
     * @param tls the key of the check, which has that among its options
     */
    record Spoken(Key<Value<Start>> start, Key<Brief> tls) {}

    private TlsKeys() {}

    /** The keys of a protocol in which TLS can begin so. */
    static Spoken of(List<Start> starts) {
        boolean hasCommand = starts.contains(Start.STARTTLS);
        return starts.size() > 1 ? EITHER : hasCommand ? STARTTLS : AT_ONCE;
    }

    private static Spoken spoken(List<Start> starts) {
        Key<Value<Start>> start = Key.value("start", Kind.word(starts))
                .otherwise("`at-once` where the protocol has it")
                .means("when TLS begins");
        List<Key<?>> keys = new ArrayList<>(List.of(start));
        keys.addAll(BUT_START.own());
        Vocabulary options = Vocabulary.of(BUT_START.owner(), keys.toArray(Key<?>[]::new));
        Key<Brief> tls = Key.brief("tls", options, SPOKEN, start)
                .otherwise("`false`")
                .means("whether TLS is spoken, and how: [TLS options](#tls-options)");
        return new Spoken(start, tls);
    }

    private static Optional<Fingerprint> fingerprint(String text) {
        String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]*") || text.contains("::")) {
            return Optional.empty();
        }
        return switch (digits.length()) {
            case 64 -> Optional.of(new Fingerprint("SHA-256", digits));
            case 40 -> Optional.of(new Fingerprint("SHA-1", digits));
            default -> Optional.empty();
        };
    }
}
