package upkeep.spec;

import java.net.URI;
import java.net.URISyntaxException;
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

    private static final Kind<String> PATH = HeadersReader.HEADER
            .where(text -> text.startsWith("/"), "it must begin with /", "host and port have keys of their own")
            .where(
                    WebSocketReader::isPath,
                    "it is not the path of an address",
                    "write such as /chat?room=1, special characters as %XX");

    private final TargetContext context;
    private final Fields socket;

    WebSocketReader(TargetContext context) {
        this.context = context;
        this.socket = context.isShort("websocket")
                ? context.check().only("websocket", "port", Words.WEBSOCKET)
                : context.check().map("websocket", Words.WEBSOCKET);
    }

    Optional<Target> read() {
        Optional<TlsOptions> tls = new TlsReader(socket, List.of(TlsOptions.Start.AT_ONCE)).read();
        int port = tls.isPresent() ? Defaults.HTTPS_PORT : Defaults.HTTP_PORT;
        Endpoint.Port endpoint = new EndpointReader(socket, context.port(), port).port();
        String path = socket.read("path", PATH, Defaults.WEBSOCKET_PATH);
        Map<String, String> headers = new HashMap<>();
        socket.read("origin", HeadersReader.HEADER).ifPresent(origin -> headers.put("Origin", origin));
        headers.putAll(new HeadersReader(socket, OURS).read(socket.has("origin") ? List.of("origin") : List.of()));
        return Optional.of(new WebSocketTarget(endpoint, tls, path, headers));
    }

    private static boolean isPath(String text) {
        try {
            URI uri = new URI(text);
            return uri.getRawFragment() == null && uri.getRawAuthority() == null;
        } catch (URISyntaxException wrong) {
            return false;
        }
    }
}
