package upkeep.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.target.Endpoint;
import upkeep.target.Target;
import upkeep.target.TlsOptions;
import upkeep.target.WebSocketTarget;

/** Reads which WebSocket is opened. */
final class WebSocketReader {

    private static final List<String> OURS = List.of(
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "sec-websocket-version",
            "sec-websocket-key",
            "sec-websocket-extensions");

    private final TargetContext context;
    private final Fields socket;

    WebSocketReader(TargetContext context) {
        this.context = context;
        this.socket = context.fields(MessageKeys.WEBSOCKET, MessageKeys.WEBSOCKET_PORT);
    }

    Optional<Target> read() {
        Optional<TlsOptions> tls = new TlsReader(socket, List.of(TlsOptions.Start.AT_ONCE)).read();
        int port = tls.isPresent() ? Defaults.HTTPS_PORT : Defaults.HTTP_PORT;
        Endpoint.Port endpoint = new EndpointReader(socket, context.port(), port).port();
        String path = socket.get(MessageKeys.PATH);
        Map<String, String> headers = new HashMap<>();
        socket.read(MessageKeys.ORIGIN).ifPresent(origin -> headers.put("Origin", origin));
        headers.putAll(
                new HeadersReader(socket, OURS).read(socket.has(MessageKeys.ORIGIN) ? List.of("origin") : List.of()));
        return Optional.of(new WebSocketTarget(endpoint, tls, path, headers));
    }
}
