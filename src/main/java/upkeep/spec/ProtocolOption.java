package upkeep.spec;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.target.Protocol;

/**
 * What only one protocol can be told.
 *
 * @param key which texts are right; the prober gets the text as it is written
 * @param companion another key that must be written with it
 */
record ProtocolOption(Key<?> key, Optional<String> companion) {

    private static final Kind<String> DATABASE_ROLE = Kinds.oneOf(List.of("primary", "replica"));

    private static final Kind<String> QUERY = Kinds.ANY_TEXT
            .where(
                    text -> !text.isBlank() && text.length() <= 4_096,
                    "it is blank or longer than 4096 characters",
                    "write one statement that answers with one row, such as select count(*) from orders")
            .called("text of 1 to 4096 characters");

    private static final Kind<String> VALUE = Kinds.ANY_TEXT.where(
            text -> text.length() <= 1_024, "it is longer than 1024 characters", "ask for something shorter");

    private static final Kind<String> SHA256 = Kind.of(
                    "a digest of 64 hexadecimal digits",
                    "write what `sha256sum public_key.pem` says in the server's data folder",
                    text -> text.matches("[0-9A-Fa-f]{64}") ? Optional.of(text) : Optional.empty())
            .called("64 hexadecimal digits")
            .matching("^[0-9A-Fa-f]{64}$");

    private static final Kind<String> ATTRIBUTE = Kind.of(
                    "the name of an attribute",
                    "write a name such as namingContexts, or a number such as 2.5.4.3",
                    text -> text.matches("[A-Za-z0-9][A-Za-z0-9.;-]{0,127}") ? Optional.of(text) : Optional.empty())
            .called("name")
            .matching("^[A-Za-z0-9][A-Za-z0-9.;-]{0,127}$");

    private static final Kind<String> ADDRESS_OF_MAIL = Kind.text(
                    text -> text.matches("[!-~&&[^<>]]{1,256}")
                            ? Optional.empty()
                            : Optional.of("it is not an address of mail"),
                    "write an address such as postmaster@example.org")
            .called("address of mail")
            .matching("^[!-;=?-~]{1,256}$");

    /** The empty one is that of mails which nobody must answer. */
    private static final Kind<String> SENDER = Kind.text(
                    text -> text.isEmpty()
                                    || ADDRESS_OF_MAIL.parse().apply(text).isPresent()
                            ? Optional.empty()
                            : Optional.of("it is not an address of mail"),
                    "write an address such as postmaster@example.org, or \"\"")
            .called("address of mail, or `\"\"`")
            .matching("^[!-;=?-~]{0,256}$");

    private static final Kind<String> MODULE = Kind.text(
                    text -> text.matches("[^#/\\p{Cntrl}][^/\\p{Cntrl}]{0,255}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of a module"),
                    "write the name that stands in brackets in rsyncd.conf(5)")
            .called("name")
            .matching("^[^#/][^/]{0,255}$");

    private static final Kind<String> FINGERPRINT = Kind.text(
                    text -> text.matches("SHA256:[A-Za-z0-9+/]{43}")
                            ? Optional.empty()
                            : Optional.of("it is not the fingerprint of a key"),
                    "write what `ssh-keygen -lf KEY.pub` prints, SHA256: and 43 characters")
            .called("`SHA256:` and 43 characters")
            .matching("^SHA256:[A-Za-z0-9+/]{43}$");

    private static final Kind<String> SHORT = Kinds.LINE.where(
            text -> text.getBytes(StandardCharsets.UTF_8).length <= 255,
            "it is longer than 255 bytes",
            "write a shorter one");

    /** A topic that can be published on. */
    private static final Kind<String> TOPIC = SHORT.where(
                    text -> !text.contains("+") && !text.contains("#"),
                    "nobody can publish on a pattern",
                    "write one topic, such as upkeep/check")
            .called("line without `+` and `#`")
            .matching("^[^+#]+$");

