package upkeep.target;

import java.util.List;
import java.util.stream.Collectors;
import upkeep.base.TimeSpan;

/**
 * The local clock compared with NTP servers (RFC 5905).
 *
 * @param quorum how many servers must agree, within each other's error bounds
 * @param maxOffset the largest distance of the local clock from theirs that still passes
 */
public record NtpTarget(List<Server> servers, int quorum, TimeSpan maxOffset) implements Target {

    public NtpTarget {
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
        return servers.stream().map(Server::toString).collect(Collectors.joining(", "));
    }

    @Override
    public List<String> hosts() {
        return servers.stream().map(Server::host).toList();
    }

    @Override
    public List<String> measurements() {
        return List.of("total", "offset", "offset-signed", "delay", "stratum", "root-dispersion", "root-distance");
    }
}
