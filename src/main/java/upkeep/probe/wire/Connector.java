package upkeep.probe.wire;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.core.Observation.Depth;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Stop;
import upkeep.target.Endpoint;

/** Opens TCP connections: each address of the name in turn, until one accepts. */
public final class Connector {

    private final Addresses addresses;

    public Connector(Addresses addresses) {
        this.addresses = addresses;
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
        List<InetAddress> found = addresses.of(endpoint.host(), endpoint.family(), deadline, findings);
        long before = System.nanoTime();
        List<Stop> refusals = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            try {
                Connection connection = connect(found.get(i), endpoint, deadline.share(found.size() - i), findings);
                findings.measure("connect", (System.nanoTime() - before) / 1e9);
                return connection;
            } catch (Stop stop) {
                findings.steps().add(stop::text);
                refusals.add(stop);
                if (Thread.currentThread().isInterrupted()) {
                    throw stop;
                }
            }
        }
        throw combined(refusals);
    }

    /** The same, of one address that was looked up before. */
    Connection connect(InetAddress address, Endpoint.Port endpoint, Deadline deadline, Findings findings) throws Stop {
        String peer = peer(address, endpoint.port());
        long before = System.nanoTime();
        try {
            Socket socket = open(address, endpoint, deadline);
            findings.measure("connect", (System.nanoTime() - before) / 1e9);
            findings.reached(Depth.OPEN);
            findings.steps().add(() -> "connected to " + peer, () -> settings(socket));
            return new Connection(socket, peer);
        } catch (IOException error) {
            throw SocketFaults.of(error, peer, deadline);
        }
    }

    /** The verdict over all addresses: the target is at fault if it is at fault at one of them. */
    public static Stop combined(List<Stop> refusals) {
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
        // Otherwise a JVM looks for a proxy at every connection.
        Socket socket = new Socket(Proxy.NO_PROXY);
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

    public static String peer(InetAddress address, int port) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]:" + port : text + ":" + port;
    }
}
