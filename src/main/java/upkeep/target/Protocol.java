package upkeep.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The protocols that are spoken with a server over one connection. Each is a key of a check. */
@SuppressWarnings("ImmutableEnumChecker") // Its collections are copies that cannot be changed.
public enum Protocol {
    AMQP(
            5672,
            5671,
            Set.of(Feature.TLS, Feature.LOGIN),
            List.of("messages", "consumers"),
            List.of("product", "version")),
    CLAMAV(3310, Ports.NONE, Set.of(Feature.LOCAL), List.of("signatures", "signature-age"), List.of("version")),
    FAIL2BAN(Ports.NONE, Ports.NONE, Set.of(Feature.LOCAL), List.of(), List.of()),
    FTP(21, 990, Set.of(Feature.TLS, Feature.STARTTLS, Feature.LOGIN), List.of(), List.of("banner")),
    GPSD(2947, Ports.NONE, Set.of(), List.of("mode"), List.of("version")),
    GRPC(50051, Ports.NONE, Set.of(Feature.TLS), List.of("status"), List.of("health")),
    IMAP(143, 993, Set.of(Feature.TLS, Feature.STARTTLS, Feature.LOGIN), List.of(), List.of("banner", "capabilities")),
    LDAP(
            389,
            636,
            Set.of(Feature.LOCAL, Feature.TLS, Feature.STARTTLS, Feature.LOGIN),
            List.of("value"),
            List.of("answer")),
    LMTP(
            24,
            Ports.NONE,
            Set.of(Feature.LOCAL, Feature.STARTTLS, Feature.LOGIN),
            List.of("size-limit"),
            List.of("banner", "capabilities")),
    MEMCACHED(
            11211,
            Ports.NONE,
            Set.of(Feature.LOCAL, Feature.TLS),
            List.of("connections", "connections-limit", "memory", "memory-limit", "items"),
            List.of("version")),
    MONGODB(
            27017,
            Ports.NONE,
            Set.of(Feature.LOCAL, Feature.TLS, Feature.LOGIN),
            List.of(),
            List.of("version", "role")),
    MQTT(1883, 8883, Set.of(Feature.TLS, Feature.LOGIN), List.of("round-trip"), List.of()),
    MYSQL(
            3306,
            Ports.NONE,
            Set.of(Feature.LOCAL, Feature.STARTTLS, Feature.LOGIN),
            List.of("connections", "value", "replication-lag"),
            List.of("version", "answer")),
    NNTP(119, 563, Set.of(Feature.TLS, Feature.STARTTLS, Feature.LOGIN), List.of(), List.of("banner", "capabilities")),
    POP3(110, 995, Set.of(Feature.TLS, Feature.STARTTLS, Feature.LOGIN), List.of(), List.of("banner")),
    POSTFIX_POLICY(10023, Ports.NONE, Set.of(Feature.LOCAL), List.of(), List.of("action")),
    POSTGRESQL(
            5432,
            Ports.NONE,
            Set.of(Feature.LOCAL, Feature.STARTTLS, Feature.LOGIN),
            List.of("connections", "value", "replication-lag"),
            List.of("version", "answer")),
    REDIS(
            6379,
            Ports.NONE,
            Set.of(Feature.LOCAL, Feature.TLS, Feature.LOGIN),
            List.of("memory", "memory-limit", "clients", "replicas", "replication-lag", "master-silence"),
            List.of("version", "role", "master-link")),
    RSYNC(873, Ports.NONE, Set.of(), List.of("modules"), List.of()),
    SIEVE(4190, Ports.NONE, Set.of(Feature.STARTTLS, Feature.LOGIN), List.of(), List.of("implementation")),
    SMTP(
            25,
            465,
            Set.of(Feature.LOCAL, Feature.TLS, Feature.STARTTLS, Feature.LOGIN),
            List.of("size-limit"),
            List.of("banner", "capabilities")),
    SPAMASSASSIN(783, Ports.NONE, Set.of(Feature.LOCAL, Feature.TLS), List.of(), List.of()),
    SSH(
            22,
            Ports.NONE,
            Set.of(),
            List.of(),
            List.of("banner", "host-key", "fingerprint", "host-keys", "key-exchanges", "ciphers", "macs")),
    TNS(1521, 2484, Set.of(Feature.TLS), List.of(), List.of("answer"));

    private final int port;
    private final int tlsPort;
    private final Set<Feature> features;
    private final List<String> measurements;
    private final List<String> texts;

    /**
     * @param port where it is served in the clear or up to STARTTLS
     * @param tlsPort where it is served over TLS from the first byte; {@link Ports#NONE} where that is the same one
     * @param measurements what it measures beside the times of the connection
     * @param texts what it finds that is a text
     */
    Protocol(int port, int tlsPort, Set<Feature> features, List<String> measurements, List<String> texts) {
        this.port = port;
        this.tlsPort = tlsPort;
        this.features = Set.copyOf(features);
        this.measurements = List.copyOf(measurements);
        this.texts = List.copyOf(texts);
    }

    /** The key in the spec. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where a server is looked for if the spec does not say. */
    public int port(boolean tlsAtOnce) {
        return tlsAtOnce && tlsPort != Ports.NONE ? tlsPort : port;
    }

    /** Where a server is looked for that has a socket in the file system and no port. */
    public Optional<String> usualSocket() {
        return this == FAIL2BAN ? Optional.of("/run/fail2ban/fail2ban.sock") : Optional.empty();
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    public List<String> measurements() {
        List<String> all = new ArrayList<>(List.of("lookup", "connect", "total"));
        if (has(Feature.TLS) || has(Feature.STARTTLS)) {
            all.addAll(List.of("tls", TlsOptions.DAYS));
        }
        all.addAll(measurements);
        return all;
    }

    public List<String> texts() {
        return has(Feature.TLS) || has(Feature.STARTTLS)
                ? Stream.concat(TlsOptions.TEXTS.stream(), texts.stream()).toList()
                : texts;
    }

    /** What a check of the protocol can be told beside host and port. */
    public enum Feature {
        /** A socket in the file system instead of a host. */
        LOCAL,
        /** TLS with the first byte. */
        TLS,
        /** TLS by a command of the protocol. */
        STARTTLS,
        /** A user and a password. */
        LOGIN
    }

    private static final class Ports {
        private static final int NONE = 0;
    }
}
