package upkeep.target;

import java.util.List;
import java.util.Optional;

/**
 * A UDP port. Without {@code expect}, silence passes and proves nothing; only a port that the host says is closed fails.
 *
 * @param send the datagram, as a text with one character for each octet; not empty
 * @param expect a regular expression that is looked for in the datagram that comes back
 */
public record UdpTarget(Endpoint.Port endpoint, String send, Optional<String> expect) implements Target {

    @Override
    public String kind() {
        return "udp";
    }

    @Override
    public String text() {
        return endpoint.text();
    }

    @Override
    public List<String> hosts() {
        return List.of(endpoint.host());
    }

    @Override
    public List<String> measurements() {
        return List.of("lookup", "total");
    }

    @Override
    public List<String> texts() {
        return List.of("answer");
    }
}
