package upkeep.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixDatagramSocket;
import jnr.unixsocket.UnixSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchdogAppTest {

    @Test
    void feedsTheWatchdogUntilItIsIll(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("notify");
        try (UnixDatagramChannel channel = UnixDatagramChannel.open()) {
            UnixDatagramSocket socket = channel.socket();
            socket.bind(new UnixSocketAddress(path.toFile()));
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    Path.of(WatchdogApp.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                            .toString(),
                    WatchdogApp.class.getName(),
                    "0");
            builder.environment().put("NOTIFY_SOCKET", path.toString());
            builder.environment().put("WATCHDOG_USEC", "100000");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            try {
                String ready = receive(channel);
                assertTrue(ready.startsWith("READY=1\nSTATUS=serving on port "), ready);
                int port = Integer.parseInt(ready.substring(ready.lastIndexOf(' ') + 1));
                assertTrue(receive(channel).startsWith("WATCHDOG=1\n"));
                assertEquals(200, post(port, "/fail"));
                receiveUntil(channel, "STATUS=failing");
                assertTrue(receive(channel).startsWith("STATUS=failing"), "it was fed while ill");
                assertEquals(200, post(port, "/recover"));
                receiveUntil(channel, "WATCHDOG=1");
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void receiveUntil(UnixDatagramChannel channel, String start) throws IOException {
        String message;
        do {
            message = receive(channel);
        } while (!message.startsWith(start));
    }

    private static String receive(UnixDatagramChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        channel.receive(buffer);
        return new String(Arrays.copyOf(buffer.array(), buffer.position()), StandardCharsets.UTF_8);
    }

    private static int post(int port, String path) throws IOException {
        HttpURLConnection page = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        page.setRequestMethod("POST");
        page.setConnectTimeout(5_000);
        page.setReadTimeout(5_000);
        return page.getResponseCode();
    }
}
