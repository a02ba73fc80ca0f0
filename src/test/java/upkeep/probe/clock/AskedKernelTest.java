package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.probe.run.Stop;

/** The state of the kernel's clock, with a socket of this test in the place of systemd's. */
class AskedKernelTest {

    private final Path socket;
    private final AskedKernel kernel;

    AskedKernelTest(@TempDir Path folder) {
        socket = folder.resolve("clock");
        kernel = new AskedKernel(socket);
    }

    /** The kernel never owns to a larger error than 16 s (NTP_PHASE_LIMIT), and a sandbox may forbid the question. */
    @Test
    void theKernelIsAskedOrWeMayNot() {
        try {
            KernelClock clock = kernel.read();
            assertTrue(clock.maxError() >= 0 && clock.maxError() <= 16, clock.text());
            assertTrue(clock.estimatedError() >= 0 && clock.estimatedError() <= 16, clock.text());
        } catch (Stop refused) {
            assertTrue(refused.text().contains("systemctl start upkeep-clock.socket"), refused.text());
        }
    }

    private KernelClock told(String answer) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Void> played = CompletableFuture.runAsync(() -> {
                try (SocketChannel connection = server.accept()) {
                    connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                } catch (IOException hungUp) {
                    assertTrue(answer.length() > 200, hungUp::toString);
                }
            });
            try {
                return kernel.bySocket("adjtimex: Operation not permitted");
            } finally {
                played.join();
            }
        }
    }

    @Test
    void whereTheCallIsForbiddenTheSocketTells() throws IOException {
        assertEquals(
                new KernelClock(true, 0.25, 0.5), told("synchronised=1 max-error=250000 estimated-error=500000\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "synchronised=1 max-error=1 estimated-error=1",
                "synchronised=2 max-error=1 estimated-error=1\n",
                "synchronised=0 max-error=-1 estimated-error=1\n",
                "synchronised=0 max-error=9999999999999999999 estimated-error=1\n",
                "\u0007 evil"
            })
    void anythingElseIsNoAnswer(String answer) {
        Stop refused = assertThrows(Stop.Unasked.class, () -> told(answer));
        assertTrue(refused.text().contains("journalctl --unit='upkeep-clock@*'"), refused.text());
        assertTrue(refused.text().chars().noneMatch(Character::isISOControl), refused.text());
    }

    @Test
    void anEndlessAnswerIsCut() {
        Stop refused = assertThrows(Stop.Unasked.class, () -> told("x".repeat(1_000_000)));
        assertTrue(refused.text().length() < 1_000, refused.text());
    }

    @Test
    void whereNobodyListensItIsSaidWhatToDo() {
        Stop refused = assertThrows(Stop.Unasked.class, () -> kernel.bySocket("adjtimex: Operation not permitted"));
        assertTrue(refused.text().contains("adjtimex: Operation not permitted, and " + socket), refused.text());
    }
}
