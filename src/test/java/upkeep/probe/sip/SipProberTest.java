package upkeep.probe.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.probe.Servers.LONG;
import static upkeep.probe.Servers.SHORT;
import static upkeep.probe.Servers.assertFailed;
import static upkeep.probe.Servers.assertPassed;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.TrustAnchors;
import upkeep.probe.DatagramServer;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Recorded;
import upkeep.probe.Servers;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Lookup;
import upkeep.target.Endpoint;
import upkeep.target.SipTarget;
import upkeep.target.SipTarget.Transport;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SipProberTest {

    private final Probers probers = new Probers("1");

    private static SipTarget target(Transport transport, int port) {
        return new SipTarget(transport, Servers.at(port), Optional.empty(), Optional.empty(), Optional.empty(), 70);
    }

    private Observation probe(DatagramServer server) {
        return probers.probe(target(Transport.UDP, server.port()), LONG, Trace.NONE);
    }

    private Observation probe(LoopbackServer server) {
        return probers.probe(target(Transport.TCP, server.port()), LONG, Trace.NONE);
    }

    /** The answer of kamailio 5.6.3 to a question, with another status. */
    private static String answer(String status, String question) {
        List<String> lines = new ArrayList<>(List.of("SIP/2.0 " + status));
        question.lines()
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq): .*"))
                .map(line -> line.startsWith("Via")
                        ? line.replace(";rport", ";rport=55225;received=127.0.0.1")
                        : line.startsWith("To") ? line + ";tag=5497176f96ac98204aead303f19a0d17.917fbe15" : line)
                .forEach(lines::add);
        lines.addAll(List.of("Server: kamailio (5.6.3 (x86_64/linux))", "Content-Length: 0", "", ""));
        return String.join("\r\n", lines);
    }

    private static byte[] answer(String status, byte[] question) {
        return answer(status, new String(question, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private static DatagramServer saying(String status) {
        return new DatagramServer(question -> List.of(answer(status, question)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Trying", "200 Keepalive", "202", "299 Odd"})
    void answersThatPass(String status) {
        try (DatagramServer server = saying(status)) {
            Observation.Passed passed = assertPassed(Depth.QUERY, "answered " + status + " in ", probe(server));
            assertEquals(
                    Integer.parseInt(status.substring(0, 3)),
                    passed.measurements().get("status"));
            assertEquals("kamailio (5.6.3 (x86_64/linux))", passed.texts().get("server"));
            assertTrue(passed.measurements().containsKey("round-trip"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"101 Odd", "180 Ringing", "302 Moved", "404 Not Here", "483 Too Many Hops", "503 Busy", "603 No"
            })
    void answersThatFail(String status) {
        try (DatagramServer server = saying(status)) {
            assertFailed(FailureKind.STATUS, "answered " + status + ", wanted 100 or 200-299", probe(server));
        }
    }

    @Test
    void theQuestion() throws Exception {
        try (DatagramServer server = saying("200 OK")) {
            SipTarget target = new SipTarget(
                    Transport.UDP,
                    Servers.at(server.port()),
                    Optional.empty(),
                    Optional.of("monitor@example.org"),
                    Optional.of("probe"),
                    0);
            probers.probe(target, LONG, Trace.NONE);
            List<String> lines = new String(server.questions.take(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertEquals("OPTIONS sip:monitor@example.org SIP/2.0", lines.getFirst());
            assertTrue(
                    lines.get(1).matches("Via: SIP/2.0/UDP 127\\.0\\.0\\.1:[0-9]+;branch=z9hG4bK[0-9a-f]{20};rport"));
            for (String line : List.of(
                    "Max-Forwards: 0",
                    "To: <sip:monitor@example.org>",
                    "CSeq: 1 OPTIONS",
                    "User-Agent: probe",
                    "Content-Length: 0")) {
                assertTrue(lines.contains(line), line);
            }
            probe(server);
            String usual = new String(server.questions.take(), StandardCharsets.UTF_8);
            assertTrue(usual.startsWith("OPTIONS sip:127.0.0.1:" + server.port() + " SIP/2.0\r\n"), usual);
            assertTrue(usual.contains("\r\nUser-Agent: upkeep/1\r\n"), usual);
        }
    }

    @Test
    void aLostQuestionIsAskedAgain() throws Exception {
        List<byte[]> seen = new ArrayList<>();
        try (DatagramServer server = new DatagramServer(question -> {
            seen.add(question);
            return seen.size() == 1 ? List.of() : List.of(answer("200 OK", question));
        })) {
            assertPassed(Depth.QUERY, "answered 200 OK in ", probe(server));
            String first = new String(server.questions.take(), StandardCharsets.UTF_8);
            assertEquals(first, new String(server.questions.take(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsNoAnswerIsPassedOver() {
        byte[] garbage = {1, 2, 3};
        try (DatagramServer server = new DatagramServer(question -> List.of(
                garbage,
                new byte[0],
                answer("404 Not Found", "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKother\r\nCall-ID: other\r\n")
                        .getBytes(StandardCharsets.UTF_8),
                answer("200 OK", question)))) {
            assertPassed(Depth.QUERY, "answered 200 OK in ", probe(server));
        }
        try (DatagramServer server = new DatagramServer(_ -> List.of(garbage))) {
            assertFailed(
                    FailureKind.PROTOCOL,
                    "sent what is not SIP",
                    probers.probe(target(Transport.UDP, server.port()), SHORT, Trace.NONE));
        }
        byte[][] many = new byte[200][];
        Arrays.fill(many, garbage);
        try (DatagramServer server = new DatagramServer(_ -> List.of(many))) {
            Observation.Failed failed = assertInstanceOf(Observation.Failed.class, probe(server));
            assertTrue(failed.text().endsWith(" sent what is not SIP (the last of 100 datagrams)"), failed.text());
        }
    }

    @Test
    void serversThatAreNotThere() {
        try (DatagramServer server = new DatagramServer(_ -> List.of())) {
            assertFailed(
                    FailureKind.TIMEOUT,
                    "did not answer within 300 ms",
                    probers.probe(target(Transport.UDP, server.port()), SHORT, Trace.NONE));
        }
        DatagramServer gone = new DatagramServer(_ -> List.of());
        gone.close();
        assertFailed(FailureKind.REFUSED, "refused the datagram: nothing listens there", probe(gone));
        SipTarget otherFamily = new SipTarget(
                Transport.UDP,
                new Endpoint.Port("127.0.0.1", 5060, Endpoint.Family.IPV6, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                70);
        assertInstanceOf(Observation.Failed.class, probers.probe(otherFamily, LONG, Trace.NONE));
    }

    @Test
    void oneAddressIsEnoughUnlessAllAreWanted() {
        Lookup two = new Lookup(
                _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")});
        Probers twice = new Probers("1", two, new TrustAnchors(Path.of("/nowhere")));
        try (DatagramServer server = saying("200 OK")) {
            for (boolean every : new boolean[] {false, true}) {
                Endpoint.Port port =
                        new Endpoint.Port("name.example", server.port(), Endpoint.Family.ANY, Optional.empty(), every);
                SipTarget target =
                        new SipTarget(Transport.UDP, port, Optional.empty(), Optional.empty(), Optional.empty(), 70);
                String text = twice.probe(target, LONG, Trace.NONE).text();
                if (every) {
                    assertEquals("127.0.0.2:" + server.port() + " refused the datagram: nothing listens there", text);
                } else {
                    assertTrue(text.startsWith("127.0.0.1:" + server.port() + " answered 200 OK in "), text);
                }
            }
        }
    }

    @Test
    void anInterruptedProbeEndsAtOnce() throws Exception {
        BlockingQueue<Observation> observations = new LinkedBlockingQueue<>();
        try (DatagramServer server = new DatagramServer(_ -> List.of())) {
            Thread prober = Thread.ofVirtual().start(() -> observations.add(probe(server)));
            server.questions.take();
            prober.interrupt();
            Observation observation = observations.take();
            assertInstanceOf(Observation.Unknown.class, observation, observation.text());
        }
    }

    @Test
    void overTcp() {
        try (LoopbackServer server = LoopbackServer.then((self, socket) -> {
            LoopbackServer.send(socket, answer("200 Keepalive", self.requests.take()));
            self.holdOpen();
        })) {
            assertPassed(Depth.QUERY, "answered 200 Keepalive in ", probe(server));
        }
        try (LoopbackServer server = LoopbackServer.then((self, socket) -> {
            LoopbackServer.send(socket, answer("404 Not Here", self.requests.take()));
            self.holdOpen();
        })) {
            assertFailed(FailureKind.STATUS, "answered 404 Not Here, wanted 100 or 200-299", probe(server));
        }
    }

    @Test
    void serversThatAreSickOverTcp() {
        try (LoopbackServer server = LoopbackServer.answering(answer("200 OK", "Call-ID: other\r\n"))) {
            assertFailed(FailureKind.PROTOCOL, "sent what is not an answer to the question", probe(server));
        }
        try (LoopbackServer server = Recorded.server("HTTP/1.1 400\r\n".getBytes(StandardCharsets.US_ASCII))) {
            Observation.Failed failed = assertInstanceOf(Observation.Failed.class, probe(server));
            assertTrue(failed.text().contains("answered \"HTTP/1.1 400\" where the answer to OPTIONS"), failed.text());
        }
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            LoopbackServer.send(socket, "SIP/2.0 200 OK\r\n");
            while (true) {
                LoopbackServer.send(socket, "X: y\r\n");
            }
        })) {
            assertFailed(FailureKind.PROTOCOL, "sent more than 200 lines of header", probe(server));
        }
        try (LoopbackServer server = new LoopbackServer((self, _) -> self.holdOpen())) {
            assertFailed(
                    FailureKind.TIMEOUT,
                    "accepted the connection but sent nothing within 300 ms",
                    probers.probe(target(Transport.TCP, server.port()), SHORT, Trace.NONE));
        }
    }

    @Test
    void headersInAnyForm() {
        SipMessage message = SipMessage.parse(
                        List.of("SIP/2.0 200", "v: SIP/2.0/UDP a;branch=b1", "I :c1", "Subject: a", " b", "\tc"))
                .orElseThrow();
        assertTrue(message.answers("b1", "c1"));
        assertEquals(Optional.of("a b c"), message.field("subject"));
        for (List<String> lines : List.of(
                List.<String>of(),
                List.of("SIP/2.0 2000 OK"),
                List.of("SIP/2.0 700 OK"),
                List.of("OPTIONS sip:a SIP/2.0"),
                List.of("SIP/2.0 200 OK", " folded"),
                List.of("SIP/2.0 200 OK", "no colon"))) {
            assertEquals(Optional.empty(), SipMessage.parse(lines));
        }
        String endless = "SIP/2.0 200 OK\r\n" + "a: b\r\n".repeat(10_000);
        assertEquals(Optional.empty(), SipMessage.parse(endless.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(3_261);
        byte[] right = answer("200 OK", "Via: a\r\nCall-ID: b\r\n").getBytes(StandardCharsets.US_ASCII);
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = right.clone();
            for (int j = 0; j < 3; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            read += SipMessage.parse(bytes).isPresent() ? 1 : 0;
        }
        assertTrue(read > 100 && read < 5_000, read + " could be read");
    }
}