    /** For the protocols that send a password as it is, so that only TLS hides it. */
    static final ProtocolOption PLAINTEXT_LOGIN =
            option(Key.usual("allow-plaintext-login", Kinds.YES_OR_NO, Defaults.ALLOW_PLAINTEXT_LOGIN)
                    .means("whether the password may go over the network in the clear"));

    static final Key<?> QUEUE =
            Key.value("queue", SHORT).means("a queue that must exist; it is not created, and nothing is taken from it");
    static final Key<?> MAIL_SENDER =
            Key.value("sender", SENDER).otherwise("`\"\"`").means("from whom it would be; needs `recipient`");
    static final Key<?> MAIL_RECIPIENT =
            Key.value("recipient", ADDRESS_OF_MAIL).means("for whom the server must take a mail; none is sent");

    private static final List<ProtocolOption> MAIL = List.of(
            option(Key.usual("hello", Kinds.HOST_NAME, Defaults.HELLO).means("who the probe says it is")),
            option(Key.value("banner", Kinds.LINE).means("what the greeting must contain")),
            option(MAIL_SENDER),
            option(MAIL_RECIPIENT),
            PLAINTEXT_LOGIN);

    private static final List<ProtocolOption> POLICY = List.of(
            option(Key.usual("protocol-state", Kinds.LINE, Defaults.POLICY_STATE)
                    .means("the command of SMTP at which the server would be asked")),
            option(Key.usual("client-address", Kinds.ADDRESS, Defaults.POLICY_CLIENT_ADDRESS)
                    .means("who brings the mail")),
            option(Key.usual("client-name", Kinds.HOST_NAME, Defaults.POLICY_CLIENT_NAME)
                    .means("its name")),
            option(Key.usual("helo-name", Kinds.HOST_NAME, Defaults.POLICY_HELO_NAME)
                    .means("who it says it is")),
            option(Key.usual("sender", SENDER, Defaults.POLICY_SENDER).means("from whom the mail is")),
            option(Key.usual("recipient", ADDRESS_OF_MAIL, Defaults.POLICY_RECIPIENT)
                    .means("for whom it is")),
            option(Key.value("action", Kinds.LINE).means("what the answer must contain")));

    private static final Map<Protocol, List<ProtocolOption>> OPTIONS = options();

    private static ProtocolOption option(Key<?> key) {
        return new ProtocolOption(key, Optional.empty());
    }

    /** One that means nothing unless {@code companion} is written too. */
    private static ProtocolOption with(String companion, Key<?> key) {
        return new ProtocolOption(key, Optional.of(companion));
    }

