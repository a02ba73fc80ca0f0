package upkeep.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sends datagrams to one Unix socket. Never waits: what the receiver has no room for is refused. The receiver may go
 * and come back; each datagram looks its address up anew. Native code is loaded by the first one. Thread-safe.
 */
public final class UnixDatagrams implements AutoCloseable {

    private final String address;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable UnixDatagramChannel channel;

    /**
     * Nothing is opened yet.
     *
     * @param address a path, or an abstract name after an {@code @}, unix(7)
     */
    public UnixDatagrams(String address) {
        this.address = address;
    }

    /**
     * Sends one datagram.
     *
     * @throws IOException if nobody listens there, there is no room, or it is too large
     */
    public void send(byte[] datagram) throws IOException {
        lock.lock();
        try {
            UnixDatagramChannel open = channel;
            if (open == null || !open.isOpen()) {
                open = UnixDatagramChannel.open();
                open.configureBlocking(false);
                channel = open;
            }
            int sent = open.send(ByteBuffer.wrap(datagram), target());
            if (sent != datagram.length) {
                throw new IOException("no room for " + datagram.length + " bytes at " + address);
            }
        } finally {
            lock.unlock();
        }
    }

    private UnixSocketAddress target() {
        return new UnixSocketAddress(address.startsWith("@") ? "\0" + address.substring(1) : address);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
