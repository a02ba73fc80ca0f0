package upkeep.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A service that feeds its own watchdog (sd_notify(3)), without any library. It serves {@code GET /healthz}, looks at
 * that page itself at half the watchdog's time, and sends WATCHDOG=1 only if the page is well: {@code POST /fail} makes
 * it ill, {@code POST /recover} well again. Argument: the TCP port on the loopback interface, 0 for any free one.
 */
public final class WatchdogApp {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int LONGEST_PATH = 107;

    private final HttpServer server;
    private volatile boolean healthy = true;

    private WatchdogApp(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/healthz", exchange -> answer(exchange, healthy ? 200 : 500, healthy ? "ok" : "failing"));
        server.createContext("/fail", exchange -> change(exchange, false));
        server.createContext("/recover", exchange -> change(exchange, true));
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        new WatchdogApp(arguments.length == 0 ? 3002 : Integer.parseInt(arguments[0])).run();
    }

    private void run() throws Exception {
        server.start();
        int port = server.getAddress().getPort();
        Notifier notifier = new Notifier(variable("NOTIFY_SOCKET"));
        notifier.send("READY=1\nSTATUS=serving on port " + port);
        String watchdog = variable("WATCHDOG_USEC");
        long pauseMicros = watchdog.isEmpty() ? 5_000_000 : Math.max(1_000, Long.parseLong(watchdog) / 2);
        while (true) {
            if (isWell(port)) {
                notifier.send("WATCHDOG=1\nSTATUS=serving on port " + port);
            } else {
                notifier.send("STATUS=failing, the watchdog goes hungry");
            }
            TimeUnit.MICROSECONDS.sleep(pauseMicros);
        }
    }

    /** Asks the own page over the network, as a visitor would. */
    private static boolean isWell(int port) {
        try {
            HttpURLConnection page = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/healthz").toURL().openConnection();
            page.setConnectTimeout(1_000);
            page.setReadTimeout(1_000);
            int status = page.getResponseCode();
            page.disconnect();
            return status == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void change(HttpExchange exchange, boolean toHealthy) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            healthy = toHealthy;
            answer(exchange, 200, "done");
        } else {
            answer(exchange, 405, "POST only");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value;
    }

    /** The unix datagram socket of sd_notify(3), which Java's own channels do not do. */
    private static final class Notifier {
        private final byte[] address;
        private final MethodHandle socket;
        private final MethodHandle sendto;
        private final MethodHandle close;

        /** A notifier to that socket; to nobody if {@code path} is empty. */
        @SuppressWarnings("restricted")
        Notifier(String path) {
            byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > LONGEST_PATH) {
                throw new IllegalArgumentException("cannot notify: the path of the socket is too long");
            }
            if (path.startsWith("@")) {
                bytes[0] = 0;
            }
            this.address = bytes;
            Linker linker = Linker.nativeLinker();
            ValueLayout.OfInt number = ValueLayout.JAVA_INT;
            ValueLayout.OfLong size = ValueLayout.JAVA_LONG;
            socket = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("socket"),
                    FunctionDescriptor.of(number, number, number, number));
            sendto = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("sendto"),
                    FunctionDescriptor.of(
                            size, number, ValueLayout.ADDRESS, size, number, ValueLayout.ADDRESS, number));
            close = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(number, number));
        }

        void send(String message) throws IOException {
            if (address.length == 0) {
                return;
            }
            try (Arena arena = Arena.ofConfined()) {
                byte[] text = message.getBytes(StandardCharsets.UTF_8);
                MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
                MemorySegment name = arena.allocate(2L + address.length, 2);
                name.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
                MemorySegment.copy(address, 0, name, ValueLayout.JAVA_BYTE, 2, address.length);
                int descriptor = (int) socket.invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
                if (descriptor < 0) {
                    throw new IOException("cannot notify: no socket");
                }
                long sent =
                        (long) sendto.invokeExact(descriptor, data, (long) text.length, 0, name, (int) name.byteSize());
                int closed = (int) close.invokeExact(descriptor);
                if (sent != text.length || closed != 0) {
                    throw new IOException("cannot notify: the message was not taken");
                }
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
