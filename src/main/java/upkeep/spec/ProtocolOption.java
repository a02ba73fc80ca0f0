package upkeep.spec;

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

    ProtocolOption(String key, Kind<?> kind, Optional<String> fallback) {
        this(key, kind, fallback, Optional.empty());
    }

    /** One that means nothing unless {@code companion} is written too. */
    private ProtocolOption(String key, Kind<?> kind, String companion) {
        this(key, kind, Optional.empty(), Optional.of(companion));
    }

    /** All of a protocol, in the order in which people are told of them. */
    static List<ProtocolOption> of(Protocol protocol) {
        return switch (protocol) {
            case CLAMAV, TNS -> List.of();
            case MYSQL ->
                List.of(
                        new ProtocolOption("database", Kinds.LINE, "user"),
                        new ProtocolOption("role", DATABASE_ROLE, "user"),
                        new ProtocolOption("query", QUERY, "user"),
                        new ProtocolOption("value", VALUE, "query"),
                        new ProtocolOption("server-key", SHA256, "user"));
            case POSTGRESQL ->
                List.of(
                        new ProtocolOption("database", Kinds.LINE, "user"),
                        new ProtocolOption("role", DATABASE_ROLE, "user"),
                        new ProtocolOption("query", QUERY, "user"),
                        new ProtocolOption("value", VALUE, "query"));
            case MONGODB ->
                List.of(
                        new ProtocolOption("role", Kinds.oneOf(List.of("primary", "secondary")), Optional.empty()),
                        new ProtocolOption("auth-database", Kinds.LINE, "user"));
            case LDAP ->
                List.of(
                        new ProtocolOption("version", Kinds.oneOf(List.of("3", "2")), Optional.of("3")),
                        new ProtocolOption("base", Kinds.LINE, Optional.empty()),
                        new ProtocolOption("attribute", ATTRIBUTE, Optional.empty()),
                        new ProtocolOption("value", VALUE, "attribute"));
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
