package upkeep.spec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import upkeep.target.Protocol;

/**
 * What only one protocol can be told.
 *
 * @param kind which texts are right; the prober gets the text as it is written
 * @param fallback what holds where nothing is written
 * @param companion another key that must be written with it
 */
record ProtocolOption(String key, Kind<?> kind, Optional<String> fallback, Optional<String> companion) {

    private static final Kind<String> DATABASE_ROLE = Kinds.oneOf(List.of("primary", "replica"));

    private static final Kind<String> QUERY = Kinds.ANY_TEXT.where(
            text -> !text.isBlank() && text.length() <= 4_096,
            "it is blank or longer than 4096 characters",
            "write one statement that answers with one row, such as select count(*) from orders");

    private static final Kind<String> VALUE = Kinds.ANY_TEXT.where(
            text -> text.length() <= 1_024, "it is longer than 1024 characters", "ask for something shorter");

    private static final Kind<String> SHA256 = Kind.of(
            "a digest of 64 hexadecimal digits",
            "write what `sha256sum public_key.pem` says in the server's data folder",
            text -> text.matches("[0-9A-Fa-f]{64}") ? Optional.of(text) : Optional.empty());

    private static final Kind<String> ATTRIBUTE = Kind.of(
            "the name of an attribute",
            "write a name such as namingContexts, or a number such as 2.5.4.3",
            text -> text.matches("[A-Za-z0-9][A-Za-z0-9.;-]{0,127}") ? Optional.of(text) : Optional.empty());

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
        return new ProtocolOption(key, kind, Optional.empty(), Optional.empty());
    }

    private static ProtocolOption usual(String key, Kind<?> kind, String fallback) {
        return new ProtocolOption(key, kind, Optional.of(fallback), Optional.empty());
    }

    /** One that means nothing unless {@code companion} is written too. */
    private static ProtocolOption with(String companion, String key, Kind<?> kind) {
        return new ProtocolOption(key, kind, Optional.empty(), Optional.of(companion));
    }

    private static final Kind<String> SHORT = Kinds.LINE.where(
            text -> text.getBytes(StandardCharsets.UTF_8).length <= 255,
            "it is longer than 255 bytes",
            "write a shorter one");

    /** A topic that can be published on. */
    private static final Kind<String> TOPIC = SHORT.where(
            text -> !text.contains("+") && !text.contains("#"),
            "nobody can publish on a pattern",
            "write one topic, such as upkeep/check");

    /** All of a protocol, in the order in which people are told of them. */
    static List<ProtocolOption> of(Protocol protocol) {
        return switch (protocol) {
            case AMQP -> List.of(usual("virtual-host", SHORT, Defaults.AMQP_VIRTUAL_HOST), optional("queue", SHORT));
            case CLAMAV, FAIL2BAN, GPSD, MEMCACHED, SPAMASSASSIN, TNS -> List.of();
            case FTP, IMAP, NNTP, POP3, SIEVE -> List.of(PLAINTEXT_LOGIN);
            case GRPC -> List.of(optional("service", Kinds.LINE), optional("authority", HeadersReader.HEADER));
            case LDAP ->
                List.of(
                        usual("version", Kinds.oneOf(List.of("3", "2")), "3"),
                        optional("base", Kinds.LINE),
                        optional("attribute", ATTRIBUTE),
                        with("attribute", "value", VALUE));
            case LMTP, SMTP -> MAIL;
            case MONGODB ->
                List.of(
                        optional("role", Kinds.oneOf(List.of("primary", "secondary"))),
                        with("user", "auth-database", Kinds.LINE));
            case MQTT ->
                List.of(
                        usual("version", Kinds.oneOf(List.of("3.1.1", "5.0")), Defaults.MQTT_VERSION),
                        optional("client-id", SHORT),
                        optional("topic", TOPIC));
            case MYSQL ->
                List.of(
                        with("user", "database", Kinds.LINE),
                        with("user", "role", DATABASE_ROLE),
                        with("user", "query", QUERY),
                        with("query", "value", VALUE),
                        with("user", "server-key", SHA256));
            case POSTFIX_POLICY ->
                List.of(
                        usual("protocol-state", Kinds.LINE, Defaults.POLICY_STATE),
                        usual("client-address", Kinds.ADDRESS, Defaults.POLICY_CLIENT_ADDRESS),
                        usual("client-name", Kinds.HOST_NAME, Defaults.POLICY_CLIENT_NAME),
                        usual("helo-name", Kinds.HOST_NAME, Defaults.POLICY_HELO_NAME),
                        usual("sender", SENDER, Defaults.POLICY_SENDER),
                        usual("recipient", ADDRESS_OF_MAIL, Defaults.POLICY_RECIPIENT),
                        optional("action", Kinds.LINE));
            case POSTGRESQL ->
                List.of(
                        with("user", "database", Kinds.LINE),
                        with("user", "role", DATABASE_ROLE),
                        with("user", "query", QUERY),
                        with("query", "value", VALUE));
            case REDIS -> List.of(optional("role", Kinds.oneOf(List.of("master", "slave"))), PLAINTEXT_LOGIN);
            case RSYNC -> List.of(optional("module", MODULE));
            case SSH ->
                List.of(
                        optional("host-key", Kinds.oneOf(List.of("ed25519", "ecdsa", "rsa"))),
                        optional("fingerprint", FINGERPRINT));
        };
    }

    Optional<String> read(Fields fields) {
        if (fields.has(key)) {
            companion
                    .filter(fields::lacks)
                    .ifPresent(missing -> fields.report()
                            .error(
                                    fields.at(key),
                                    "cannot use " + key + " without " + missing,
                                    "write " + missing + ": as well"));
        }
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
