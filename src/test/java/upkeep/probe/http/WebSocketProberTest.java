package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.probe.Servers.LONG;
import static upkeep.probe.Servers.SHORT;
import static upkeep.probe.Servers.assertFailed;
import static upkeep.probe.Servers.assertPassed;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Recorded;
import upkeep.probe.Servers;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.OctetWriter;
import upkeep.target.WebSocketTarget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSocketProberTest {

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (.*)\r\n");
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;

    private final Probers probers = new Probers("1");

    private Observation probe(LoopbackServer server, Duration timeout, String path, Map<String, String> headers) {
        WebSocketTarget target = new WebSocketTarget(Servers.at(server.port()), Optional.empty(), path, headers);
        return probers.probe(target, timeout, Trace.NONE);
    }

    private Observation probe(LoopbackServer.Conversation conversation) {
        try (LoopbackServer server = new LoopbackServer(conversation)) {
            return probe(server, LONG, "/", Map.of());
        }
    }

    /** A server that has understood, and goes on as the test says. */
    private Observation open(LoopbackServer.Conversation conversation) {
        return probe((self, socket) -> {
            upgrade(self, socket);
            conversation.run(self, socket);
        });
    }

    private static void upgrade(LoopbackServer server, Socket socket) throws IOException, InterruptedException {
        server.readRequest(socket);
        Matcher key = KEY.matcher(server.requests.peek());
        assertTrue(key.find());
        LoopbackServer.send(
                socket,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + WebSocketProber.accept(key.group(1)) + "\r\n\r\n");
    }

    private static void send(Socket socket, int first, byte[] payload) throws IOException {
        OctetWriter frame = new OctetWriter().octet(first);
        if (payload.length > 125) {
            frame.octet(126).pair(payload.length);
        } else {
            frame.octet(payload.length);
        }
        socket.getOutputStream().write(frame.bytes(payload).toBytes());
    }

    /** The payload of a client's frame, which must be of this kind and masked. */
    private static byte[] receive(Socket socket, int first) throws IOException {
        byte[] start = socket.getInputStream().readNBytes(6);
        assertEquals(first, start[0] & 0xff);
        byte[] payload = socket.getInputStream().readNBytes(start[1] & 0x7f);
        assertTrue(start[1] < 0, "masked");
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= start[2 + i % 4];
        }
        return payload;
    }

    @Test
    void aPingIsAnsweredAmongOtherMessages() {
        Observation.Passed passed = assertPassed(Depth.VALUE, "answered a ping in ", open((self, socket) -> {
            byte[] payload = receive(socket, PING);
            send(socket, 0x81, "hello".getBytes(StandardCharsets.US_ASCII));
            send(socket, 0x02, new byte[3_000]);
            send(socket, PING, new byte[] {7});
            send(socket, PONG, new byte[] {1, 2});
            send(socket, PONG, payload);
            assertEquals(7, receive(socket, PONG)[0]);
            byte[] code = receive(socket, CLOSE);
            assertEquals(1000, (code[0] & 0xff) << 8 | (code[1] & 0xff));
            send(socket, 0x80, new byte[200]);
            send(socket, CLOSE, code);
            self.holdOpen();
        }));
        assertEquals(101, passed.measurements().get("status"));
        assertTrue(passed.measurements().containsKey("round-trip"));
    }

    /** RFC 6455 section 1.3. */
    @Test
    void theKeyOfTheStandard() {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketProber.accept("dGhlIHNhbXBsZSBub25jZQ=="));
    }

    @Test
    void theRequest() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 403 Forbidden\r\n\r\n")) {
            assertFailed(
                    FailureKind.STATUS,
                    "answered 403 Forbidden, wanted 101",
                    probe(server, LONG, "/chat?a=b", Map.of("Origin", "https://a.example", "X-One", "1")));
            List<String> lines = server.requests.take().lines().toList();
            assertEquals("GET /chat?a=b HTTP/1.1", lines.getFirst());
            for (String line : List.of(
                    "Host: 127.0.0.1:" + server.port(),
                    "Origin: https://a.example",
                    "X-One: 1",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "User-Agent: upkeep/1")) {
                assertTrue(lines.contains(line), line);
            }
            probe(server, LONG, "/", Map.of("host", "other.example"));
            assertTrue(server.requests.take().contains("\r\nHost: other.example\r\n"));
        }
    }

    @Test
    void serversThatHaveNotUnderstood() {
        String start = "HTTP/1.1 101 Switching Protocols\r\n";
        String both = start + "Upgrade: websocket\r\nConnection: Upgrade\r\n";
        Map<String, String> answers = Map.of(
                start + "\r\n", "answered 101, but did not change to websocket",
                start + "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n", "answered 101, but did not change to websocket",
                both + "\r\n", "answered with a Sec-WebSocket-Accept that does not fit the key",
                both + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
                        "answered with a Sec-WebSocket-Accept that does not fit the key");
        answers.forEach((answer, text) -> assertFailed(FailureKind.PROTOCOL, text, probe((self, socket) -> {
            self.readRequest(socket);
            LoopbackServer.send(socket, answer);
            self.holdOpen();
        })));
        assertFailed(FailureKind.PROTOCOL, "uses an extension that was not asked for", probe((self, socket) -> {
            self.readRequest(socket);
            Matcher key = KEY.matcher(self.requests.take());
            assertTrue(key.find());
            LoopbackServer.send(socket, both + "Sec-WebSocket-Extensions: permessage-deflate\r\n");
            LoopbackServer.send(socket, "Sec-WebSocket-Accept: " + WebSocketProber.accept(key.group(1)) + "\r\n\r\n");
            self.holdOpen();
        }));
    }

    @Test
    void serversThatCloseInsteadOfAnswering() {
        assertFailed(
                FailureKind.CLOSED,
                "closed instead of answering the ping: going away (1001), \"bye\"",
                open((self, socket) -> {
                    send(socket, CLOSE, new byte[] {3, (byte) 0xe9, 'b', 'y', 'e'});
                    self.holdOpen();
                }));
        assertFailed(FailureKind.CLOSED, "closed instead of answering the ping", open((self, socket) -> {
            send(socket, CLOSE, new byte[0]);
            self.holdOpen();
        }));
        Observation.Failed rude = assertInstanceOf(Observation.Failed.class, open((self, socket) -> {
            send(socket, PONG, receive(socket, PING));
            receive(socket, CLOSE);
        }));
        assertTrue(rude.text().contains("closed the connection where the closing frame was expected"), rude.text());
    }

    @Test
    void framesThatNoServerSends() {
        Map<String, String> frames = Map.of(
                "8a8100000000", "sent a frame with bits that no server sets",
                "ca00", "sent a frame with bits that no server sets",
                "0a00", "sent a control frame in parts or of more than 125 bytes",
                "8a7e0080", "sent a control frame in parts or of more than 125 bytes",
                "827fffffffffffffffff", "announced a frame of 18446744073709551615 bytes",
                "827f0000000000100001", "announced a frame of 1048577 bytes");
        frames.forEach((frame, text) -> assertFailed(FailureKind.PROTOCOL, text, open((self, socket) -> {
            socket.getOutputStream().write(Recorded.hex(frame));
            self.holdOpen();
        })));
    }

    @Test
    void serversThatAreSick() {
        try (LoopbackServer silent = new LoopbackServer((self, _) -> self.holdOpen());
                LoopbackServer mute = new LoopbackServer((self, socket) -> {
                    upgrade(self, socket);
                    self.holdOpen();
                })) {
            for (LoopbackServer server : List.of(silent, mute)) {
                Observation.Failed failed =
                        assertInstanceOf(Observation.Failed.class, probe(server, SHORT, "/", Map.of()));
                assertEquals(FailureKind.TIMEOUT, failed.kind(), failed.text());
            }
        }
        assertFailed(FailureKind.PROTOCOL, "answered, but not in HTTP: \"SSH-2.0-OpenSSH\"", probe((self, socket) -> {
            LoopbackServer.send(socket, "SSH-2.0-OpenSSH\r\n");
            self.holdOpen();
        }));
        Observation.Failed gone = assertInstanceOf(Observation.Failed.class, probe((_, _) -> {}));
        assertEquals(FailureKind.CLOSED, gone.kind(), gone.text());
        assertFailed(FailureKind.PROTOCOL, "sent more than 1048576 bytes", open((self, socket) -> {
            while (true) {
                send(socket, 0x82, new byte[60_000]);
            }
        }));
    }
}
