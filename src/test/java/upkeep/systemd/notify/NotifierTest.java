package upkeep.systemd.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.systemd.DatagramReceiver;

@Timeout(30)
class NotifierTest {

    @TempDir
    Path folder;

    @Test
    void speaksToAPath() throws Exception {
        Path path = folder.resolve("notify");
        try (DatagramReceiver systemd = new DatagramReceiver(path)) {
            Notifier notifier = Notifier.of(Map.of("NOTIFY_SOCKET", path.toString()), 1);
            assertTrue(notifier.ready("3 services\nok"));
            assertEquals("READY=1\nSTATUS=3 services ok", text(systemd));
            assertTrue(notifier.status("x".repeat(5000)));
            assertEquals("STATUS=" + "x".repeat(1000), text(systemd));
            assertTrue(notifier.watchdog());
            assertEquals("WATCHDOG=1", text(systemd));
            assertTrue(notifier.extendTimeout(Duration.ofSeconds(30)));
            assertEquals("EXTEND_TIMEOUT_USEC=30000000", text(systemd));
            assertTrue(notifier.stopping("bye"));
            assertEquals("STOPPING=1\nSTATUS=bye", text(systemd));
        }
    }

    @Test
    void saysWhenTheReloadBegan() throws Exception {
        Path path = folder.resolve("notify");
        try (DatagramReceiver systemd = new DatagramReceiver(path)) {
            long before = System.nanoTime() / 1000;
            assertTrue(Notifier.of(Map.of("NOTIFY_SOCKET", path.toString()), 1).reloading());
            String text = text(systemd);
            assertTrue(text.startsWith("RELOADING=1\nMONOTONIC_USEC="), text);
            long told = Long.parseLong(text.substring(text.lastIndexOf('=') + 1));
            assertTrue(before <= told && told <= System.nanoTime() / 1000, text);
        }
    }

    @Test
    void speaksToAnAbstractName() throws Exception {
        String name = "upkeep-test-" + ProcessHandle.current().pid();
        try (DatagramReceiver systemd = new DatagramReceiver(name)) {
            assertTrue(Notifier.of(Map.of("NOTIFY_SOCKET", "@" + name), 1).watchdog());
            assertEquals("WATCHDOG=1", text(systemd));
        }
    }

    @Test
    void isSilentWithoutASocket() {
        assertFalse(Notifier.of(Map.of(), 1).ready("ok"));
        assertFalse(Notifier.of(Map.of("NOTIFY_SOCKET", "relative"), 1).ready("ok"));
        assertFalse(Notifier.of(Map.of("NOTIFY_SOCKET", folder + "/nobody"), 1).ready("ok"));
    }

    @Test
    void knowsTheWatchdogOfThisProcessOnly() {
        assertEquals(Optional.of(Duration.ofMillis(1500)), interval(Map.of("WATCHDOG_USEC", "1500000")));
        assertEquals(
                Optional.of(Duration.ofSeconds(2)), interval(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "7")));
        assertEquals(Optional.empty(), interval(Map.of("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "8")));
        assertEquals(Optional.empty(), interval(Map.of("WATCHDOG_USEC", "0")));
        assertEquals(Optional.empty(), interval(Map.of("WATCHDOG_USEC", "soon")));
        assertEquals(Optional.empty(), interval(Map.of()));
    }

    private static Optional<Duration> interval(Map<String, String> environment) {
        return Notifier.of(environment, 7).watchdogInterval();
    }

    private static String text(DatagramReceiver systemd) throws Exception {
        return new String(systemd.receive(), UTF_8);
    }
}
