package upkeep.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets of this machine. */
class HeartbeatServerTest {

    private static final String REQUEST = "POST /heartbeat/etl HTTP/1.1\r\n\r\n";

    private final BlockingQueue<Sender> told = new LinkedBlockingQueue<>();
    private final Reports reports = (_, sender) -> {
        told.add(sender);
        return Reports.Outcome.NOTED;
    };

    private Optional<HeartbeatServer> server = Optional.empty();

    @AfterEach
    void close() {
        server.ifPresent(HeartbeatServer::close);
    }

    private HeartbeatServer server(Duration deadline) {
        HeartbeatServer made = new HeartbeatServer(reports, deadline);
        server = Optional.of(made);
        return made;
    }

    private static String answer(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4_096);
        while (channel.read(buffer) >= 0) {
            assertTrue(buffer.hasRemaining());
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    private static String ask(SocketAddress address, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return answer(channel);
        }
    }

    @Test
    void onASocketOfThisMachineTheKernelSaysWhoTells(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("socket");
        Files.writeString(socket, "of another life");
        server(Duration.ofSeconds(30)).listen(socket);
        assertEquals("rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        assertTrue(ask(UnixDomainSocketAddress.of(socket), REQUEST).startsWith("HTTP/1.1 200 OK"));
        String me = System.getProperty("user.name");
        assertEquals(new Sender.User(me, me.equals("root")), told.take());
    }

    @Test
    void atAnAddressNobodyIsKnownAndWhatIsNoLongerWantedIsClosed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HeartbeatServer listening = server(Duration.ofSeconds(30));
        listening.listen(Set.of(address));
        listening.listen(Set.of(address));
        assertTrue(ask(address, REQUEST).startsWith("HTTP/1.1 200 OK"));
        assertEquals(new Sender.Bearer(""), told.take());
        listening.listen(Set.of());
        assertThrows(IOException.class, () -> {
            // One that comes while it is being closed may be heard.
            long end = System.nanoTime() + 10_000_000_000L;
            while (System.nanoTime() - end < 0) {
                ask(address, REQUEST);
            }
        });
    }

    @Test
    void whoeverSaysNothingIsCutOff(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("socket");
        server(Duration.ofMillis(50)).listen(socket);
        assertEquals("", ask(UnixDomainSocketAddress.of(socket), "POST /heart"));
        assertTrue(told.isEmpty());
    }

    @Test
    void tooManyAtOnceAreToldToComeAgain(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("socket");
        server(Duration.ofMinutes(5)).listen(socket);
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < HeartbeatServer.AT_ONCE; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            String answer = "";
            // Those before may not have been accepted yet.
            while (!answer.startsWith("HTTP/1.1 503")) {
                answer = ask(UnixDomainSocketAddress.of(socket), REQUEST);
            }
        } finally {
            for (SocketChannel each : silent) {
                each.close();
            }
        }
    }
}
