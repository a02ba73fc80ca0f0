package upkeep.target;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * A web page. Redirects are not followed: a 302 is the answer, and {@code status} says whether it is a good one.
 *
 * @param status the accepted status codes
 * @param contains a text the body must contain, looked for in its first mebibyte
 * @param maxLatency the longest time to the end of the answer that still passes
 * @param verifyTls whether the certificate chain and the host name must be valid
 */
public record HttpTarget(
        URI url,
        String method,
        Map<String, String> headers,
        List<StatusRange> status,
        Optional<String> contains,
        Optional<TimeSpan> maxLatency,
        boolean verifyTls)
        implements Target {

    public HttpTarget {
        headers = Map.copyOf(headers);
        status = List.copyOf(status);
    }

    @Override
    public String kind() {
        return "http";
    }

    @Override
    public String text() {
        return url.toString();
    }

    @Override
    public List<String> hosts() {
        return Optional.ofNullable(url.getHost()).stream().toList();
    }

    @Override
    public List<String> measurements() {
        return List.of("lookup", "connect", "tls", "first-byte", "status", "total", "bytes");
    }
}
