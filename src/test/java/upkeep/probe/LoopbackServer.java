package upkeep.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on loopback that answers every connection as the test says, and closes it after that. */
public final class LoopbackServer implements AutoCloseable {

    /** The request heads that came in, one for each connection that read one. */
    public final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    private final ServerSocket listening;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What happens on one connection; an exception closes it. */
    @FunctionalInterface
    public interface Conversation {
        void run(LoopbackServer server, Socket socket) throws IOException, InterruptedException;
    }

    public LoopbackServer(Conversation conversation) {
        this(plain("127.0.0.1"), conversation);
    }

    public LoopbackServer(ServerSocket listening, Conversation conversation) {
        this.listening = listening;
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                accept(conversation);
            }
        });
    }

    public static ServerSocket plain(String address) {
        try {
            return new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void accept(Conversation conversation) {
        try {
            Socket socket = listening.accept();
            Thread.ofVirtual().start(() -> {
                try (socket) {
                    conversation.run(this, socket);
                } catch (IOException | InterruptedException gone) {
                    // The prober hung up, as it may.
                }
            });
        } catch (IOException ended) {
            // Closed at the end of the test.
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Answers every request with {@code answer}, then closes. */
    public static LoopbackServer answering(String answer) {
        return new LoopbackServer((server, socket) -> {
            server.readRequest(socket);
            send(socket, answer);
        });
    }

    /** A server that reads the request, and then does as the test says. */
    public static LoopbackServer then(Conversation conversation) {
        return new LoopbackServer((server, socket) -> {
            server.readRequest(socket);
            conversation.run(server, socket);
        });
    }

    public static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    public void readRequest(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        requests.add(head.toString());
    }

    /** Keeps the connection open in silence until the test is over. */
    public void holdOpen() throws InterruptedException {
        closed.await();
    }

    /** Waits so long for the end of the test; whether it has come. */
    public boolean isOverWithin(Duration duration) throws InterruptedException {
        return closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
