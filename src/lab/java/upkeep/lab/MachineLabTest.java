package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tests of the real systemd rely on. */
@OnEverySuite
class MachineLabTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String STARTED = "39f53479d3a045ac8e11786248231fbf";
    private static final String RESTART_SCHEDULED = "5eb03494b6584870a536b337290809b3";

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Machine.boot(suite, "machine");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @Test
    void isTheSystemdOfTheSuiteWithNothingFailed() {
        String version = machine.run("systemctl", "--version").orFail().out();
        assertTrue(version.startsWith("systemd " + suite.systemdVersion() + " "), version);
        assertEquals("running", machine.run("systemctl", "is-system-running").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "postgresql", "chrony", "monit"})
    void servicesAreInstalledButNotStartedAtBoot(String service) {
        assertEquals("disabled", machine.run("systemctl", "is-enabled", service).text());
    }

    @Test
    void commandsReturnStatusAndBothStreams() {
        Result result = machine.shell("echo out; echo err >&2; exit 7");
        assertEquals(7, result.exit());
        assertEquals("out\n", result.out());
        assertEquals("err\n", result.err());
        assertThrows(AssertionError.class, result::orFail);
    }

    @Test
    void commandsThatExceedTheirLimitAreKilled() {
        AssertionError error =
                assertThrows(AssertionError.class, () -> machine.run(Duration.ofMillis(300), "sleep", "98765"));
        assertTrue(error.toString().contains("sleep 98765"), error.toString());
        assertEquals(1, machine.run("pgrep", "--exact", "--full", "sleep 98765").exit());
    }

    @Test
    void servicesRunInAUnitOfTheirOwn() {
        Result result = machine.service("sh", "-c", "grep ^0: /proc/self/cgroup; exit 3");
        assertEquals(3, result.exit());
        assertTrue(result.text().startsWith("0::/system.slice/run-"), result.out());
    }

    @Test
    void theHostsClockCannotBeSet() {
        Result result = machine.run("date", "--set=2001-01-01");
        assertFalse(result.ok(), result.toString());
        assertTrue(result.err().contains("Operation not permitted"), result.err());
    }

    @Test
    void filesGoInAndOutUnchanged(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[70_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        // /var/run is an absolute link in Debian: it has to lead to the machine's /run, not to the host's.
        machine.write("/var/run/lab-test/deep/file", bytes, "600");
        machine.copyOut("/var/run/lab-test/deep/file", folder.resolve("back"));
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("back")));
        assertEquals(
                "600 root",
                machine.run("stat", "-c", "%a %U", "/run/lab-test/deep/file").text());
        assertFalse(Files.exists(Path.of("/run/lab-test")));
    }

    @Test
    void waitsForWhatTheJournalSays() {
        machine.unit("phoenix.service", """
                [Service]
                ExecStart=/usr/bin/sleep infinity
                Restart=on-failure
                RestartSec=50ms
                """);
        Journal.Mark start = machine.journal().mark();
        machine.run("systemctl", "start", "phoenix.service").orFail();
        JournalEntry started = machine.journal().await(start, "phoenix.service", STARTED, LIMIT);
        assertTrue(started.has("JOB_RESULT", "done"), started.fields().toString());

        Journal.Mark kill = machine.journal().mark();
        machine.run("systemctl", "kill", "--signal=KILL", "phoenix.service").orFail();
        JournalEntry scheduled = machine.journal().await(kill, "phoenix.service", RESTART_SCHEDULED, LIMIT);
        assertTrue(scheduled.monotonicMicros() > started.monotonicMicros());
        machine.awaitProperty("phoenix.service", "NRestarts", LIMIT, "1"::equals);
        machine.awaitState("phoenix.service", "active", LIMIT);
        assertEquals(
                1,
                machine.journal().since(kill).stream()
                        .filter(entry -> entry.messageId().equals(RESTART_SCHEDULED))
                        .count());
    }

    @Test
    void whatDoesNotComeIsAnErrorThatShowsWhatDid() {
        Journal.Mark mark = machine.journal().mark();
        machine.run("systemd-cat", "--identifier=teller", "echo", "something else")
                .orFail();
        machine.journal()
                .await(mark, "something else", LIMIT, entry -> entry.message().equals("something else"));
        AssertionError error = assertThrows(
                AssertionError.class,
                () -> machine.journal().await(mark, "the impossible", Duration.ofMillis(50), entry -> false));
        assertTrue(error.toString().contains("the impossible"), error.toString());
        assertTrue(error.toString().contains("teller: something else"), error.toString());
    }

    @Test
    void killMeansTheProcessesOfTheMachine() {
        String ours = machine.property("dbus.service", "MainPID");
        machine.run("kill", "-0", ours).orFail();
        assertFalse(machine.run("kill", "-0", Long.toString(machine.leader())).ok(), "that pid is the host's");
    }

    @Test
    void theSystemBusAnswersFromOutside() throws IOException {
        try (SocketChannel channel = SocketChannel.open(machine.bus())) {
            channel.write(ByteBuffer.wrap("\0AUTH EXTERNAL 30\r\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(200);
            channel.read(answer);
            assertTrue(new String(answer.array(), StandardCharsets.US_ASCII).startsWith("OK "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "postgresql", "chrony", "monit"})
    void realServicesStart(String service) {
        machine.run("systemctl", "start", service).orFail();
        machine.awaitState(service + ".service", "active", LIMIT);
        String proof = switch (service) {
            case "nginx" -> "curl --silent --fail --max-time 10 http://localhost/ | grep -q nginx";
            case "postgresql" -> "su postgres -c 'psql -Atc \"select 40 + 2\"' | grep -qx 42";
            case "chrony" -> "chronyc -n tracking | grep -q 'Stratum *: 8'";
            case "monit" -> "monit -V | grep -q Monit && systemctl is-active --quiet monit";
            default -> throw new IllegalArgumentException(service);
        };
        machine.shell(proof).orFail();
        machine.run("systemctl", "stop", service).orFail();
    }

    @Test
    void nodeRunsAServer() {
        machine.write("/opt/lab/hello.js", """
                require("http").createServer((q, a) => a.end("hello")).listen(3000, "127.0.0.1", () => console.log("listening"));
                """);
        machine.unit("hello.service", "[Service]\nExecStart=/usr/bin/node /opt/lab/hello.js\n");
        Journal.Mark mark = machine.journal().mark();
        machine.run("systemctl", "start", "hello.service").orFail();
        machine.journal()
                .await(
                        mark,
                        "node listens",
                        LIMIT,
                        entry -> entry.unit().equals("hello.service")
                                && entry.message().equals("listening"));
        assertEquals(
                "hello",
                machine.run("curl", "--silent", "--max-time", "10", "http://127.0.0.1:3000/")
                        .orFail()
                        .out());
    }
}
