package upkeep.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A WebSocket server (RFC 6455).
 *
 * @param path what is asked for, beginning with {@code /}
 * @param headers of the request, beside those that the protocol needs; may replace {@code Host}
 */
public record WebSocketTarget(
        Endpoint.Port endpoint, Optional<TlsOptions> tls, String path, Map<String, String> headers) implements Target {

    public WebSocketTarget {
        headers = Map.copyOf(headers);
    }

    @Override
    public String kind() {
        return "websocket";
    }

    @Override
    public String text() {
        return (tls.isPresent() ? "wss://" : "ws://") + endpoint.text() + path;
    }

    @Override
    public List<String> hosts() {
        return List.of(endpoint.host());
    }

    @Override
    public List<String> measurements() {
        return List.of("lookup", "connect", "tls", TlsOptions.DAYS, "total", "status", "round-trip");
    }

    @Override
    public List<String> texts() {
        return TlsOptions.TEXTS;
    }
}
