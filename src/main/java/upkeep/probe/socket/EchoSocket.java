package upkeep.probe.socket;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import upkeep.probe.run.LibC;
import upkeep.probe.run.Stop;

/**
 * A socket for echo requests to one address: a ping socket (icmp(7), ping_group_range), which needs no right where the
 * administrator has allowed them, or else a raw one, which needs CAP_NET_RAW. Used by one thread, which is held in system
 * calls and must therefore be none that others share.
 */
final class EchoSocket implements AutoCloseable {

    private static final int DATAGRAM = 2;
    private static final int RAW = 3;
    private static final int ACCESS_DENIED = 13;
    private static final int NOT_PERMITTED = 1;
    private static final int LARGEST = 65_535;

    private final int socket;
    private final boolean isRaw;
    private final boolean isVersion6;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(LARGEST);

    private EchoSocket(int socket, boolean isRaw, boolean isVersion6) {
        this.socket = socket;
        this.isRaw = isRaw;
        this.isVersion6 = isVersion6;
    }

    /**
     * Opens and connects it.
     *
     * @throws Stop.Unasked if we have no right to
     */
    static EchoSocket open(InetAddress address, Optional<InetAddress> source) throws IOException {
        boolean version6 = address instanceof Inet6Address;
        EchoSocket echo = create(version6);
        try (Arena arena = Arena.ofConfined()) {
            if (source.isPresent()) {
                LibC.bind(echo.socket, socketAddress(arena, source.get()));
            }
            LibC.connect(echo.socket, socketAddress(arena, address));
            return echo;
        } catch (IOException | RuntimeException failed) {
            echo.close();
            throw failed;
        }
    }

    private static EchoSocket create(boolean version6) throws IOException {
        int family = version6 ? 10 : 2;
        int protocol = version6 ? 58 : 1;
        try {
            return new EchoSocket(LibC.socket(family, DATAGRAM, protocol), false, version6);
        } catch (LibC.ErrnoException refused) {
            if (refused.errno() != ACCESS_DENIED && refused.errno() != NOT_PERMITTED) {
                throw refused;
            }
        }
        try {
            return new EchoSocket(LibC.socket(family, RAW, protocol), true, version6);
        } catch (LibC.ErrnoException refused) {
            if (refused.errno() != ACCESS_DENIED && refused.errno() != NOT_PERMITTED) {
                throw refused;
            }
            throw new Stop.Unasked("cannot ping: this machine does not let upkeep send echo requests; run `sysctl"
                    + " net.ipv4.ping_group_range=\"0 2147483647\"`, or give upkeepd.service CAP_NET_RAW");
        }
    }

    /** struct sockaddr_in or sockaddr_in6. */
    private static MemorySegment socketAddress(Arena arena, InetAddress address) {
        byte[] octets = address.getAddress();
        boolean version6 = address instanceof Inet6Address;
        MemorySegment segment = arena.allocate(version6 ? 28 : 16, 4);
        segment.set(ValueLayout.JAVA_SHORT, 0, (short) (version6 ? 10 : 2));
        MemorySegment.copy(octets, 0, segment, ValueLayout.JAVA_BYTE, version6 ? 8 : 4, octets.length);
        if (address instanceof Inet6Address scoped) {
            segment.set(LibC.INT, 24, scoped.getScopeId());
        }
        return segment;
    }

    boolean isRaw() {
        return isRaw;
    }

    /** Sends a whole ICMP message. */
    void send(byte[] message) throws IOException {
        try (Arena once = Arena.ofConfined()) {
            MemorySegment bytes = once.allocate(message.length);
            MemorySegment.copy(message, 0, bytes, ValueLayout.JAVA_BYTE, 0, message.length);
            LibC.send(socket, bytes);
        }
    }

    /** The next ICMP message, or nothing within so many milliseconds. A raw socket gets those of others, too. */
    Optional<byte[]> receive(int milliseconds) throws IOException {
        if (!LibC.awaitInput(socket, milliseconds)) {
            return Optional.empty();
        }
        int length = LibC.receive(socket, buffer);
        int header = isRaw && !isVersion6 && length > 0 ? (buffer.get(ValueLayout.JAVA_BYTE, 0) & 0x0f) * 4 : 0;
        return header > length
                ? Optional.empty()
                : Optional.of(buffer.asSlice(header, length - header).toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public void close() {
        LibC.close(socket);
        arena.close();
    }
}
