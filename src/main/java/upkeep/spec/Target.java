package upkeep.spec;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.TimeSpan;

/** What a check looks at, one record a kind; the record holds all that a prober needs to know. */
public sealed interface Target {

    /** The key in the spec: {@code http}, {@code tcp}, {@code ntp}. */
    String kind();

    /** What is looked at, in a few words: {@code http://127.0.0.1:3001/healthz}. */
    String text();

    /** The names of what a probe may measure; seconds for times. */
    List<String> measurements();

    /**
     * A web page. Redirects are not followed: a 302 is the answer, and {@code status} says whether it is a good one.
     *
     * @param status the accepted status codes
     * @param contains a text the body must contain, looked for in its first mebibyte
     * @param maxLatency the longest time to the end of the answer that still passes
     * @param verifyTls whether the certificate chain and the host name must be valid
     */
    record Http(
            URI url,
            String method,
            Map<String, String> headers,
            List<StatusRange> status,
            Optional<String> contains,
            Optional<TimeSpan> maxLatency,
            boolean verifyTls)
            implements Target {

        public Http {
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
        public List<String> measurements() {
            return List.of("lookup", "connect", "tls", "first-byte", "status", "total", "bytes");
        }
    }

    /** Status codes from {@code first} to {@code last}, both included. */
    record StatusRange(int first, int last) {
        public boolean contains(int status) {
            return first <= status && status <= last;
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** A TCP port that accepts connections. */
    record Tcp(String host, int port) implements Target {
        @Override
        public String kind() {
            return "tcp";
        }

        @Override
        public String text() {
            return host + ":" + port;
        }

        @Override
        public List<String> measurements() {
            return List.of("lookup", "connect", "total");
        }
    }

    /**
     * The local clock compared with NTP servers (RFC 5905).
     *
     * @param quorum how many servers must agree, within each other's error bounds
     * @param maxOffset the largest distance of the local clock from theirs that still passes
     */
    record Ntp(List<Server> servers, int quorum, TimeSpan maxOffset) implements Target {

        public Ntp {
            servers = List.copyOf(servers);
        }

        /** A server and its UDP port, 123 unless written. */
        public record Server(String host, int port) {
            @Override
            public String toString() {
                return port == 123 ? host : host + ":" + port;
            }
        }

        @Override
        public String kind() {
            return "ntp";
        }

        @Override
        public String text() {
            return servers.stream().map(Server::toString).collect(java.util.stream.Collectors.joining(", "));
        }

        @Override
        public List<String> measurements() {
            return List.of("total", "offset", "offset-signed", "delay", "stratum", "root-dispersion", "root-distance");
        }
    }
}
