package upkeep.probe.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.target.Endpoint;
import upkeep.target.UdpTarget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UdpProberTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static DatagramSocket socket() throws IOException {
        return new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    }

    private static Observation probe(int port, Optional<String> expect, Duration timeout) {
        Endpoint.Port endpoint = new Endpoint.Port("127.0.0.1", port, Endpoint.Family.ANY, Optional.empty());
        return new Probers("1").probe(new UdpTarget(endpoint, "ping\u00ff", expect), timeout, Trace.NONE);
    }

    private static FailureKind kind(Observation observation) {
        return assertInstanceOf(Failed.class, observation, observation.text()).kind();
    }

    /** Drops the first datagram, and gives the others back. */
    private static void echoFromTheSecondOn(DatagramSocket socket) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            while (true) {
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Test
    void anAnswerIsJudgedAndALostDatagramSentAgain() throws IOException {
        try (DatagramSocket socket = socket()) {
            Thread.ofVirtual().start(() -> echoFromTheSecondOn(socket));
            Observation observation = probe(socket.getLocalPort(), Optional.of("^ping\\xff$"), Duration.ofSeconds(3));
            assertEquals(Depth.QUERY, observation.depth(), observation.text());
            assertEquals(FailureKind.CONTENT, kind(probe(socket.getLocalPort(), Optional.of("pong"), LONG)));
        }
    }

    @Test
    void silencePassesAndSaysThatItProvesNothing() throws IOException {
        try (DatagramSocket socket = socket()) {
            Observation observation = probe(socket.getLocalPort(), Optional.empty(), SHORT);
            assertInstanceOf(Passed.class, observation, observation.text());
            assertEquals(Depth.NONE, observation.depth());
            assertTrue(observation.text().endsWith("no answer is expected, and silence proves nothing"));
            assertEquals(FailureKind.TIMEOUT, kind(probe(socket.getLocalPort(), Optional.of("x"), SHORT)));
        }
    }

    @Test
    void aClosedPortIsRefused() throws IOException {
        DatagramSocket closed = socket();
        int port = closed.getLocalPort();
        closed.close();
        assertEquals(FailureKind.REFUSED, kind(probe(port, Optional.empty(), LONG)));
        assertEquals(FailureKind.REFUSED, kind(probe(port, Optional.of("x"), LONG)));
    }
}
