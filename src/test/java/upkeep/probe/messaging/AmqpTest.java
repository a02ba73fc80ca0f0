package upkeep.probe.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static upkeep.probe.Servers.LONG;
import static upkeep.probe.Servers.assertFailed;
import static upkeep.probe.Servers.assertPassed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Recorded;
import upkeep.probe.Servers;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.OctetWriter;
import upkeep.target.Login;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;
import upkeep.target.Secret;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AmqpTest {

    @TempDir
    private Path folder = Path.of("");

    private final Probers probers = new Probers("1");

    private Observation probe(boolean login, Map<String, String> options, byte[] answer) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "guest\n");
        Optional<Login> guest = Optional.of(new Login("guest", new Secret(password.toString())));
        try (LoopbackServer server = Recorded.server(answer)) {
            ProtocolTarget target = new ProtocolTarget(
                    Protocol.AMQP,
                    Servers.at(server.port()),
                    Optional.empty(),
                    login ? guest : Optional.empty(),
                    options);
            return probers.probe(target, LONG, Trace.NONE);
        }
    }

    private static byte[] frame(int type, byte[] payload) {
        OctetWriter out = new OctetWriter().octet(type).pair(0).quad(payload.length);
        return out.bytes(payload).octet(0xCE).toBytes();
    }

    private static byte[] start(String properties, String mechanisms) {
        OctetWriter arguments =
                new OctetWriter().pair(9).quad(properties.length()).text(properties);
        arguments.quad(mechanisms.length()).text(mechanisms).quad(5).text("en_US");
        return frame(1, new AmqpMethod(10, 10, arguments.toBytes()).payload());
    }

    @Test
    void whatRabbitMqSays() throws Exception {
        Observation.Passed queue = assertPassed(
                Depth.QUERY,
                "has 2 messages and 0 consumers on the queue work in ",
                probe(true, Map.of("queue", "work"), Recorded.bytes("rabbitmq-queue")));
        assertEquals(2, queue.measurements().get("messages"));
        assertEquals(0, queue.measurements().get("consumers"));
        assertEquals("RabbitMQ", queue.texts().get("product"));
        assertEquals("3.10.8", queue.texts().get("version"));
        assertPassed(
                Depth.BANNER,
                "offers AMQP 0-9-1, RabbitMQ 3.10.8 in ",
                probe(false, Map.of(), Recorded.bytes("rabbitmq-queue")));
        Observation.Failed missing = assertFailed(
                FailureKind.STATUS,
                "refused with 404: NOT_FOUND - no queue 'none' in vhost '/'",
                probe(true, Map.of("queue", "none"), Recorded.bytes("rabbitmq-no-queue")));
        assertEquals(Depth.LOGIN, missing.depth());
        Observation.Failed wrong = assertFailed(
                FailureKind.STATUS,
                "refused with 403: ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN."
                        + " For details see the broker logfile.",
                probe(true, Map.of(), Recorded.bytes("rabbitmq-wrong-password")));
        assertEquals(Depth.BANNER, wrong.depth());
    }

    @Test
    void serversThatCannotBeSpokenWith() throws Exception {
        assertFailed(
                FailureKind.PROTOCOL,
                "does not speak AMQP 0-9-1; it offers AMQP with the header 41 4d 51 50 00 01 00 00",
                probe(false, Map.of(), Recorded.hex("414d515000010000")));
        assertFailed(
                FailureKind.PROTOCOL,
                "offers no login by user and password, only EXTERNAL ANONYMOUS",
                probe(false, Map.of(), start("", "EXTERNAL ANONYMOUS")));
        assertPassed(
                Depth.BANNER, "offers AMQP 0-9-1, an unnamed server in ", probe(false, Map.of(), start("", "PLAIN")));
        assertFailed(
                FailureKind.PROTOCOL,
                "sent method 10.30 where 10.10 was expected",
                probe(false, Map.of(), frame(1, new AmqpMethod(10, 30, new byte[8]).payload())));
    }

    @Test
    void framesThatAreNone() throws Exception {
        byte[] cut = start("", "PLAIN");
        cut[cut.length - 1] = 0;
        for (byte[] answer : List.of(
                "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                cut,
                start("\u0001aF\u0000\u0000\u0000\u0009", "PLAIN"),
                start("\u0001a?", "PLAIN"),
                frame(1, new byte[2]))) {
            assertFailed(FailureKind.PROTOCOL, "sent a frame that is not AMQP 0-9-1", probe(false, Map.of(), answer));
        }
    }

    @Test
    void heartbeatsArePassedOver() throws Exception {
        byte[] heartbeat = frame(8, new byte[0]);
        byte[] answer = new OctetWriter()
                .bytes(heartbeat)
                .bytes(heartbeat)
                .bytes(start("", "PLAIN AMQPLAIN"))
                .toBytes();
        assertPassed(Depth.BANNER, "offers AMQP 0-9-1", probe(false, Map.of(), answer));
    }

    /** What a table may hold beside texts, each of its own size (section 4.2.1). */
    @Test
    void fieldsOfAllTypesArePassedOver() {
        String fields = "\u0001at\u0001\u0001bs\u0000\u0001\u0001cI\u0000\u0000\u0000\u0001\u0001dD\u0002\u0000\u0000"
                + "\u0000\u0001\u0001el\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u0001fV\u0001gA\u0000\u0000"
                + "\u0000\u0002t\u0001\u0001hF\u0000\u0000\u0000\u0005\u0001zS\u0000\u0000\u0000\u0000";
        String last = "\u0007productS\u0000\u0000\u0000\u0003Any";
        byte[] nested = Arrays.copyOfRange(start(fields, "PLAIN"), 7, start(fields, "PLAIN").length - 1);
        assertEquals(
                Optional.empty(), AmqpMethod.parse(nested).flatMap(AmqpMethod::start), "a table inside is too short");
        String right = fields.replace("\u0005\u0001zS", "\u0007\u0001zS");
        byte[] frame = start(right + last, "PLAIN");
        AmqpMethod.Start start = AmqpMethod.parse(Arrays.copyOfRange(frame, 7, frame.length - 1))
                .flatMap(AmqpMethod::start)
                .orElseThrow();
        assertEquals(Map.of("product", "Any"), start.properties());
        assertEquals("PLAIN", start.mechanisms());
    }

    @Test
    void tablesInTablesHaveAnEnd() {
        OctetWriter table = new OctetWriter().quad(0);
        for (int depth = 0; depth < 100; depth++) {
            byte[] inner = table.toBytes();
            table = new OctetWriter().quad(inner.length + 3).octet(1).text("aF").bytes(inner);
        }
        byte[] arguments = new OctetWriter().pair(9).bytes(table.toBytes()).toBytes();
        assertEquals(Optional.empty(), new AmqpMethod(10, 10, arguments).start());
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(91);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            AmqpMethod method = new AmqpMethod(10, 10, bytes);
            method.start();
            method.tune();
            method.closing();
            read += method.queue().isPresent() ? 1 : 0;
        }
        assertEquals(true, read > 100, read + " could be read");
        assertArrayEquals(new byte[] {0, 10, 0, 11}, new AmqpMethod(10, 11, new byte[0]).payload());
    }
}
