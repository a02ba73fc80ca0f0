package upkeep.probe.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.probe.Servers.LONG;
import static upkeep.probe.Servers.assertFailed;
import static upkeep.probe.Servers.assertPassed;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Recorded;
import upkeep.probe.Servers;
import upkeep.probe.run.Trace;
import upkeep.target.Login;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;
import upkeep.target.Secret;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MqttTest {

    /** CONNACKs of mosquitto 2.0.11. */
    private static final String ACCEPTED = "20020000";

    private static final String ACCEPTED_5 = "200900000622000a210014";

    private final Probers probers = new Probers("1");
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

    private Observation probe(LoopbackServer server, Optional<Login> login, Map<String, String> options) {
        ProtocolTarget target =
                new ProtocolTarget(Protocol.MQTT, Servers.at(server.port()), Optional.empty(), login, options);
        return probers.probe(target, LONG, Trace.NONE);
    }

    private Observation probe(Map<String, String> options, String answer) {
        try (LoopbackServer server = Recorded.server(Recorded.hex(answer))) {
            return probe(server, Optional.empty(), options);
        }
    }

    private static MqttPacket read(Socket socket) throws IOException {
        byte[] start = socket.getInputStream().readNBytes(2);
        if (start.length < 2) {
            throw new IOException("hung up");
        }
        return new MqttPacket(
                (start[0] & 0xf0) >> 4, start[0] & 0x0f, socket.getInputStream().readNBytes(start[1]));
    }

    /** A broker with one client, which gets the answer to CONNECT and SUBSCRIBE that the test says. */
    private LoopbackServer broker(String connack, String suback, List<String> before) {
        return new LoopbackServer((self, socket) -> {
            while (true) {
                MqttPacket packet = read(socket);
                received.add(packet.bytes());
                switch (packet.type()) {
                    case MqttPacket.CONNECT -> socket.getOutputStream().write(Recorded.hex(connack));
                    case MqttPacket.SUBSCRIBE -> socket.getOutputStream().write(Recorded.hex(suback));
                    case MqttPacket.PUBLISH -> {
                        for (String other : before) {
                            socket.getOutputStream().write(Recorded.hex(other));
                        }
                        socket.getOutputStream().write(packet.bytes());
                    }
                    default -> {
                        return;
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"3.1.1, 20020000, 9003000100", "5.0, 200900000622000a210014, 900400010000"})
    void aMessageGoesThroughAndComesBack(String version, String connack, String suback) throws Exception {
        boolean five = version.equals("5.0");
        // Somebody else's message, a ping's answer, and the acknowledgement come first.
        List<String> before = five
                ? List.of("30080003612f62006869", "d000", "40020002")
                : List.of("30070003612f626869", "d000", "40020002");
        try (LoopbackServer server = broker(connack, suback, before)) {
            Observation.Passed passed = assertPassed(
                    Depth.VALUE,
                    "carried a message through a/b in ",
                    probe(server, Optional.empty(), Map.of("topic", "a/b", "version", version, "client-id", "me")));
            assertTrue(passed.measurements().containsKey("round-trip"));
        }
        String connect = HexFormat.of().formatHex(received.take());
        assertTrue(connect.startsWith(five ? "100f00044d5154540502" : "100e00044d5154540402"), connect);
        assertTrue(connect.endsWith(five ? "0000026d65" : "00026d65"), connect);
        int keepAlive = Integer.parseInt(connect.substring(20, 24), 16);
        assertTrue(keepAlive > 1 && keepAlive <= 31, keepAlive + " seconds");
        assertEquals(MqttPacket.SUBSCRIBE << 4 | 2, received.take()[0] & 0xff);
        assertEquals(MqttPacket.PUBLISH << 4 | 2, received.take()[0] & 0xff);
        assertEquals("e000", HexFormat.of().formatHex(received.take()));
    }

    @Test
    void userAndPasswordAreSent(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "geheim\n");
        try (LoopbackServer server = broker(ACCEPTED, "", List.of())) {
            Login login = new Login("tester", new Secret(password.toString()));
            assertPassed(
                    Depth.LOGIN,
                    "accepted the connection, MQTT 3.1.1 in ",
                    probe(server, Optional.of(login), Map.of("client-id", "me")));
            byte[] connect = received.take();
            assertEquals((byte) 0xc2, connect[9]);
            assertTrue(new String(connect, StandardCharsets.ISO_8859_1).endsWith("\0\u0006tester\0\u0006geheim"));
            Login other = new Login("tester", new Secret(folder + "/none"));
            assertInstanceOf(Observation.Unknown.class, probe(server, Optional.of(other), Map.of()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1   | 3.1.1 | the protocol version is not supported (code 1)",
                "2   | 3.1.1 | the client identifier is rejected (code 2)",
                "3   | 3.1.1 | the server is unavailable (code 3)",
                "4   | 3.1.1 | bad user name or password (code 4)",
                "5   | 3.1.1 | not authorized (code 5)",
                "6   | 3.1.1 | a code that is not defined (code 6)",
                "1   | 5.0   | the protocol version is not supported (code 1)",
                "132 | 5.0   | the protocol version is not supported (code 132)",
                "134 | 5.0   | bad user name or password (code 134)",
                "135 | 5.0   | not authorized (code 135)",
                "159 | 5.0   | the connection rate is exceeded (code 159)",
            })
    void refusalsInWords(int code, String version, String words) {
        String answer = "200200" + HexFormat.of().toHexDigits((byte) code);
        assertFailed(FailureKind.STATUS, "refused the connection: " + words, probe(Map.of("version", version), answer));
    }

    @Test
    void whatTheServerAddsIsTold() {
        String reason = "1f0005" + HexFormat.of().formatHex("later".getBytes(StandardCharsets.US_ASCII));
        assertFailed(
                FailureKind.STATUS,
                "refused the connection: the server is busy (code 137), \"later\"",
                probe(Map.of("version", "5.0"), "200b008908" + reason));
        assertFailed(
                FailureKind.STATUS,
                "ended the connection: the server is shutting down (code 139), \"later\"",
                probe(Map.of("version", "5.0", "topic", "a"), ACCEPTED_5 + "e00a8b08" + reason));
    }

    @Test
    void topicsThatAreRefused() {
        Map<String, String> options = Map.of("version", "5.0", "topic", "a/b");
        assertFailed(
                FailureKind.STATUS,
                "refused to let us subscribe to a/b: not authorized (code 135)",
                probe(options, ACCEPTED_5 + "900400010087"));
        assertFailed(
                FailureKind.STATUS,
                "refused to let us publish on a/b: not authorized (code 135)",
                probe(options, ACCEPTED_5 + "900400010000" + "4003000287"));
        assertFailed(
                FailureKind.STATUS,
                "refused to let us subscribe to a/b: unspecified error (code 128)",
                probe(Map.of("topic", "a/b"), ACCEPTED + "9003000180"));
    }

    /** A server may say in CONNACK that it takes no acknowledged messages. */
    @Test
    void theQualityOfServiceIsThatOfTheServer() throws Exception {
        try (LoopbackServer server = broker("20050000022400", "900400010000", List.of())) {
            assertPassed(
                    Depth.VALUE,
                    "carried a message through a in ",
                    probe(server, Optional.empty(), Map.of("version", "5.0", "topic", "a")));
        }
        received.take();
        received.take();
        assertEquals(MqttPacket.PUBLISH << 4, received.take()[0] & 0xff);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0002",
                "2001 00",
                "20 ff ff ff ff 01",
                "200500000324 01 00",
                "2004 0000 01 ee",
                "20 05 0000 7f 2400"
            })
    void packetsThatAreNone(String answer) {
        assertFailed(FailureKind.PROTOCOL, "sent a packet that is not MQTT", probe(Map.of("version", "5.0"), answer));
    }

    @Test
    void lengthsAreWrittenAndReadInParts() {
        assertEquals(1 + 1 + 127, new MqttPacket(3, 0, new byte[127]).bytes().length);
        assertEquals(1 + 2 + 128, new MqttPacket(3, 0, new byte[128]).bytes().length);
        byte[] large = new MqttPacket(MqttPacket.PUBLISH, 0, new byte[20_000]).bytes();
        assertEquals(1 + 3 + 20_000, large.length);
        String other = HexFormat.of().formatHex(large);
        try (LoopbackServer server = broker(ACCEPTED, "9003000100", List.of(other))) {
            assertPassed(
                    Depth.VALUE,
                    "carried a message through a in ",
                    probe(server, Optional.empty(), Map.of("topic", "a")));
        }
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(311);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(30)];
            random.nextBytes(body);
            MqttPacket packet = new MqttPacket(i % 16, i % 8, body);
            packet.connectOutcome(true);
            packet.answerTo(1, true);
            packet.disconnectOutcome();
            packet.message(true);
            read += packet.connectOutcome(false).isPresent() ? 1 : 0;
        }
        assertTrue(read > 100, read + " could be read");
    }
}
