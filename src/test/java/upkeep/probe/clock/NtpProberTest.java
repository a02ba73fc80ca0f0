package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.target.NtpTarget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NtpProberTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final List<DatagramSocket> sockets = new ArrayList<>();
    private final Probers probers = new Probers("1");

    /** The datagrams with which a server answers the question that has this cookie. */
    @FunctionalInterface
    private interface Script {
        List<byte[]> answers(long cookie);
    }

    @AfterEach
    void closeServers() {
        sockets.forEach(DatagramSocket::close);
    }

    private NtpTarget.Server server(Script script) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        sockets.add(socket);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    DatagramPacket question = new DatagramPacket(new byte[100], 100);
                    socket.receive(question);
                    long cookie = ByteBuffer.wrap(question.getData()).getLong(40);
                    for (byte[] answer : script.answers(cookie)) {
                        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
                    }
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        return new NtpTarget.Server("127.0.0.1", socket.getLocalPort());
    }

    private NtpTarget.Server ahead(double seconds) throws IOException {
        return server(cookie ->
                List.of(new NtpReply().bytes(cookie, Instant.now().plusNanos((long) (seconds * 1e9)))));
    }

    private NtpTarget.Server saying(NtpReply reply) throws IOException {
        return server(cookie -> List.of(reply.bytes(cookie, Instant.now())));
    }

    private NtpTarget.Server silent() throws IOException {
        return server(_ -> List.of());
    }

    private Observation probe(Duration timeout, int quorum, NtpTarget.Server... servers) {
        NtpTarget target = new NtpTarget(List.of(servers), quorum, TimeSpan.ofSeconds(1));
        return probers.probe(target, timeout, Trace.NONE);
    }

    private static void assertFailed(FailureKind kind, String text, Observation observation) {
        Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
        assertEquals(kind, failed.kind(), failed.text());
        assertTrue(failed.text().contains(text), failed.text());
    }

    @Test
    void rightClockPassesWithItsMeasurements() throws IOException {
        Passed passed = assertInstanceOf(Passed.class, probe(LONG, 1, ahead(0)));
        assertEquals(Depth.VALUE, passed.depth());
        assertEquals(
                List.of("total", "offset", "offset-signed", "delay", "stratum", "root-dispersion", "root-distance"),
                List.copyOf(passed.measurements().keySet()));
        assertEquals(2.0, passed.measurements().get("stratum"));
        assertTrue(passed.text().startsWith("the local clock is "), passed.text());
    }

    @Test
    void clockThatIsWrongFailsEitherWay() throws IOException {
        assertFailed(FailureKind.OFFSET, "behind 127.0.0.1:", probe(LONG, 1, ahead(100)));
        assertFailed(FailureKind.OFFSET, "ahead of 127.0.0.1:", probe(LONG, 1, ahead(-100)));
    }

    @Test
    void falsetickerDoesNotWinButIsNamed() throws IOException {
        NtpTarget.Server liar = ahead(500);
        Passed passed = assertInstanceOf(Passed.class, probe(LONG, 2, ahead(0), liar, ahead(0.001)));
        assertTrue(passed.text().contains("2 of 3 servers"), passed.text());
        assertTrue(passed.text().contains("not believed: " + liar), passed.text());
    }

    @Test
    void twoServersThatDisagreeProveNothing() throws IOException {
        assertFailed(FailureKind.NOT_SYNCHRONISED, "do not agree", probe(LONG, 1, ahead(0), ahead(500)));
    }

    @Test
    void majorityBelowTheQuorumIsNotEnough() throws IOException {
        assertFailed(
                FailureKind.NOT_SYNCHRONISED,
                "only 2 of 3 servers agree with each other, wanted 3",
                probe(LONG, 3, ahead(0), ahead(500), ahead(0)));
    }

    @Test
    void quorumHoldsWithOneServerSilent() throws IOException {
        Passed passed = assertInstanceOf(Passed.class, probe(SHORT, 2, ahead(0), silent(), ahead(0)));
        assertTrue(passed.text().contains("did not answer"), passed.text());
    }

    @Test
    void tooFewAnswersFailWithEachReason() throws IOException {
        NtpTarget.Server initialising = saying(new NtpReply().leap(3).stratum(0).code("INIT"));
        Observation observation = probe(SHORT, 2, ahead(0), silent(), initialising);
        assertFailed(FailureKind.NOT_SYNCHRONISED, "1 of 3 servers gave the time, wanted 2", observation);
        assertTrue(observation.text().contains("it did not answer within 300 ms"), observation.text());
        assertTrue(observation.text().contains(initialising + ": it is not synchronised (INIT: "), observation.text());
    }

    @Test
    void silentServer() throws IOException {
        assertFailed(FailureKind.TIMEOUT, "did not answer within 300 ms", probe(SHORT, 1, silent()));
    }

    @Test
    void portWhereNothingListens() throws IOException {
        NtpTarget.Server gone = silent();
        closeServers();
        assertFailed(FailureKind.REFUSED, "nothing listens there", probe(LONG, 1, gone));
    }

    @Test
    void forgedAndBrokenAnswersAreIgnoredAndTheTrueOneCounts() throws IOException {
        NtpTarget.Server noisy = server(cookie -> List.of(
                new byte[0],
                new byte[47],
                new byte[1000],
                new NtpReply().bytes(cookie + 1, Instant.now().plusSeconds(500)),
                new NtpReply().mode(5).bytes(cookie, Instant.now()),
                new NtpReply().bytes(cookie, Instant.now())));
        assertInstanceOf(Passed.class, probe(LONG, 1, noisy));
    }

    @Test
    void nothingButForgedAnswers() throws IOException {
        NtpTarget.Server forger = server(cookie -> List.of(new NtpReply().bytes(cookie + 1, Instant.now())));
        assertFailed(FailureKind.PROTOCOL, "not an answer to our question", probe(SHORT, 1, forger));
    }

    @Test
    void floodOfForgedAnswersEndsEarly() throws IOException {
        NtpTarget.Server flood = server(_ -> java.util.Collections.nCopies(200, new byte[10]));
        assertFailed(FailureKind.PROTOCOL, "100 packets, the last one shorter than 48 bytes", probe(LONG, 1, flood));
    }

    @Test
    void lostAnswerIsAskedForAgain() throws IOException {
        AtomicReference<Boolean> lost = new AtomicReference<>(false);
        NtpTarget.Server lossy = server(
                cookie -> lost.getAndSet(true) ? List.of(new NtpReply().bytes(cookie, Instant.now())) : List.of());
        assertInstanceOf(Passed.class, probe(Duration.ofSeconds(3), 1, lossy));
    }

    @Test
    void serverThatAsksForLessIsUnknown() throws IOException {
        assertInstanceOf(
                Unknown.class, probe(LONG, 1, saying(new NtpReply().stratum(0).code("RATE"))));
    }

    @Test
    void interruptionEndsTheProbeAsUnknown() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        NtpTarget.Server waiting = server(_ -> {
            asked.countDown();
            return List.of();
        });
        AtomicReference<Observation> seen = new AtomicReference<>();
        Thread probing = Thread.ofVirtual().start(() -> seen.set(probe(Duration.ofHours(1), 1, waiting)));
        asked.await();
        probing.interrupt();
        probing.join();
        assertEquals(new Unknown("the probe was interrupted"), seen.get());
    }
}
