package upkeep.heartbeat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for what jobs tell of themselves: on a socket of this machine, where the kernel says who they are, and at an address if
 * there is to be one, where they bring a token. One request a connection, with a deadline; so many at once, as many others are told to
 * come again, and those beyond are closed. Thread-safe.
 */
public final class HeartbeatServer implements AutoCloseable {

    /** So many connections at once. */
    static final int AT_ONCE = 64;

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatServer.class);

    private final Reports reports;
    private final Duration deadline;
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final Semaphore refusals = new Semaphore(AT_ONCE);
    private final Map<SocketAddress, ServerSocketChannel> open = new HashMap<>();
    private final ScheduledExecutorService closing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat-deadlines").factory());

    /**
     * @param deadline of one connection
     */
    public HeartbeatServer(Reports reports, Duration deadline) {
        this.reports = reports;
        this.deadline = deadline;
    }

    /** Listens on a socket that everybody may connect to; one that is there is replaced. */
    public synchronized void listen(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        bind(server, address);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    /** Listens at these addresses and at no others, besides sockets of this machine. */
    public synchronized void listen(Set<InetSocketAddress> addresses) {
        open.entrySet().removeIf(each -> {
            boolean isOver = each.getKey() instanceof InetSocketAddress address && !addresses.contains(address);
            if (isOver) {
                close(each.getValue());
            }
            return isOver;
        });
        for (InetSocketAddress address : addresses) {
            if (!open.containsKey(address)) {
                try {
                    ServerSocketChannel server = ServerSocketChannel.open();
                    server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                    bind(server, address);
                    LOG.info("jobs may tell of themselves at http://{}", text(address));
                } catch (IOException failure) {
                    LOG.error(
                            "cannot listen at {} for what jobs tell of themselves: {}",
                            text(address),
                            failure.getMessage());
                }
            }
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void bind(ServerSocketChannel server, SocketAddress address) throws IOException {
        try {
            server.bind(address, AT_ONCE);
        } catch (IOException failure) {
            close(server);
            throw failure;
        }
        open.put(address, server);
        Thread.ofVirtual().name("heartbeat-listener").start(() -> accept(server));
    }

    private void accept(ServerSocketChannel server) {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                Thread.ofVirtual().name("heartbeat").start(() -> serve(connection));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failure) {
                LOG.warn("cannot accept what a job tells: {}", failure.getMessage());
                pause();
            }
        }
    }

    /** Without a file descriptor left the next try would fail at once, too. */
    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel connection) {
        boolean hasSlot = slots.tryAcquire();
        boolean isRefused = !hasSlot && refusals.tryAcquire();
        ScheduledFuture<?> late = closing.schedule(() -> close(connection), deadline.toMillis(), TimeUnit.MILLISECONDS);
        try (connection) {
            if (hasSlot) {
                new Exchange(connection, peer(connection), reports).run();
                hearOut(connection);
            } else if (isRefused) {
                connection.write(ByteBuffer.wrap(Reply.BUSY.bytes()));
                hearOut(connection);
            }
        } catch (IOException gone) {
            LOG.debug("a job did not tell to the end", gone);
        } catch (RuntimeException bug) {
            LOG.error("cannot take what a job tells: a fault in upkeepd itself", bug);
        } finally {
            late.cancel(false);
            if (hasSlot) {
                slots.release();
            } else if (isRefused) {
                refusals.release();
            }
        }
    }

    /** The answer would be lost if the connection were closed before all was read that was sent (RFC 9112 section 9.6). */
    private static void hearOut(SocketChannel connection) throws IOException {
        connection.shutdownOutput();
        ByteBuffer rest = ByteBuffer.allocate(1_024);
        for (int left = Request.LONGEST_BODY; left > 0; ) {
            int read = connection.read(rest.clear());
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    /** Who is at the other end of a socket of this machine (unix(7), SO_PEERCRED). */
    private static Optional<Sender.User> peer(SocketChannel connection) throws IOException {
        if (!(connection.getLocalAddress() instanceof UnixDomainSocketAddress)) {
            return Optional.empty();
        }
        String name =
                connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return Optional.of(new Sender.User(name, name.equals("root")));
    }

    private static void close(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception failure) {
            LOG.debug("cannot close", failure);
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(HeartbeatServer::close);
        open.clear();
        closing.shutdownNow();
    }
}
