package upkeep.probe.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.Checks;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;
import upkeep.target.ProgramTarget;

/** Programs of other users, with a socket of this test in the place of systemd's. */
@Timeout(120)
class UserProgramsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Check CHECK = Checks.of("{program: {exec: /bin/look, user: nagios}}");

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private ServerSocketChannel server;

    /** What systemd and the program do with a connection. */
    @FunctionalInterface
    private interface Play {
        void on(SocketChannel connection) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("c")));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static void write(SocketChannel connection, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    /** Answers one connection, and closes it. */
    private CompletableFuture<Void> play(Play play) {
        CompletableFuture<Void> played = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (SocketChannel connection = server.accept()) {
                play.on(connection);
                played.complete(null);
            } catch (IOException | RuntimeException failed) {
                played.completeExceptionally(failed);
            }
        });
        return played;
    }

    private static void awaitHangUp(SocketChannel connection) throws IOException {
        assertEquals(-1, connection.read(ByteBuffer.allocate(1)), "nothing is ever sent");
    }

    private Observation probe(Duration timeout) {
        ProgramTarget target = assertInstanceOf(ProgramTarget.class, CHECK.target());
        Deadline deadline = Deadline.in(timeout);
        Findings findings = new Findings(new Steps(Trace.NONE, deadline), Asked.by(CHECK, Memory.soft()));
        try {
            return new ProgramProber(new Programs(folder)).probe(target, deadline, findings);
        } catch (Stop stop) {
            return findings.stopped(stop);
        }
    }

    private Observation answered(String text) {
        CompletableFuture<Void> played = play(connection -> write(connection, text));
        Observation seen = probe(LONG);
        played.join();
        return seen;
    }

    private static void assertUnknown(String text, Observation seen) {
        assertInstanceOf(Observation.Unknown.class, seen, seen.text());
        assertTrue(seen.text().contains(text), seen.text());
    }

    @Test
    void statusAndOutputComeThrough() {
        Observation.Passed passed =
                assertInstanceOf(Observation.Passed.class, answered("\0begins\none\ntwo\0status 0\n"));
        assertEquals("/bin/look ended with status 0: one", passed.text());
        assertEquals("one\uFFFDtwo", passed.texts().get("output"));
        Observation.Failed failed =
                assertInstanceOf(Observation.Failed.class, answered("\0begins\nbroken\n\0status 2\n"));
        assertEquals(FailureKind.EXIT, failed.kind());
        assertEquals(2, failed.measurements().get("status"));
    }

    @Test
    void anEndlessOutputIsReadAndDropped() {
        CompletableFuture<Void> played = play(connection -> {
            write(connection, "\0begins\n");
            for (int i = 0; i < 1_000; i++) {
                write(connection, "0123456789".repeat(1_000));
            }
            write(connection, "\0status 0\n");
        });
        assertInstanceOf(Observation.Passed.class, probe(LONG));
        played.join();
    }

    @Test
    void aProgramThatDoesNotEndFailsAndIsHungUpOn() throws Exception {
        CompletableFuture<Void> played = play(connection -> {
            write(connection, "\0begins\nstill at it\n");
            awaitHangUp(connection);
        });
        Observation.Failed late = assertInstanceOf(Observation.Failed.class, probe(SHORT));
        assertEquals(FailureKind.TIMEOUT, late.kind());
        assertEquals("/bin/look as nagios did not end within 300 ms, and was killed", late.text());
        played.get();
    }

    @Test
    void aProgramThatNeverEndsToWriteFails() throws Exception {
        CompletableFuture<Void> played = play(connection -> {
            write(connection, "\0begins\n");
            try {
                while (true) {
                    write(connection, "y\n".repeat(1_000));
                }
            } catch (IOException hungUp) {
                // Which is what ends it.
            }
        });
        assertEquals(
                FailureKind.TIMEOUT,
                assertInstanceOf(Observation.Failed.class, probe(SHORT)).kind());
        played.get();
    }

    @Test
    void aSystemdThatDoesNotBeginSaysNothingOfTheProgram() throws Exception {
        CompletableFuture<Void> played = play(UserProgramsTest::awaitHangUp);
        assertUnknown("systemd did not begin within 300 ms", probe(SHORT));
        played.get();
        assertUnknown("systemd did not begin it; journalctl --unit='upkeep-check-c[.@]*' tells why", answered(""));
    }

    @Test
    void whatIsCutOffOrGoesOnBehindTheEndIsUnknown() throws Exception {
        assertUnknown("cannot tell how /bin/look as nagios ended", answered("\0begins\nhalf of"));
        assertUnknown("cannot tell how /bin/look as nagios ended", answered("\0begins\n\0status 0\ny\n"));
        CompletableFuture<Void> played = play(connection -> {
            write(connection, "\0begins\n\0status 0\n");
            awaitHangUp(connection);
        });
        assertUnknown("something keeps the connection open", probe(SHORT));
        played.get();
    }

    @Test
    void whatItsUserCannotRunIsUnknown() {
        assertUnknown("there is no such program, or it is out of this user's reach", answered("\0begins\n\0missing\n"));
        assertUnknown("this user may not execute it", answered("\0begins\n\0forbidden\n"));
    }

    @Test
    void aSocketThatIsNotThereOrRefusesIsUnknown() throws Exception {
        server.close();
        assertUnknown("systemctl start upkeep-check-c.socket", probe(LONG));
        Files.delete(folder.resolve("c"));
        assertUnknown("upkeep apply makes it", probe(LONG));
    }
}
