package upkeep.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import upkeep.probe.LoopbackServer;

/** A gate in front of sockets and programs, and what ends it besides them. */
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(Compiler.Build.class)
class ReadyTest {
    /** The status of a process that SIGTERM ended, as Java has it. */
    private static final int TERMINATED = 143;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Compiler.Build build;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Gate gate;

    @BeforeEach
    void build() {
        gate = Gate.built(build);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return "" + socket.getLocalPort();
        }
    }

    @Test
    void aPortThatIsListenedOnPasses() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            gate.ready("tcp", "127.0.0.1", "" + socket.getLocalPort()).isReady();
            gate.ready("tcp", "localhost", "" + socket.getLocalPort()).isReady();
        }
        String port = closedPort();
        gate.once("tcp", "127.0.0.1", port)
                .isNotReady("127.0.0.1:" + port + " refused the connection: nothing listens there");
        gate.once("tcp", "localhost", port)
                .isNotReady("127.0.0.1:" + port + " refused the connection: nothing listens there");
    }

    /** Where the machine has IPv6 at all. */
    @Test
    void localhostIsBothOfItsAddresses() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            try {
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0), 1);
            } catch (IOException noVersion6) {
                gate.once("tcp", "::1", "9").isNotReady("cannot ask [::1]:9");
                return;
            }
            gate.ready("tcp", "localhost", "" + socket.getLocalPort()).isReady();
            gate.ready("tcp", "::1", "" + socket.getLocalPort()).isReady();
        }
    }

    /** A kernel whose queue for the port is full answers nothing. */
    @Test
    void aConnectionThatHangsEndsWithTheTimeOfATry() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(socket.getLocalSocketAddress());
                waiting.add(channel);
            }
            gate.inVain(" did not accept the connection within ", "tcp", "127.0.0.1", "" + socket.getLocalPort());
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void aSocketInTheFileSystemPassesOnceItIsThere() throws IOException {
        Path path = folder.resolve("service.sock");
        gate.once("unix", path.toString()).isNotReady(path + " is not there");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path), 1);
            gate.ready("unix", path.toString()).isReady();
            try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                gate.inVain(path + " did not accept the connection within ", "unix", path.toString());
                Process patient = gate.start(Map.of(), "ready", "--deadline=60s", "unix", path.toString());
                listening.accept().close();
                listening.accept().close();
                Gate.end(patient).isReady();
            }
        }
        gate.once("unix", path.toString()).isNotReady(path + " refused the connection");
    }

    @Test
    void aProgramPassesByItsStatus() throws IOException {
        gate.ready("exec", "/bin/sh", "-c", "exit 0").isReady();
        gate.ready("--status=0,3", "exec", "/bin/sh", "-c", "exit 3").isReady();
        gate.ready("--status=137", "exec", "/bin/sh", "-c", "kill -KILL $$").isReady();
        gate.once("exec", "/bin/sh", "-c", "echo; echo not yet >&2; echo more; exit 4")
                .isNotReady("/bin/sh ended with status 4, wanted 0: not yet");
        gate.once("exec", folder + "/none").isNotReady("cannot run " + folder + "/none: No such file");
        gate.once("exec", folder.toString()).isNotReady("cannot run " + folder + ": Permission denied");
        gate.inVain("/bin/sh did not end within ", "exec", "/bin/sh", "-c", "yes");
    }

    @Test
    void aProgramGetsItsArgumentsAsTheyAreAndNothingOfTheServices() throws IOException {
        String script = "[ \"$1\" = '--pid=$HOME `id` *' ] && [ -z \"$NOTIFY_SOCKET\" ] && [ \"$OTHER\" = 1 ]";
        Process process = gate.start(
                Map.of("NOTIFY_SOCKET", "/none", "OTHER", "1"),
                "ready",
                "--deadline=60s",
                "exec",
                "/bin/sh",
                "-c",
                script,
                "sh",
                "--pid=$HOME `id` *");
        Gate.end(process).isReady();
    }

    @Test
    void nothingOfAProgramOutlivesItsTry() throws IOException {
        Path left = folder.resolve("left");
        gate.ready("exec", "/bin/sh", "-c", "sleep 1000 & echo $! >" + left).isReady();
        awaitEnd(left);
        Path hanging = folder.resolve("hanging");
        gate.inVain("did not end", "exec", "/bin/sh", "-c", "sleep 1000 & echo $! >>" + hanging + "; sleep 1000");
        awaitEnd(hanging);
    }

    /** The processes of those numbers end; nothing else would end them while this test waits. */
    private static void awaitEnd(Path numbers) throws IOException {
        for (String number : Files.readAllLines(numbers)) {
            ProcessHandle.of(Long.parseLong(number))
                    .ifPresent(process -> process.onExit().join());
        }
    }

    @Test
    void itEndsWithTheMainProcessWhileATryHangs() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (LoopbackServer silent = LoopbackServer.then((server, socket) -> {
            asked.countDown();
            server.holdOpen();
        })) {
            Process main = new ProcessBuilder("cat").start();
            Process waiting = hanging(silent, Map.of(), "--pid=" + main.pid());
            asked.await();
            assertTrue(waiting.isAlive());
            main.destroyForcibly();
            Gate.End end = Gate.end(waiting);
            assertEquals(Gate.MAIN_PROCESS_ENDED, end.status());
            String text = "upkeep-gate: the main process " + main.pid() + " ended before it was ready, after ";
            assertTrue(end.text().startsWith(text), end.text());
            // It is gone altogether now.
            assertEquals(
                    Gate.MAIN_PROCESS_ENDED,
                    gate.ready("--pid=" + main.pid(), "exec", "/bin/true").status());
        }
    }

    private Process hanging(LoopbackServer server, Map<String, String> environment, String... options)
            throws IOException {
        List<String> first = new ArrayList<>(List.of("ready", "--timeout=infinity", "--deadline=infinity"));
        first.addAll(List.of(options));
        return gate.start(environment, Gate.with(first, "http", "127.0.0.1", "" + server.port()));
    }

    /** For systemd without a failure, which would be that of the stop; for others not as if it were ready. */
    @ParameterizedTest
    @CsvSource({"'', " + TERMINATED, "1, " + Gate.READY})
    void itEndsWithASignal(String invocation, int status) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (LoopbackServer silent = LoopbackServer.then((server, socket) -> {
            asked.countDown();
            server.holdOpen();
        })) {
            Process waiting = hanging(silent, invocation.isEmpty() ? Map.of() : Map.of("INVOCATION_ID", invocation));
            asked.await();
            assertEquals(new Gate.End(status, ""), Gate.terminate(waiting));
        }
    }

    @Test
    void itPassesOnceTheMainProcessHasStayedUp() throws Exception {
        Process main = new ProcessBuilder("cat").start();
        gate.ready("--pid=" + main.pid(), "up", "1ms").isReady();
        gate.once("--timeout=20ms", "up", "1h").isNotReady("it was to stay up for 3600 s, and was looked at for ");
        Process waiting = gate.start(Map.of(), "ready", "--timeout=infinity", "--pid=" + main.pid(), "up", "1h");
        main.destroyForcibly();
        assertEquals(Gate.MAIN_PROCESS_ENDED, Gate.end(waiting).status());
    }

    /** It may have ended before systemd began this. */
    @Test
    void whatIsNotThereDoesNotStayUp() throws IOException {
        assertEquals(Gate.MAIN_PROCESS_ENDED, gate.once("--pid=", "up", "1ms").status());
    }

    @Test
    void aMainProcessThatSystemdDoesNotKnowIsNotWatched() throws IOException {
        gate.ready("--pid=", "exec", "/bin/true").isReady();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it is upkeep-gate ready or upkeep-gate watch",
                "wait tcp 127.0.0.1 1|cannot wait: it is upkeep-gate ready or upkeep-gate watch",
                "ready|no probe is given",
                "ready tcp 127.0.0.1|it wants a host and a port behind it",
                "ready tcp example.org 80|names are not looked up",
                "ready tcp 127.0.0.1 0|a port is a number from 1 to 65535",
                "ready tcp 127.0.0.1 65536|a port is a number from 1 to 65535",
                "ready unix relative|a socket is a path",
                "ready icmp 127.0.0.1|it is none of tcp",
                "ready exec true|the absolute path of a program",
                "ready up|up wants a time behind it",
                "ready up soon|it is no time such as",
                "ready up infinity|it would never pass",
                "watch --pid=1 up 5s|cannot watch up: systemd sees the end of a process itself",
                "ready --timeout=0 tcp 127.0.0.1 1|it is no time such as",
                "ready --timeout=1d tcp 127.0.0.1 1|it is no time such as",
                "ready --pid=-1 tcp 127.0.0.1 1|it is no number from 1",
                "ready --pid=12x tcp 127.0.0.1 1|it is no number from 1",
                "ready --nonsense tcp 127.0.0.1 1|cannot take --nonsense",
                "ready --path=/ tcp 127.0.0.1 1|they are for http",
                "ready --status=1 tcp 127.0.0.1 1|tcp has none",
                "watch --deadline=1s tcp 127.0.0.1 1|watch has none",
                "watch tcp 127.0.0.1 1|cannot watch: systemd cannot be told",
                "watch --pid= tcp 127.0.0.1 1|systemd knows no main process"
            })
    void whatCannotBeDoneIsRefused(String line, String why) throws IOException {
        Gate.End end = gate.run(line.isEmpty() ? new String[0] : line.split(" ", -1));
        assertEquals(Gate.USAGE, end.status());
        assertTrue(end.text().startsWith("upkeep-gate: ") && end.text().contains(why), end.text());
    }

    @Test
    void helpAndVersionAreTold() throws IOException {
        Process help = gate.start(Map.of(), "--help");
        assertTrue(new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .startsWith("upkeep-gate ready "));
        Gate.end(help).isReady();
        Process version = gate.start(Map.of(), "--version");
        assertEquals("upkeep-gate test\n", new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        Gate.end(version).isReady();
    }
}
