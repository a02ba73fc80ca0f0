package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.target.Endpoint;
import upkeep.target.Endpoint.Family;

/** Reads where a server listens: {@code host} and {@code port}, or {@code socket}. */
final class EndpointReader {

    /** The keys of a server on the network. */
    static final List<String> KEYS = List.of("host", "port", "address-family", "source-address", "all-addresses");

    static final Kind<Family> FAMILY = Kind.word(List.of(Family.ANY, Family.IPV4, Family.IPV6));

    private final Fields fields;
    private final Optional<Integer> servicePort;
    private final int usualPort;

    /**
     * @param servicePort that of the service which the check belongs to
     * @param usualPort the protocol's own, for a check that belongs to none
     */
    EndpointReader(Fields fields, Optional<Integer> servicePort, int usualPort) {
        this.fields = fields;
        this.servicePort = servicePort;
        this.usualPort = usualPort;
    }

    Optional<Endpoint> read() {
        return fields.has("socket") ? local() : Optional.of(port());
    }

    private Optional<Endpoint> local() {
        for (String key : Stream.concat(KEYS.stream(), Stream.of("tls")).toList()) {
            if (fields.has(key)) {
                fields.report()
                        .error(
                                fields.at(key),
                                "cannot use " + key + " and socket together: a socket in the file system has none");
            }
        }
        return fields.read("socket", Kinds.PATH).map(Endpoint.Local::new);
    }

    /** A port of a host, where no socket can be meant. */
    Endpoint.Port port() {
        String host = fields.read("host", Kinds.HOST_NAME, Defaults.LOCAL_HOST);
        int port = fields.read("port", Kinds.PORT, servicePort.orElse(usualPort));
        Family family = fields.read("address-family", FAMILY, Family.ANY);
        Optional<String> source = fields.read("source-address", Kinds.ADDRESS);
        boolean every = fields.read("all-addresses", Kinds.YES_OR_NO, Defaults.ALL_ADDRESSES);
        return new Endpoint.Port(host, port, family, source, every);
    }
}
