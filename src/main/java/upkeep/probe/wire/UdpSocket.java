package upkeep.probe.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Words;

/**
 * A UDP socket with one other side: the kernel drops what others send, tells what ICMP says, and chooses a port at random.
 * Used by one thread.
 */
public final class UdpSocket implements Closeable {

    private static final int LARGEST = 65_535;

    private final DatagramSocket socket;
    private final String peer;
    private final Steps steps;
    private final Function<byte[], List<String>> shown;
    private final byte[] buffer = new byte[LARGEST];

    private UdpSocket(DatagramSocket socket, String peer, Steps steps, Function<byte[], List<String>> shown) {
        this.socket = socket;
        this.peer = peer;
        this.steps = steps;
        this.shown = shown;
    }

    /** Opens one; {@code source} is the address of this machine to send from. */
    public static UdpSocket open(InetAddress address, int port, Optional<String> source, Steps steps)
            throws IOException {
        return open(address, port, source, steps, datagram -> List.of(Hexadecimal.dump(datagram, 48)));
    }

    /** The same; {@code shown} is what a trace shows of a datagram there or back. */
    @SuppressWarnings("resource") // Handed to the caller, closed where that is not reached.
    public static UdpSocket open(
            InetAddress address, int port, Optional<String> source, Steps steps, Function<byte[], List<String>> shown)
            throws IOException {
        SocketAddress from = source.<SocketAddress>map(text -> new InetSocketAddress(InetAddress.ofLiteral(text), 0))
                .orElse(new InetSocketAddress(0));
        DatagramSocket socket = new DatagramSocket(from);
        try {
            socket.connect(new InetSocketAddress(address, port));
            return new UdpSocket(socket, Connector.peer(address, port), steps, shown);
        } catch (RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    public String peer() {
        return peer;
    }

    /** The address and port of this side. */
    InetSocketAddress from() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    public void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length));
        steps.add(() -> "sent " + Words.bytes(datagram.length) + " to " + peer, () -> shown.apply(datagram));
    }

    /** The next datagram, or nothing until the deadline. */
    public Optional<byte[]> receive(Deadline until) throws IOException {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.setSoTimeout(until.socketTimeout());
            socket.receive(packet);
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        }
        byte[] datagram = Arrays.copyOf(buffer, packet.getLength());
        steps.add(() -> peer + " sent " + Words.bytes(datagram.length), () -> shown.apply(datagram));
        return Optional.of(datagram);
    }

    @Override
    public void close() {
        socket.close();
    }
}
