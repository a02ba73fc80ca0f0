package upkeep.target;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A SIP server (RFC 3261), asked for its options.
 *
 * @param transport how it is spoken with
 * @param tls only over TCP
 * @param to whom the question is for, without {@code sip:}; absent for the server itself
 * @param userAgent who asks; absent for upkeep
 * @param maxForwards how many servers may hand the question on, 0 to 255
 */
public record SipTarget(
        Transport transport,
        Endpoint.Port endpoint,
        Optional<TlsOptions> tls,
        Optional<String> to,
        Optional<String> userAgent,
        int maxForwards)
        implements Target {

    /** What carries the messages. */
    public enum Transport {
        UDP,
        TCP
    }

    @Override
    public String kind() {
        return "sip";
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
        return List.of("lookup", "connect", "tls", TlsOptions.DAYS, "total", "round-trip", "status");
    }

    @Override
    public List<String> texts() {
        return Stream.concat(TlsOptions.TEXTS.stream(), Stream.of("server")).toList();
    }
}
