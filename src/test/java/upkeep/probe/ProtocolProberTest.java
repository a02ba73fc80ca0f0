package upkeep.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Trace;
import upkeep.target.Endpoint;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;

/** What holds for every protocol: whatever a server does, the probe ends at its deadline with a reason. */
class ProtocolProberTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Probers probers = new Probers("1");

    private static ProtocolTarget target(Protocol protocol, LoopbackServer server) {
        return target(protocol, new Endpoint.Port("127.0.0.1", server.port(), Endpoint.Family.ANY, Optional.empty()));
    }

    private static ProtocolTarget target(Protocol protocol, Endpoint endpoint) {
        return new ProtocolTarget(protocol, endpoint, Optional.empty(), Optional.empty(), Map.of());
    }

    private Observation.Failed failed(Protocol protocol, LoopbackServer server, Duration timeout) {
        Observation observation = probers.probe(target(protocol, server), timeout, Trace.NONE);
        return assertInstanceOf(Observation.Failed.class, observation, observation.text());
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatSaysNothingIsGivenUpAtTheDeadline(Protocol protocol) {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> it.holdOpen())) {
            assertEquals(FailureKind.TIMEOUT, failed(protocol, server, SHORT).kind());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatDripsIsGivenUpAtTheDeadline(Protocol protocol) {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> {
            while (!it.isOverWithin(Duration.ofMillis(20))) {
                socket.getOutputStream().write(' ');
            }
        })) {
            assertTrue(failed(protocol, server, SHORT).text().length() < 500);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatHangsUpIsFailed(Protocol protocol) {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> {})) {
            FailureKind kind = failed(protocol, server, LONG).kind();
            assertEquals(FailureKind.CLOSED, kind);
        }
    }

    @ParameterizedTest
    @EnumSource
    void garbageIsFailed(Protocol protocol) {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> {
            LoopbackServer.send(socket, "\u0001\u0002garbage\r\n\u0000".repeat(100));
            it.holdOpen();
        })) {
            failed(protocol, server, SHORT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndlessStreamIsCutOff(Protocol protocol) {
        for (String stream : new String[] {"x".repeat(4_096), "\r\n".repeat(2_048), "\u0000".repeat(4_096)}) {
            try (LoopbackServer server = new LoopbackServer((it, socket) -> flood(socket, stream))) {
                failed(protocol, server, LONG);
            }
        }
    }

    private static void flood(Socket socket, String text) throws IOException {
        while (true) {
            LoopbackServer.send(socket, text);
        }
    }

    @Test
    void aClosedPortIsRefused() throws Exception {
        // Bound and not listening: nobody else gets the port meanwhile.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Observation observation =
                    probers.probe(target(Protocol.CLAMAV, Servers.at(bound.getLocalPort())), LONG, Trace.NONE);
            assertEquals(
                    FailureKind.REFUSED,
                    assertInstanceOf(Observation.Failed.class, observation).kind());
        }
    }

    @Test
    void aSocketInTheFileSystemIsSpokenWith(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("clamd.ctl");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> answer(listening));
            Observation observation =
                    probers.probe(target(Protocol.CLAMAV, new Endpoint.Local(path.toString())), LONG, Trace.NONE);
            assertEquals(Depth.QUERY, observation.depth(), observation.text());
            assertTrue(
                    observation.text().startsWith(path + " answered VERSION with \"2: ClamAV 1.4.6\" in "),
                    observation.text());
            Observation hung =
                    probers.probe(target(Protocol.CLAMAV, new Endpoint.Local(path.toString())), SHORT, Trace.NONE);
            assertEquals(
                    FailureKind.TIMEOUT,
                    assertInstanceOf(Observation.Failed.class, hung, hung.text())
                            .kind());
        }
        Observation missing =
                probers.probe(target(Protocol.CLAMAV, new Endpoint.Local(folder + "/missing")), LONG, Trace.NONE);
        assertEquals(folder + "/missing does not exist: nothing listens there", missing.text());
    }

    /** One connection gets its answer, and no other does. */
    private static void answer(ServerSocketChannel listening) {
        try (SocketChannel socket = listening.accept()) {
            for (String answer : new String[] {"1: PONG\n", "2: ClamAV 1.4.6\n"}) {
                socket.read(ByteBuffer.allocate(64));
                socket.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException gone) {
            // The prober hung up, as it may.
        }
    }
}
