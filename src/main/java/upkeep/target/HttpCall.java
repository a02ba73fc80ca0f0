package upkeep.target;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a web server, and on which way.
 *
 * @param url http or https
 * @param socket a stream socket in the file system to connect to, instead of the URL's host
 * @param family which addresses of the host are tried
 * @param source the address of this machine to connect from; absent for the one that the kernel chooses
 * @param tls what holds for https
 * @param version which versions of HTTP may be spoken
 * @param login who asks
 * @param redirects how many redirections are followed, one after the other
 */
public record HttpCall(
        URI url,
        Optional<String> socket,
        Endpoint.Family family,
        Optional<String> source,
        TlsOptions tls,
        HttpVersion version,
        String method,
        Map<String, String> headers,
        Optional<Body> body,
        Optional<HttpLogin> login,
        int redirects) {

    /** What every probe over HTTP measures. */
    public static final List<String> MEASUREMENTS = List.of(
            "lookup", "connect", "tls", TlsOptions.DAYS, "http-version", "first-byte", "status", "total", "bytes");

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /** As people read it. */
    public String text() {
        return socket.map(path -> path + " " + url.getRawPath()).orElseGet(url::toString);
    }

    /** The hosts that are connected to. */
    public List<String> hosts() {
        return socket.isPresent()
                ? List.of()
                : Optional.ofNullable(url.getHost()).stream().toList();
    }

    /** What is sent after the header. */
    public sealed interface Body {}

    /** A text, sent in UTF-8. */
    public record Text(String text) implements Body {}

    /** The content of a file, read for each probe. */
    public record File(String path) implements Body {}
}
