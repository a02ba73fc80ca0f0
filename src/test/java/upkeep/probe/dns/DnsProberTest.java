package upkeep.probe.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.target.DnsTarget;
import upkeep.target.DnsTarget.Demands;
import upkeep.target.DnsTarget.Transport;
import upkeep.target.Endpoint;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DnsProberTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String ADDRESS = "00 0001 0001 0000012c 0004 c0000201";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Probers probers = new Probers("1");

    /** The datagrams with which a question is answered. */
    @FunctionalInterface
    private interface Script {
        List<byte[]> answers(byte[] question);
    }

    @AfterEach
    void closeServers() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Endpoint.Port server(Script script) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        open.add(socket);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(new byte[600], 600);
                    socket.receive(packet);
                    byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                    for (byte[] answer : script.answers(question)) {
                        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    }
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        return port(socket.getLocalPort());
    }

    private static Endpoint.Port port(int port) {
        return new Endpoint.Port("127.0.0.1", port, Endpoint.Family.ANY, Optional.empty());
    }

    /** The question as an answer, with these flags and records. */
    private static byte[] answer(byte[] question, int flags, String... records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(question);
        for (String record : records) {
            out.writeBytes(HexFormat.of().parseHex(record.replace(" ", "")));
        }
        byte[] answer = out.toByteArray();
        answer[2] = (byte) (flags >> 8);
        answer[3] = (byte) flags;
        answer[7] = (byte) records.length;
        return answer;
    }

    private static Demands demands(Optional<List<String>> answers, boolean authoritative, boolean authenticated) {
        return new Demands(answers, List.of(), authoritative, authenticated, false);
    }

    private static DnsTarget target(
            Endpoint.Port server, DnsTarget.Type type, Demands demands, Endpoint.Port... secondaries) {
        return new DnsTarget(
                server,
                Transport.UDP,
                Optional.empty(),
                Optional.of("www.example.org"),
                type,
                true,
                List.of(DnsTarget.Code.NOERROR),
                demands,
                List.of(secondaries));
    }

    private static DnsTarget any(Endpoint.Port server) {
        return target(server, DnsTarget.Type.A, demands(Optional.empty(), false, false));
    }

    private Passed passed(DnsTarget target) {
        Observation observation = probers.probe(target, LONG, Trace.NONE);
        return assertInstanceOf(Passed.class, observation, observation.text());
    }

    private Failed failed(DnsTarget target, FailureKind kind) {
        Observation observation = probers.probe(target, LONG, Trace.NONE);
        Failed failed = assertInstanceOf(Failed.class, observation, observation.text());
        assertEquals(kind, failed.kind(), failed.text());
        return failed;
    }

    @Test
    void anAnswerIsMeasuredAndShown() throws IOException {
        Endpoint.Port server = server(question -> List.of(answer(question, 0x8580, ADDRESS)));
        Passed passed = passed(any(server));
        assertEquals(Depth.VALUE, passed.depth());
        assertTrue(passed.text().startsWith(server.text() + " answered NOERROR: 192.0.2.1 in "), passed.text());
        assertEquals(1.0, passed.measurements().get("answers"));
        assertEquals(300.0, passed.measurements().get("ttl"));
        assertEquals("192.0.2.1", passed.texts().get("records"));
        assertEquals("NOERROR", passed.texts().get("code"));
    }

    @Test
    void whatAnswersAnotherQuestionIsIgnored() throws IOException {
        Endpoint.Port server = server(question -> {
            byte[] wrongId = answer(question, 0x8580);
            wrongId[0] ^= 1;
            byte[] wrongName = answer(question, 0x8583);
            wrongName[13] ^= 2;
            return List.of(wrongId, wrongName, question, new byte[] {9}, answer(question, 0x8580, ADDRESS));
        });
        assertEquals("192.0.2.1", passed(any(server)).texts().get("records"));
    }

    @Test
    void whoeverAnswersAnythingIsAliveAndRefusedIsAnAnswer() throws IOException {
        for (int flags : new int[] {0x8180, 0x8105}) {
            Endpoint.Port server = server(question -> List.of(answer(question, flags)));
            DnsTarget alive = new DnsTarget(
                    server,
                    Transport.UDP,
                    Optional.empty(),
                    Optional.empty(),
                    DnsTarget.Type.NS,
                    true,
                    List.of(DnsTarget.Code.NOERROR, DnsTarget.Code.REFUSED),
                    demands(Optional.empty(), false, false),
                    List.of());
            assertEquals(Depth.QUERY, passed(alive).depth());
        }
        Endpoint.Port broken = server(question -> List.of(answer(question, 0x8182)));
        Failed failed = failed(any(broken), FailureKind.STATUS);
        assertEquals(broken.text() + " answered SERVFAIL for www.example.org A, wanted NOERROR", failed.text());
        assertEquals("SERVFAIL", failed.texts().get("code"));
    }

    @Test
    void recordsAreComparedAsASet() throws IOException {
        Endpoint.Port server = server(question -> List.of(answer(question, 0x8580, ADDRESS)));
        passed(target(server, DnsTarget.Type.A, demands(Optional.of(List.of("192.0.2.1")), true, false)));
        assertTrue(failed(
                        target(
                                server,
                                DnsTarget.Type.A,
                                demands(Optional.of(List.of("192.0.2.1", "192.0.2.2")), true, false)),
                        FailureKind.CONTENT)
                .text()
                .endsWith("; missing: 192.0.2.2"));
        assertTrue(failed(
                        target(server, DnsTarget.Type.A, demands(Optional.of(List.of()), true, false)),
                        FailureKind.CONTENT)
                .text()
                .endsWith("; not wanted: 192.0.2.1"));
        assertTrue(failed(target(server, DnsTarget.Type.A, demands(Optional.empty(), false, true)), FailureKind.CONTENT)
                .text()
                .contains("(no AD flag)"));
    }

    @Test
    void noRecordFailsUnlessNoneIsWanted() throws IOException {
        Endpoint.Port server = server(question -> List.of(answer(question, 0x8180)));
        failed(any(server), FailureKind.CONTENT);
        passed(target(server, DnsTarget.Type.A, demands(Optional.of(List.of()), false, false)));
        assertTrue(failed(
                        target(server, DnsTarget.Type.A, demands(Optional.of(List.of()), true, false)),
                        FailureKind.CONTENT)
                .text()
                .contains("is not authoritative for www.example.org A"));
    }

    @Test
    void whatDoesNotFitIsAskedForOverTcp() throws IOException {
        try (LoopbackServer tcp = new LoopbackServer((it, socket) -> {
            byte[] length = socket.getInputStream().readNBytes(2);
            byte[] question = socket.getInputStream().readNBytes(length[1]);
            byte[] answer = answer(question, 0x8580, ADDRESS);
            socket.getOutputStream().write(new byte[] {0, (byte) answer.length});
            socket.getOutputStream().write(answer);
        })) {
            DatagramSocket socket = new DatagramSocket(tcp.port(), InetAddress.ofLiteral("127.0.0.1"));
            open.add(socket);
            Thread.ofVirtual().start(() -> truncate(socket));
            Passed passed = passed(any(port(tcp.port())));
            assertEquals("192.0.2.1", passed.texts().get("records"));
            assertTrue(passed.measurements().containsKey("connect"));
        }
        DatagramSocket alone = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        open.add(alone);
        Thread.ofVirtual().start(() -> truncate(alone));
        assertTrue(failed(any(port(alone.getLocalPort())), FailureKind.REFUSED)
                .text()
                .contains("asked over TCP since"));
    }

    private static void truncate(DatagramSocket socket) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[600], 600);
            socket.receive(packet);
            byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()), 0x8780);
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void silenceIsGivenUpAndAClosedPortRefused() throws IOException {
        Endpoint.Port silent = server(_ -> List.of());
        Observation observation = probers.probe(any(silent), SHORT, Trace.NONE);
        assertEquals(
                FailureKind.TIMEOUT, assertInstanceOf(Failed.class, observation).kind());
        DatagramSocket closed = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        int port = closed.getLocalPort();
        closed.close();
        failed(any(port(port)), FailureKind.REFUSED);
    }

    @Test
    void anAnswerThatCannotBeReadIsFailed() throws IOException {
        Endpoint.Port server = server(question -> List.of(answer(question, 0x8580, "c0")));
        assertTrue(failed(any(server), FailureKind.PROTOCOL).text().contains("cannot be read: a name ends too early"));
    }

    @Test
    void serialsAreCompared() throws IOException {
        String data = "00 0006 0001 00000001 0016 00 00 %s 00000001 00000002 00000003 00000004";
        Endpoint.Port first = server(question -> List.of(answer(question, 0x8580, data.formatted("00000001"))));
        Endpoint.Port same = server(question -> List.of(answer(question, 0x8580, data.formatted("00000001"))));
        Endpoint.Port older = server(question -> List.of(answer(question, 0x8580, data.formatted("fffffffe"))));
        Demands none = demands(Optional.empty(), false, false);
        Passed passed = passed(target(first, DnsTarget.Type.SOA, none, same));
        assertEquals(1.0, passed.measurements().get("serial"));
        assertEquals(0.0, passed.measurements().get("serial-lag"));
        Failed failed = failed(target(first, DnsTarget.Type.SOA, none, same, older), FailureKind.CONTENT);
        assertEquals(
                older.text() + " has serial 4294967294, but " + first.text() + " has 1 for www.example.org SOA",
                failed.text());
        assertEquals(3.0, failed.measurements().get("serial-lag"));
    }
}
