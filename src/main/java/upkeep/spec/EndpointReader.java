package upkeep.spec;

import java.util.Optional;
import java.util.stream.Stream;
import upkeep.target.Endpoint;
import upkeep.target.Endpoint.Family;

/** Reads where a server listens: {@code host} and {@code port}, or {@code socket}. */
final class EndpointReader {

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
        return fields.has(EndpointKeys.SOCKET) && fields.declares(EndpointKeys.SOCKET) ? local() : Optional.of(port());
    }

    private Optional<Endpoint> local() {
        for (Key<?> key : Stream.concat(EndpointKeys.ENDPOINT.keys().stream(), Stream.of(TlsKeys.EITHER.tls()))
                .toList()) {
            if (fields.has(key)) {
                fields.report()
                        .error(
                                fields.at(key),
                                "cannot use " + key.name()
                                        + " and socket together: a socket in the file system has none");
            }
        }
        return fields.read(EndpointKeys.SOCKET).map(Endpoint.Local::new);
    }

    /** A port of a host, where no socket can be meant. */
    Endpoint.Port port() {
        String host = fields.get(EndpointKeys.HOST);
        int port = fields.read(EndpointKeys.PORT, servicePort.orElse(usualPort));
        Family family = fields.get(EndpointKeys.ADDRESS_FAMILY);
        Optional<String> source = fields.read(EndpointKeys.SOURCE_ADDRESS);
        boolean every = fields.get(EndpointKeys.ALL_ADDRESSES);
        return new Endpoint.Port(host, port, family, source, every);
    }
}
