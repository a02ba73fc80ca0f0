package upkeep.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The protocols that are spoken with a server over one connection. Each is a key of a check. */
@SuppressWarnings("ImmutableEnumChecker") // Its collections are copies that cannot be changed.
public enum Protocol {
    AMQP(
            5672,
            5671,
            Set.of(Feature.TLS, Feature.LOGIN),
            List.of("messages", "consumers"),
            List.of("product", "version")),
    CLAMAV(3310, Ports.NONE, Set.of(Feature.LOCAL), List.of(), List.of()),
    GRPC(50051, Ports.NONE, Set.of(Feature.TLS), List.of("status"), List.of("health")),
    MQTT(1883, 8883, Set.of(Feature.TLS, Feature.LOGIN), List.of("round-trip"), List.of());

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

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    public List<String> measurements() {
        List<String> all = new ArrayList<>(List.of("lookup", "connect", "total"));
        if (has(Feature.TLS) || has(Feature.STARTTLS)) {
            all.add("tls");
        }
        all.addAll(measurements);
        return all;
    }

    public List<String> texts() {
        return texts;
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
