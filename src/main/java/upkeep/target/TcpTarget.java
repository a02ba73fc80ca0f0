package upkeep.target;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A port that accepts connections, or a stream socket in the file system.
 *
 * @param tls how TLS is spoken, from the first byte; absent where it is not
 * @param dialogue what is said then, in turn; empty where an accepted connection is enough
 */
public record TcpTarget(Endpoint endpoint, Optional<TlsOptions> tls, List<Turn> dialogue) implements Target {

    public TcpTarget {
        dialogue = List.copyOf(dialogue);
    }

    /** A port, where an accepted connection is enough. */
    public TcpTarget(String host, int port) {
        this(new Endpoint.Port(host, port, Endpoint.Family.ANY, Optional.empty()), Optional.empty(), List.of());
    }

    @Override
    public String kind() {
        return "tcp";
    }

    @Override
    public String text() {
        return endpoint.text();
    }

    @Override
    public List<String> hosts() {
        return endpoint instanceof Endpoint.Port port ? List.of(port.host()) : List.of();
    }

    @Override
    public List<String> measurements() {
        return List.of("lookup", "connect", "tls", TlsOptions.DAYS, "total");
    }

    @Override
    public List<String> texts() {
        return Stream.concat(TlsOptions.TEXTS.stream(), Stream.of("answer")).toList();
    }
}