    private static Map<Protocol, List<ProtocolOption>> options() {
        Map<Protocol, List<ProtocolOption>> options = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            options.put(protocol, declared(protocol));
        }
        return options;
    }

    /** All of a protocol, in the order in which people are told of them. */
    static List<ProtocolOption> of(Protocol protocol) {
        return OPTIONS.getOrDefault(protocol, List.of());
    }

    private static List<ProtocolOption> declared(Protocol protocol) {
        return switch (protocol) {
            case AMQP ->
                List.of(
                        option(Key.usual("virtual-host", SHORT, Defaults.AMQP_VIRTUAL_HOST)
                                .means("which virtual host is opened")),
                        option(QUEUE));
            case CLAMAV, FAIL2BAN, GPSD, MEMCACHED, SPAMASSASSIN, TNS -> List.of();
            case FTP, IMAP, NNTP, POP3, SIEVE -> List.of(PLAINTEXT_LOGIN);
            case GRPC ->
                List.of(
                        option(Key.value("service", Kinds.LINE)
                                .otherwise("the server as a whole")
                                .means("whose health is asked for: `example.Greeter`")),
                        option(Key.value("authority", PageKeys.HEADER)
                                .otherwise("host and port")
                                .means("the name asked for (the `:authority` header), by which proxies choose")));
            case LDAP ->
                List.of(
                        option(Key.usual("version", Kinds.oneOf(List.of("3", "2")), Defaults.LDAP_VERSION)
                                .means("of the protocol")),
                        option(Key.value("base", Kinds.LINE.called("DN"))
                                .otherwise("the root entry, if there is an `attribute`")
                                .means("an entry that must be there")),
                        option(Key.value("attribute", ATTRIBUTE).means("an attribute that the entry must have")),
                        with("attribute", Key.value("value", VALUE).means("what one of its values must be")));
            case LMTP, SMTP -> MAIL;
            case MONGODB ->
                List.of(
                        option(Key.value("role", Kinds.oneOf(List.of("primary", "secondary")))
                                .means("what the server must be; a router and a server by itself are taken for a"
                                        + " primary")),
                        with(
                                "user",
                                Key.value("auth-database", Kinds.LINE)
                                        .otherwise("`admin`")
                                        .means("where the user is kept")));
            case MQTT ->
                List.of(
                        option(Key.usual("version", Kinds.oneOf(List.of("3.1.1", "5.0")), Defaults.MQTT_VERSION)
                                .means("of the protocol")),
                        option(Key.value("client-id", SHORT)
                                .otherwise("`upkeep-` and a random number")
                                .means("the client identifier; a server ends an older connection that has the same")),
                        option(Key.value("topic", TOPIC).means("where a message is sent through")));
            case MYSQL ->
                List.of(
                        with("user", Key.value("database", Kinds.LINE).means("the database to use")),
                        with(
                                "user",
                                Key.value("role", DATABASE_ROLE)
                                        .means("what the server must be: not read-only, or a replica that receives and"
                                                + " applies")),
                        with(
                                "user",
                                Key.value("query", QUERY)
                                        .means("a statement; the first field of its first row is looked at")),
                        with("query", Key.value("value", VALUE).means("what that field must be")),
                        with(
                                "user",
                                Key.value("server-key", SHA256)
                                        .means("the SHA-256 digest of the server's `public_key.pem`, for which a"
                                                + " password may be encrypted where there is no TLS")));
            case POSTFIX_POLICY -> POLICY;
            case POSTGRESQL ->
                List.of(
                        with(
                                "user",
                                Key.value("database", Kinds.LINE)
                                        .otherwise("the `user`")
                                        .means("the database to use")),
                        with("user", Key.value("role", DATABASE_ROLE).means("what the server must be")),
                        with(
                                "user",
                                Key.value("query", QUERY)
                                        .means("a statement; the first field of its first row is looked at, and the"
                                                + " server looks for no second")),
                        with(
                                "query",
                                Key.value("value", VALUE)
                                        .means("what that field must be; truth values are `t` and `f`")));
            case REDIS ->
                List.of(
                        option(Key.value("role", Kinds.oneOf(List.of("master", "slave")))
                                .means("which of the two the server must be")),
                        PLAINTEXT_LOGIN);
            case RSYNC -> List.of(option(Key.value("module", MODULE).means("the module that must be there")));
            case SSH ->
                List.of(
                        option(Key.value("host-key", Kinds.oneOf(List.of("ed25519", "ecdsa", "rsa")))
                                .otherwise("the first that the server has")
                                .means("which of its host keys is asked for")),
                        option(Key.value("fingerprint", FINGERPRINT)
                                .means("the host key that the server must have, as `ssh-keygen -l` prints it")));
        };
    }

    /** The value as it is written, or what holds without. */
    Optional<String> read(Fields fields) {
        if (fields.has(key)) {
            companion
                    .filter(fields::lacks)
                    .ifPresent(missing -> fields.report()
                            .error(
                                    fields.at(key),
                                    "cannot use " + key.name() + " without " + missing,
                                    "write " + missing + ": as well"));
        }
        return fields.written(key);
    }
}
