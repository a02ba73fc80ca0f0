package upkeep.probe;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.target.Endpoint;

/** Opens TCP connections: each address of the name in turn, until one accepts. */
final class Connector {

    private final Lookup lookup;

    Connector(Lookup lookup) {
        this.lookup = lookup;
    }

    /** An open connection; whoever gets it closes the socket. */
    record Connection(Socket socket, String peer) {}

    /**
     * Connects within the deadline; addresses that do not answer share the time that is left. Measures {@code lookup} and
     * {@code connect}, the latter over all addresses tried.
     */
    Connection connect(String host, int port, Deadline deadline, Findings findings) throws Stop {
        return connect(new Endpoint.Port(host, port, Endpoint.Family.ANY, Optional.empty()), deadline, findings);
    }

    /** The same, of the addresses of one family, from an address of this machine. */
    Connection connect(Endpoint.Port endpoint, Deadline deadline, Findings findings) throws Stop {
        int port = endpoint.port();
        List<InetAddress> addresses = addresses(endpoint, deadline, findings);
        long found = System.nanoTime();
        List<Stop> refusals = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            Deadline part = deadline.share(addresses.size() - i);
            String peer = peer(addresses.get(i), port);
            try {
                Socket socket = open(addresses.get(i), endpoint, part);
                findings.measure("connect", (System.nanoTime() - found) / 1e9);
                findings.reached(Depth.OPEN);
                findings.steps().add(() -> "connected to " + peer, () -> settings(socket));
                return new Connection(socket, peer);
            } catch (IOException error) {
                Stop stop = SocketFaults.of(error, peer, part);
                findings.steps().add(stop::text);
                refusals.add(stop);
                if (Thread.currentThread().isInterrupted()) {
                    throw stop;
                }
            }
        }
        throw combined(refusals);
    }

    /** Those of the host that are of the wanted family, in the order in which to try them; measures {@code lookup}. */
    List<InetAddress> addresses(Endpoint.Port endpoint, Deadline deadline, Findings findings) throws Stop {
        String host = endpoint.host();
        long before = System.nanoTime();
        List<InetAddress> addresses = ofFamily(endpoint, lookup.addresses(host, deadline));
        findings.measure("lookup", (System.nanoTime() - before) / 1e9);
        findings.steps()
                .add(
                        () -> host + " has "
                                + (addresses.size() == 1 ? "one address" : addresses.size() + " addresses"),
                        () -> addresses.stream()
                                .map(InetAddress::getHostAddress)
                                .toList());
        return addresses;
    }

    private static List<InetAddress> ofFamily(Endpoint.Port endpoint, List<InetAddress> addresses) throws Stop {
        List<InetAddress> meant = addresses.stream()
                .filter(address -> switch (endpoint.family()) {
                    case ANY -> true;
                    case IPV4 -> address instanceof Inet4Address;
                    case IPV6 -> address instanceof Inet6Address;
                })
                .toList();
        if (meant.isEmpty()) {
            throw new Stop.Sick(
                    FailureKind.NAME,
                    "the name " + endpoint.host() + " has no address of the family "
                            + endpoint.family().name().toLowerCase(Locale.ROOT));
        }
        return meant;
    }

    /** The verdict over all addresses: the target is at fault if it is at fault at one of them. */
    static Stop combined(List<Stop> refusals) {
        String text = refusals.stream().map(Stop::text).distinct().collect(Collectors.joining("; "));
        return refusals.stream()
                .filter(Stop.Sick.class::isInstance)
                .map(Stop.Sick.class::cast)
                .findFirst()
                .<Stop>map(sick -> new Stop.Sick(sick.kind(), text))
                .orElseGet(() -> new Stop.Unasked(text));
    }

    @SuppressWarnings("resource") // Handed to the caller when connected, closed otherwise.
    private static Socket open(InetAddress address, Endpoint.Port endpoint, Deadline deadline) throws IOException {
        Socket socket = new Socket();
        try {
            if (endpoint.source().isPresent()) {
                socket.bind(new InetSocketAddress(
                        InetAddress.ofLiteral(endpoint.source().get()), 0));
            }
            // Small requests must not wait for acknowledgements, above all under TLS.
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, endpoint.port()), deadline.socketTimeout());
            return socket;
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private static List<String> settings(Socket socket) {
        return List.of("from " + peer(socket.getLocalAddress(), socket.getLocalPort()), "TCP_NODELAY");
    }

    static String peer(InetAddress address, int port) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]:" + port : text + ":" + port;
    }
}
