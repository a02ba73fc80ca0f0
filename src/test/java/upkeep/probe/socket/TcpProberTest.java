package upkeep.probe.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.host.TrustAnchors;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Lookup;
import upkeep.target.Endpoint;
import upkeep.target.TcpTarget;
import upkeep.target.Turn;
import upkeep.target.Turn.End;
import upkeep.target.Turn.Expect;
import upkeep.target.Turn.Send;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpProberTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final End LINE = new End.Until("\r\n");

    private Observation probe(LoopbackServer server, Duration timeout, Turn... turns) {
        Endpoint.Port port = new Endpoint.Port("127.0.0.1", server.port(), Endpoint.Family.ANY, Optional.empty());
        return new Probers("1").probe(new TcpTarget(port, Optional.empty(), List.of(turns)), timeout, Trace.NONE);
    }

    private Failed failed(FailureKind kind, LoopbackServer server, Duration timeout, Turn... turns) {
        Observation observation = probe(server, timeout, turns);
        Failed failed = assertInstanceOf(Failed.class, observation, observation.text());
        assertEquals(kind, failed.kind(), failed.text());
        return failed;
    }

    private static LoopbackServer echo() {
        return new LoopbackServer((it, socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }

    @Test
    void anAcceptedConnectionIsOpenAndNoMore() {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> it.holdOpen())) {
            Observation observation = probe(server, LONG);
            assertEquals(Depth.OPEN, observation.depth(), observation.text());
            assertTrue(observation.text().contains(" accepted a connection in "), observation.text());
        }
    }

    @Test
    void whatIsSaidAndHeardIsInTurn() {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> {
            LoopbackServer.send(socket, "220 ready\r\n");
            byte[] question = socket.getInputStream().readNBytes(4);
            socket.getOutputStream().write(question);
            LoopbackServer.send(socket, "250 é\r\n");
            it.holdOpen();
        })) {
            Observation observation = probe(
                    server,
                    LONG,
                    new Expect("^220 ", LINE),
                    new Send("\u0000\u00ff\\\n"),
                    new Expect("^\\x00\\xff\\\\\\n$", new End.Length(4)),
                    // The UTF-8 of é, a character each.
                    new Expect("^250 \u00c3\u00a9$", LINE));
            Passed passed = assertInstanceOf(Passed.class, observation, observation.text());
            assertEquals(Depth.QUERY, passed.depth());
            assertEquals("250 é", passed.texts().get("answer"));
        }
    }

    @Test
    void aGreetingAloneIsABanner() {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> LoopbackServer.send(socket, "hello\r\n"))) {
            assertEquals(
                    Depth.BANNER, probe(server, LONG, new Expect("hello", LINE)).depth());
        }
    }

    @Test
    void whatDoesNotMatchFailsWithBoth() {
        try (LoopbackServer server = echo()) {
            Failed failed = failed(FailureKind.CONTENT, server, LONG, new Send("no\r\n"), new Expect("^yes$", LINE));
            assertTrue(failed.text().endsWith("answered \"no\", which does not match ^yes$"), failed.text());
            assertEquals("no", failed.texts().get("answer"));
        }
    }

    @Test
    void silenceAnEarlyEndAndAFloodAreFailed() {
        try (LoopbackServer server = echo()) {
            failed(FailureKind.TIMEOUT, server, SHORT, new Send("no end"), new Expect(".", LINE));
        }
        try (LoopbackServer server = new LoopbackServer((it, socket) -> LoopbackServer.send(socket, "22"))) {
            failed(FailureKind.CLOSED, server, LONG, new Expect("^220", LINE));
        }
        try (LoopbackServer server = new LoopbackServer((it, socket) -> flood(socket))) {
            failed(FailureKind.PROTOCOL, server, LONG, new Expect("^220", LINE));
        }
    }

    private static void flood(Socket socket) throws IOException {
        while (true) {
            LoopbackServer.send(socket, "x".repeat(4_096));
        }
    }

    @Test
    void aPatternThatTakesTooLongIsOurOwnFault() {
        try (LoopbackServer server = echo()) {
            Observation observation = probe(
                    server, LONG, new Send("a".repeat(2_000) + "\r\n"), new Expect("(a*)(a*)(a*)(a*)(a*)b", LINE));
            assertTrue(
                    assertInstanceOf(Observation.Unknown.class, observation, observation.text())
                            .text()
                            .contains("takes too long"),
                    observation.text());
        }
    }

    @Test
    void oneAddressIsEnoughUnlessAllAreWanted() {
        Lookup two = new Lookup(
                _ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("127.0.0.1")});
        Probers probers = new Probers("1", two, new TrustAnchors(Path.of("/nowhere")));
        try (LoopbackServer server = new LoopbackServer((it, socket) -> it.holdOpen())) {
            for (boolean every : new boolean[] {false, true}) {
                Endpoint.Port port =
                        new Endpoint.Port("name.example", server.port(), Endpoint.Family.ANY, Optional.empty(), every);
                Observation observation =
                        probers.probe(new TcpTarget(port, Optional.empty(), List.of()), LONG, Trace.NONE);
                String text = observation.text();
                if (every) {
                    assertEquals("127.0.0.2:" + server.port() + " refused the connection: nothing listens there", text);
                } else {
                    assertTrue(text.startsWith("127.0.0.1:" + server.port() + " accepted a connection"), text);
                }
            }
        }
    }
}
