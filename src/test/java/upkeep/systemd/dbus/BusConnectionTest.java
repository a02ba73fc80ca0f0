package upkeep.systemd.dbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.messages.DBusSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BusConnectionTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BusConnection.Receiver receiver = new BusConnection.Receiver() {
        @Override
        public void signal(DBusSignal signal) {
            heard.add(signal.getName());
            if (signal.getName().equals("Broken")) {
                throw new IllegalStateException("as a bug in reading would");
            }
        }

        @Override
        public void lost(String why) {
            heard.add("lost: " + why);
        }
    };

    private BusConnection open(Duration deadline) throws IOException {
        return BusConnection.open("unix:path=" + folder.resolve("bus"), receiver, deadline);
    }

    @Test
    void keepsTheNameOfAnError() throws Exception {
        try (FakeSystemd systemd = new FakeSystemd(folder.resolve("bus"));
                BusConnection connection = open(LONG)) {
            systemd.on("GetUnit", (call, _) -> systemd.error(call, Refusals.NO_SUCH_UNIT, "not loaded"));
            BusError error = assertThrows(
                    BusError.class, () -> connection.call(LONG, Target.MANAGER, "GetUnit", "s", "x.service"));
            assertEquals(Refusals.NO_SUCH_UNIT, error.name());
            assertEquals("NoSuchUnit", error.shortName());
            assertEquals("not loaded", error.getMessage());
        }
    }

    @Test
    void survivesAnInterruptedCallerAndASignalNobodyCanRead() throws Exception {
        try (FakeSystemd systemd = new FakeSystemd(folder.resolve("bus"));
                BusConnection connection = open(LONG)) {
            systemd.on("Silent", (_, _) -> {});
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> connection.call(LONG, Target.MANAGER, "Silent", ""));
            systemd.managerSignal("Broken", "s", "x");
            assertEquals("Broken", heard.poll(20, TimeUnit.SECONDS));
            Object[] answer = connection.call(LONG, Target.BUS, "GetNameOwner", "s", Target.SYSTEMD);
            assertArrayEquals(new Object[] {":1.1"}, answer);
        }
        assertEquals("lost: closed", heard.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void failsCallsOnALostConnection() throws Exception {
        try (FakeSystemd systemd = new FakeSystemd(folder.resolve("bus"));
                BusConnection connection = open(LONG)) {
            systemd.on("Die", (_, _) -> systemd.dropClient());
            BusError during = assertThrows(BusError.class, () -> connection.call(LONG, Target.MANAGER, "Die", ""));
            assertEquals(BusError.DISCONNECTED, during.name());
            BusError after = assertThrows(BusError.class, () -> connection.call(LONG, Target.MANAGER, "Die", ""));
            assertEquals(BusError.DISCONNECTED, after.name());
            assertTrue(String.valueOf(heard.poll(20, TimeUnit.SECONDS)).startsWith("lost: the bus c"));
        }
    }

    @Test
    void doesNotWaitForASilentBus() throws Exception {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(folder.resolve("bus")));
            IOException error = assertThrows(IOException.class, () -> open(Duration.ofMillis(100)));
            assertEquals("the bus did not answer in time", error.getMessage());
        }
    }

    @Test
    void refusesAnAddressThatIsNone() {
        for (String address : new String[] {"", "nonsense", "tcp:host=localhost,port=1", "unix:abstract=x"}) {
            assertThrows(IOException.class, () -> BusConnection.open(address, receiver, LONG), address);
        }
        assertThrows(IOException.class, () -> open(LONG));
    }
}
