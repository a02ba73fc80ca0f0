package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.target.Protocol;

/**
 * What only one protocol can be told.
 *
 * @param kind which texts are right; the prober gets the text as it is written
 * @param fallback what holds where nothing is written
 */
record ProtocolOption(String key, Kind<?> kind, Optional<String> fallback) {

    private static final Kind<String> ADDRESS_OF_MAIL = Kind.text(
            text -> text.matches("[!-~&&[^<>]]{1,256}")
                    ? Optional.empty()
                    : Optional.of("it is not an address of mail"),
            "write an address such as postmaster@example.org");

    /** The empty one is that of mails which nobody must answer. */
    private static final Kind<String> SENDER = Kind.text(
            text -> text.isEmpty() || ADDRESS_OF_MAIL.parse().apply(text).isPresent()
                    ? Optional.empty()
                    : Optional.of("it is not an address of mail"),
            "write an address such as postmaster@example.org, or \"\"");

    private static final Kind<String> MODULE = Kind.text(
            text -> text.matches("[^#/\\p{Cntrl}][^/\\p{Cntrl}]{0,255}")
                    ? Optional.empty()
                    : Optional.of("it is not the name of a module"),
            "write the name that stands in brackets in rsyncd.conf(5)");

    private static final Kind<String> FINGERPRINT = Kind.text(
            text -> text.matches("SHA256:[A-Za-z0-9+/]{43}")
                    ? Optional.empty()
                    : Optional.of("it is not the fingerprint of a key"),
            "write what `ssh-keygen -lf KEY.pub` prints, SHA256: and 43 characters");

    /** For the protocols that send a password as it is, so that only TLS hides it. */
    static final ProtocolOption PLAINTEXT_LOGIN =
            usual("allow-plaintext-login", Kinds.YES_OR_NO, Defaults.ALLOW_PLAINTEXT_LOGIN);

    private static final List<ProtocolOption> MAIL = List.of(
            usual("hello", Kinds.HOST_NAME, Defaults.HELLO),
            optional("banner", Kinds.LINE),
            optional("sender", SENDER),
            optional("recipient", ADDRESS_OF_MAIL),
            PLAINTEXT_LOGIN);

    private static ProtocolOption optional(String key, Kind<?> kind) {
        return new ProtocolOption(key, kind, Optional.empty());
    }

    private static ProtocolOption usual(String key, Kind<?> kind, String fallback) {
        return new ProtocolOption(key, kind, Optional.of(fallback));
    }

    /** All of a protocol, in the order in which people are told of them. */
    static List<ProtocolOption> of(Protocol protocol) {
        return switch (protocol) {
            case CLAMAV, FAIL2BAN, GPSD, MEMCACHED, SPAMASSASSIN -> List.of();
            case FTP, IMAP, NNTP, POP3, SIEVE -> List.of(PLAINTEXT_LOGIN);
            case LMTP, SMTP -> MAIL;
            case POSTFIX_POLICY ->
                List.of(
                        usual("protocol-state", Kinds.LINE, Defaults.POLICY_STATE),
                        usual("client-address", Kinds.ADDRESS, Defaults.POLICY_CLIENT_ADDRESS),
                        usual("client-name", Kinds.HOST_NAME, Defaults.POLICY_CLIENT_NAME),
                        usual("helo-name", Kinds.HOST_NAME, Defaults.POLICY_HELO_NAME),
                        usual("sender", SENDER, Defaults.POLICY_SENDER),
                        usual("recipient", ADDRESS_OF_MAIL, Defaults.POLICY_RECIPIENT),
                        optional("action", Kinds.LINE));
            case REDIS -> List.of(optional("role", Kinds.oneOf(List.of("master", "slave"))), PLAINTEXT_LOGIN);
            case RSYNC -> List.of(optional("module", MODULE));
            case SSH ->
                List.of(
                        optional("host-key", Kinds.oneOf(List.of("ed25519", "ecdsa", "rsa"))),
                        optional("fingerprint", FINGERPRINT));
        };
    }

    Optional<String> read(Fields fields) {
        if (!fields.has(key)) {
            fallback.ifPresent(value -> fields.note(key, value));
            return fallback;
        }
        return fields.read(key, kind)
                .flatMap(_ -> fields.entry(key))
                .map(Node.Entry::value)
                .filter(Node.Scalar.class::isInstance)
                .map(value -> ((Node.Scalar) value).text());
    }
}
