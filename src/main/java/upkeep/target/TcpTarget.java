package upkeep.target;

import java.util.List;

/** A TCP port that accepts connections. */
public record TcpTarget(String host, int port) implements Target {
    @Override
    public String kind() {
        return "tcp";
    }

    @Override
    public String text() {
        return host + ":" + port;
    }

    @Override
    public List<String> hosts() {
        return List.of(host);
    }

    @Override
    public List<String> measurements() {
        return List.of("lookup", "connect", "total");
    }
}
