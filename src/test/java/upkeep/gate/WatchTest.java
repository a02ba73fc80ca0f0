package upkeep.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import upkeep.probe.LoopbackServer;
import upkeep.systemd.DatagramReceiver;

/** The helper that tells systemd of failures: when exactly, and when not. */
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(Compiler.Build.class)
class WatchTest {
    private static final String TRIGGER = "WATCHDOG=trigger";

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

    private DatagramReceiver systemd() throws IOException {
        return new DatagramReceiver(folder.resolve("notify"));
    }

    private Process watch(String... arguments) throws IOException {
        return gate.start(
                Map.of("NOTIFY_SOCKET", folder.resolve("notify").toString()),
                Gate.with(List.of("watch", "--foreground", "--interval=2ms", "--timeout=60s"), arguments));
    }

    /**
     * What systemd had been told whenever the service was asked, after it had answered by these letters: g is good, b is bad. A
     * word to systemd is there before the next request comes, so that nothing need be waited for.
     */
    private String toldBefore(String answers, String... options) throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        List<String> all = new ArrayList<>();
        try (DatagramReceiver systemd = systemd();
                LoopbackServer server = LoopbackServer.then((itself, socket) -> {
                    int request = all.size();
                    String word = "!".repeat(systemd.receiveAll().size());
                    all.add(word);
                    told.add(word);
                    if (request == answers.length()) {
                        itself.holdOpen();
                    } else {
                        String status = answers.charAt(request) == 'g' ? "200 OK" : "500 Dead";
                        LoopbackServer.send(socket, "HTTP/1.1 " + status + "\r\n\r\n");
                    }
                })) {
            Process watching = watch(Gate.with(List.of(options), "http", "127.0.0.1", "" + server.port()));
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i <= answers.length(); i++) {
                seen.append(take(told)).append(i < answers.length() ? answers.charAt(i) : "");
            }
            assertTrue(watching.isAlive());
            assertEquals(Gate.READY, Gate.terminate(watching).status());
            return seen.toString();
        }
    }

    private static String take(BlockingQueue<String> told) throws InterruptedException {
        String word = told.poll(60, TimeUnit.SECONDS);
        if (word == null) {
            throw new AssertionError("it asks no more");
        }
        return word;
    }

    @Test
    void onlySoManyFailuresInARowAreTold() throws Exception {
        assertEquals("gbbgbbb!gbb", toldBefore("gbbgbbbgbb", "--failures=3"));
    }

    @Test
    void itGoesOnAfterwards() throws Exception {
        assertEquals("gbb!bb!g", toldBefore("gbbbbg", "--failures=2"));
    }

    @Test
    void whatNeverAnsweredIsNotDead() throws Exception {
        assertEquals("bbbbbgb!b!", toldBefore("bbbbbgbb", "--failures=1"));
    }

    @Test
    void afterTheTimeOfItsStartItIs() throws Exception {
        assertEquals("bb!bb!", toldBefore("bbbb", "--failures=2", "--startup=0"));
    }

    /** An error of ours is no failure of the service, however often. */
    @Test
    void whatCouldNotBeTriedIsNotCounted() throws Exception {
        Path runs = folder.resolve("runs");
        Path script = folder.resolve("probe");
        Files.writeString(script, "#!/bin/sh\necho x >>" + runs + "\n");
        try (DatagramReceiver systemd = systemd()) {
            // Not executable: that is EACCES, each time; then it is, and fails.
            Process watching = watch("--failures=2", "--startup=0", "exec", script.toString());
            BufferedReader said = watching.errorReader(StandardCharsets.UTF_8);
            String first = said.readLine();
            assertEquals("upkeep-gate: cannot run " + script + ": Permission denied", first);
            Path failing = folder.resolve("failing");
            Files.writeString(failing, "#!/bin/sh\necho x >>" + runs + "\nexit 1\n");
            assertTrue(failing.toFile().setExecutable(true));
            Files.move(failing, script, StandardCopyOption.ATOMIC_MOVE);
            assertEquals(TRIGGER, new String(systemd.receive(), StandardCharsets.UTF_8));
            watching.toHandle().destroy();
            String text = said.lines().collect(Collectors.joining("\n"));
            assertTrue(
                    text.startsWith(
                            "upkeep-gate: 2 failures in a row, so systemd is told that the watchdog failed; last seen: "
                                    + script + " ended with status 1, wanted 0"),
                    text);
            try (Stream<String> lines = Files.lines(runs)) {
                assertTrue(lines.count() >= 2);
            }
        }
    }

    @Test
    void anAbstractNameIsToldToo() throws Exception {
        String name = "upkeep-gate-test-" + ProcessHandle.current().pid();
        try (DatagramReceiver systemd = new DatagramReceiver(name)) {
            Process watching = gate.start(
                    Map.of("NOTIFY_SOCKET", "@" + name),
                    "watch",
                    "--foreground",
                    "--failures=1",
                    "--startup=0",
                    "--interval=2ms",
                    "exec",
                    "/bin/false");
            assertEquals(TRIGGER, new String(systemd.receive(), StandardCharsets.UTF_8));
            assertEquals(Gate.READY, Gate.terminate(watching).status());
        }
    }

    @Test
    void itEndsWithTheMainProcess() throws Exception {
        try (DatagramReceiver _ = systemd()) {
            Process main = new ProcessBuilder("cat").start();
            Process watching = watch("--pid=" + main.pid(), "exec", "/bin/true");
            assertTrue(watching.isAlive());
            main.destroyForcibly();
            assertEquals(new Gate.End(Gate.READY, ""), Gate.end(watching));
        }
    }

    /** So ExecStartPost= ends, and systemd goes on; the helper is there until the main process ends. */
    @Test
    void itLeavesAHelperBehind() throws Exception {
        try (DatagramReceiver systemd = systemd()) {
            Process main = new ProcessBuilder("cat").start();
            Path number = folder.resolve("number");
            Process begun = gate.start(
                    Map.of("NOTIFY_SOCKET", folder.resolve("notify").toString()),
                    "watch",
                    "--pid=" + main.pid(),
                    "--failures=1",
                    "--startup=0",
                    "--interval=2ms",
                    "exec",
                    "/bin/sh",
                    "-c",
                    // Put there in one step, since the probe is tried again while it is read.
                    "echo $PPID >" + number + ".new; mv " + number + ".new " + number + "; exit 1");
            assertEquals(0, begun.waitFor());
            assertEquals(TRIGGER, new String(systemd.receive(), StandardCharsets.UTF_8));
            ProcessHandle helper = ProcessHandle.of(
                            Long.parseLong(Files.readString(number).strip()))
                    .orElseThrow();
            main.destroyForcibly();
            helper.onExit().join();
        }
    }
}
