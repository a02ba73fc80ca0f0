package upkeep.probe.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Stop;
import upkeep.probe.tls.Tls;
import upkeep.target.Endpoint;
import upkeep.target.TlsOptions;

/**
 * Opens a connection, over TLS where that is wanted from the first byte, lets a protocol be spoken over it, and puts
 * whatever goes wrong into words. At the end it takes leave. The connection is closed at the deadline at the latest.
 */
public final class Conversations {

    private static final Duration FOR_THE_GOODBYE = Duration.ofSeconds(1);

    private final Addresses addresses;
    private final Connector connector;
    private final Tls tls;
    private final Watchdog watchdog = new Watchdog();

    public Conversations(Addresses addresses, Connector connector, Tls tls) {
        this.addresses = addresses;
        this.connector = connector;
        this.tls = tls;
    }

    /** What is said over a connection; the answer is what was found, as half a sentence. */
    @FunctionalInterface
    public interface Conversation {
        String with(Channel channel) throws IOException;
    }

    /**
     * Measures {@code lookup}, {@code connect}, {@code tls} and {@code total}. Where every address must pass, one after
     * the other is spoken with, and the times are those of the last.
     *
     * @return what was found, as a sentence about the other side
     */
    public String hold(
            Endpoint endpoint,
            Optional<TlsOptions> options,
            Deadline deadline,
            Findings findings,
            Conversation conversation)
            throws Stop {
        return hold(endpoint, options, List.of(), deadline, findings, conversation);
    }

    /** The same, with the names by which TLS is told what is spoken over it (ALPN). */
    public String hold(
            Endpoint endpoint,
            Optional<TlsOptions> options,
            List<String> applicationProtocols,
            Deadline deadline,
            Findings findings,
            Conversation conversation)
            throws Stop {
        try {
            return switch (endpoint) {
                case Endpoint.Port port ->
                    overNetwork(port, options, applicationProtocols, deadline, findings, conversation);
                case Endpoint.Local local -> overFile(local, deadline, findings, conversation);
            };
        } catch (Stop stop) {
            findings.measure("total", deadline.elapsedNanos() / 1e9);
            throw stop;
        }
    }

    private String overNetwork(
            Endpoint.Port endpoint,
            Optional<TlsOptions> options,
            List<String> applicationProtocols,
            Deadline deadline,
            Findings findings,
            Conversation conversation)
            throws Stop {
        if (!endpoint.everyAddress()) {
            Connector.Connection connection = connector.connect(endpoint, deadline, findings);
            return overSocket(connection, endpoint, options, applicationProtocols, deadline, findings, conversation);
        }
        return String.join(
                "; ",
                addresses.each(
                        endpoint.host(),
                        endpoint.family(),
                        deadline,
                        findings,
                        (address, part) -> overSocket(
                                connector.connect(address, endpoint, part, findings),
                                endpoint,
                                options,
                                applicationProtocols,
                                part,
                                findings,
                                conversation)));
    }

    private String overSocket(
            Connector.Connection connection,
            Endpoint.Port endpoint,
            Optional<TlsOptions> options,
            List<String> applicationProtocols,
            Deadline deadline,
            Findings findings,
            Conversation conversation)
            throws Stop {
        String peer = connection.peer();
        try (Socket socket = connection.socket();
                Watchdog.Guard _ = watchdog.over(socket, deadline)) {
            TlsOptions wanted = options.orElse(new TlsOptions(TlsOptions.Start.AT_ONCE, true, Optional.empty()));
            Channel.Upgrade upgrade = () -> {
                Tls.Secured secured = tls.handshake(
                        socket,
                        endpoint.host(),
                        endpoint.port(),
                        wanted,
                        applicationProtocols,
                        peer,
                        deadline,
                        findings);
                return new Channel.Secured(Line.of(secured.socket()), secured.chain(), secured.applicationProtocol());
            };
            Channel channel = new Channel(Line.of(socket), upgrade, peer, deadline, findings);
            if (options.filter(it -> it.start() == TlsOptions.Start.AT_ONCE).isPresent()) {
                channel.secure();
            }
            return speak(conversation, channel, socket);
        } catch (IOException error) {
            throw SocketFaults.of(error, peer, deadline);
        }
    }

    private String overFile(Endpoint.Local local, Deadline deadline, Findings findings, Conversation conversation)
            throws Stop {
        String peer = local.path();
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
                Watchdog.Guard _ = watchdog.over(socket, deadline)) {
            long before = System.nanoTime();
            socket.connect(UnixDomainSocketAddress.of(peer));
            findings.measure("connect", (System.nanoTime() - before) / 1e9);
            findings.reached(Depth.OPEN);
            findings.steps().add(() -> "connected to " + peer);
            Wire in = new Wire(Channels.newInputStream(socket));
            Channel.Upgrade none = () -> {
                throw new Stop.Unasked("cannot speak TLS over " + peer + ": it is a socket in the file system");
            };
            return speak(
                    conversation,
                    new Channel(new Line(in, Channels.newOutputStream(socket)), none, peer, deadline, findings),
                    socket);
        } catch (IOException error) {
            throw ofFile(error, peer, deadline);
        }
    }

    private String speak(Conversation conversation, Channel channel, Closeable socket) throws Stop {
        Deadline deadline = channel.deadline();
        String found;
        try {
            found = channel.peer() + " " + conversation.with(channel);
        } catch (IOException error) {
            throw channel.explain(error);
        }
        channel.findings().measure("total", deadline.elapsedNanos() / 1e9);
        if (channel.takesLeave()) {
            try (Watchdog.Guard _ = watchdog.over(socket, deadline.within(FOR_THE_GOODBYE))) {
                channel.leave();
            }
        }
        return found;
    }

    /** A socket in the file system may also be missing, or closed to us. */
    private static Stop ofFile(IOException error, String path, Deadline deadline) {
        String errno = String.valueOf(error.getMessage());
        if (errno.contains("No such file")) {
            return new Stop.Sick(FailureKind.REFUSED, path + " does not exist: nothing listens there");
        }
        if (errno.contains("Permission denied")) {
            return new Stop.Unasked("cannot connect to " + path
                    + ": permission denied; let the user upkeep connect, by the socket's group or mode");
        }
        if (errno.contains("Not a socket") || errno.contains("Protocol wrong type")) {
            return new Stop.Sick(FailureKind.PROTOCOL, path + " is no stream socket");
        }
        return SocketFaults.of(error, path, deadline);
    }
}
