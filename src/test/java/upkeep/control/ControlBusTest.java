package upkeep.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.bin.EmbeddedDBusDaemon;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.interfaces.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.TimeSpan;
import upkeep.core.Event.Caller;
import upkeep.spec.AlertMatch;

/** Server and client over a real bus, dbus-java's own, in this process. */
@Timeout(60)
class ControlBusTest {

    private static final Caller ALICE = new Caller(1000, "alice");

    @TempDir
    Path directory;

    private String address = "";
    private EmbeddedDBusDaemon bus =
            new EmbeddedDBusDaemon(org.freedesktop.dbus.connections.BusAddress.of("unix:path=/"));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<List<Object>> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch unblock = new CountDownLatch(1);

    @BeforeEach
    void startBus() {
        address = "unix:path=" + directory.resolve("bus");
        bus = bus();
    }

    private EmbeddedDBusDaemon bus() {
        EmbeddedDBusDaemon fresh =
                new EmbeddedDBusDaemon(org.freedesktop.dbus.connections.BusAddress.of(address + ",listen=true"));
        fresh.startInBackgroundAndWait(20_000);
        return fresh;
    }

    @AfterEach
    void stop() throws Exception {
        unblock.countDown();
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
        bus.close();
    }

    /** Notes what it is asked; the name {@code slow} blocks until the test lets it go. */
    private final class AlertRecorder implements AlertService {

        private Answer note(Object... what) {
            asked.add(Arrays.asList(what));
            return Answer.done("alerts\n");
        }

        @Override
        public Answer alerts(boolean json) {
            return note("alerts", json);
        }

        @Override
        public Answer silence(AlertMatch match, TimeSpan length, String reason, Caller by) {
            return note("silence", match, length, reason, by);
        }

        @Override
        public Answer unsilence(long number, Caller by) {
            return note("unsilence", number, by);
        }

        @Override
        public Answer acknowledge(String name, TimeSpan length, String reason, Caller by) {
            return note("acknowledge", name, length, reason, by);
        }

        @Override
        public Answer test(String receiver, Caller by) {
            return note("test", receiver, by);
        }
    }

    private final class HeartbeatRecorder implements HeartbeatService {

        @Override
        public Answer begin(String name, Caller by) throws Exception {
            return new Recorder().note("begin", name, by);
        }

        @Override
        public Answer end(String name, int status, Optional<Duration> took, String note, Caller by) throws Exception {
            return new Recorder().note("end", name, status, took, note, by);
        }
    }

    private final class Recorder implements ControlService {

        private Answer note(Object... what) throws InterruptedException {
            asked.add(Arrays.asList(what));
            if (Arrays.asList(what).contains("slow")) {
                unblock.await();
            }
            return new Answer(1, "out ✓\n", "err\n");
        }

        @Override
        public Answer status(List<String> names, boolean json) throws Exception {
            return note("status", names, json);
        }

        @Override
        public Answer glance() throws Exception {
            return note("glance");
        }

        @Override
        public Answer why(String name, Optional<Instant> at, boolean json) throws Exception {
            return note("why", name, at, json);
        }

        @Override
        public Answer availability(List<String> names, TimeSpan since, boolean json) throws Exception {
            return note("availability", names, since, json);
        }

        @Override
        public Answer events(String name, int limit, boolean json) throws Exception {
            return note("events", name, limit, json);
        }

        @Override
        public Answer check(String name, CheckForm form) throws Exception {
            if (name.equals("broken")) {
                throw new IllegalStateException("on purpose");
            }
            return note("check", name, form);
        }

        @Override
        public Answer hold(String name, TimeSpan length, String reason, Caller by) throws Exception {
            return note("hold", name, length, reason, by);
        }

        @Override
        public Answer release(String name, Caller by) throws Exception {
            return note("release", name, by);
        }

        @Override
        public Answer handsOff(TimeSpan length, String reason, Caller by) throws Exception {
            return note("hands off", length, reason, by);
        }

        @Override
        public Answer handsOn(Caller by) throws Exception {
            return note("hands on", by);
        }

        @Override
        public Answer accept(String name, Caller by) throws Exception {
            return note("accept", name, by);
        }

        @Override
        public Answer reload(Caller by) throws Exception {
            return note("reload", by);
        }
    }

    /** Everybody is {@code caller}; only the service web may be operated. */
    private static Gatekeeper gatekeeper(Caller caller) {
        return new Gatekeeper() {
            @Override
            public Optional<Caller> identify(String uniqueName) {
                return Optional.of(caller);
            }

            @Override
            public Optional<String> refuse(String uniqueName, String action, Map<String, String> details) {
                return action.equals("org.upkeep1.operate") && "web".equals(details.get("service"))
                        ? Optional.empty()
                        : Optional.of("polkit does not allow " + action);
            }
        };
    }

    private ControlServer serve(Optional<Gatekeeper> gatekeeper) throws InterruptedException {
        ControlServer server = new ControlServer(
                address,
                "0.1.0",
                new ControlServer.Services(new Recorder(), new AlertRecorder(), new HeartbeatRecorder()),
                new ControlServer.Listener() {
                    @Override
                    public void connected() {
                        told.add("connected");
                    }

                    @Override
                    public void lost(String why) {
                        told.add("lost");
                    }
                },
                Clock.fixed(Samples.NOW, Samples.ZONE),
                gatekeeper);
        opened.add(server);
        server.start();
        assertTrue(server.awaitName(Duration.ofSeconds(30)));
        assertEquals("connected", told.poll(30, TimeUnit.SECONDS));
        return server;
    }

    private List<Object> nextAsked() throws InterruptedException {
        return java.util.Objects.requireNonNull(asked.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void everyVerbReachesTheServiceAndItsAnswerComesBack() throws Exception {
        serve(Optional.empty());
        ControlClient client = new ControlClient(address);
        assertEquals(new Answer(1, "out ✓\n", "err\n"), client.status(List.of("web", "db"), true));
        assertEquals(List.of("status", List.of("web", "db"), true), nextAsked());
        client.status(List.of(), false);
        assertEquals(List.of("status", List.of(), false), nextAsked());
        client.glance();
        assertEquals(List.of("glance"), nextAsked());
        client.why("web", "14:05", false);
        assertEquals(List.of("why", "web", Optional.of(Instant.parse("2026-11-22T14:05:00.999Z")), false), nextAsked());
        client.events("", 50, true);
        assertEquals(List.of("events", "", 50, true), nextAsked());
        client.check("web", CheckForm.JSON_STEPS);
        assertEquals(List.of("check", "web", CheckForm.JSON_STEPS), nextAsked());
        client.hold("web", "4h", "night release");
        Caller root = new Caller(0, "root");
        assertEquals(List.of("hold", "web", TimeSpan.ofSeconds(14_400), "night release", root), nextAsked());
        client.release("web");
        assertEquals(List.of("release", "web", root), nextAsked());
        client.accept("exim");
        assertEquals(List.of("accept", "exim", root), nextAsked());
        client.reload();
        assertEquals(List.of("reload", root), nextAsked());
    }

    @Test
    void whatIsOutOfBoundsIsRefusedBeforeTheService() throws Exception {
        serve(Optional.empty());
        ControlClient client = new ControlClient(address);
        assertEquals(2, client.why("web", "teatime", false).exitCode());
        assertEquals(2, client.events("", 0, false).exitCode());
        assertEquals(2, client.events("", 10_001, false).exitCode());
        assertEquals(2, client.hold("web", "for ever", "").exitCode());
        assertEquals(2, client.hold("web", "0", "").exitCode());
        assertEquals(2, client.hold("web", "4h", "two\nlines").exitCode());
        assertEquals(2, client.check("", CheckForm.TEXT).exitCode());
        assertEquals("""
            error: cannot hold web: a hold must end within a year
              hint: systemctl stop keeps a service down
            """, client.hold("web", "infinity", "").err());
        assertTrue(asked.isEmpty());
    }

    @Test
    void othersThanRootNeedPolkitToChangeThings() throws Exception {
        serve(Optional.of(gatekeeper(ALICE)));
        ControlClient client = new ControlClient(address);
        client.hold("web", "4h", "");
        assertEquals(List.of("hold", "web", TimeSpan.ofSeconds(14_400), "", ALICE), nextAsked());
        Answer denied = client.release("db");
        assertEquals(1, denied.exitCode());
        assertTrue(
                denied.err()
                        .startsWith("error: cannot release db: access denied for alice, polkit does not allow"
                                + " org.upkeep1.operate\n  hint: "),
                denied.err());
        assertTrue(client.reload().err().contains("org.upkeep1.reload"));
        client.status(List.of(), false);
        assertEquals(List.of("status", List.of(), false), nextAsked());
        assertTrue(asked.isEmpty());
    }

    @Test
    void withoutUpkeepdOrABusItSaysSo() throws Exception {
        assertEquals(
                "error: cannot ask upkeepd: it is not running\n  hint: systemctl start upkeepd\n",
                new ControlClient(address).status(List.of(), false).err());
        Answer noBus = new ControlClient("unix:path=" + directory.resolve("absent")).release("web");
        assertEquals(1, noBus.exitCode());
        assertTrue(noBus.err().startsWith("error: cannot ask upkeepd: the message bus at unix:path="), noBus.err());
    }

    @Test
    void anErrorInTheServiceIsNotTheEndOfIt() throws Exception {
        serve(Optional.empty());
        ControlClient client = new ControlClient(address);
        assertEquals(
                "error: cannot check broken: upkeepd made an error\n  hint: journalctl -u upkeepd tells more\n",
                client.check("broken", CheckForm.TEXT).err());
        assertEquals("out ✓\n", client.check("web", CheckForm.TEXT).out());
    }

    @Test
    void aFurtherCallIsToldAtOnceThatAllPlacesAreTaken() throws Exception {
        serve(Optional.empty());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> slow = new ArrayList<>();
            for (int i = 0; i < GuardedCalls.AT_ONCE; i++) {
                slow.add(callers.submit(() -> new ControlClient(address).check("slow", CheckForm.TEXT)));
            }
            for (int i = 0; i < GuardedCalls.AT_ONCE; i++) {
                assertEquals(List.of("check", "slow", CheckForm.TEXT), nextAsked());
            }
            Answer busy = new ControlClient(address).status(List.of(), false);
            assertTrue(busy.err().contains("upkeepd is busy with 32 other calls"), busy.err());
            unblock.countDown();
            for (Future<Answer> answer : slow) {
                assertEquals("out ✓\n", answer.get().out());
            }
        }
        assertEquals(
                "out ✓\n", new ControlClient(address).status(List.of(), false).out());
    }

    @Test
    void aCallThatIsGivenUpBeforeItCouldBeginGivesItsPlaceBack() throws Exception {
        Semaphore slots = new Semaphore(1);
        try (ExecutorService occupied = Executors.newSingleThreadExecutor()) {
            Future<?> occupant = occupied.submit(() -> {
                unblock.await();
                return true;
            });
            GuardedCalls calls = new GuardedCalls(gatekeeper(ALICE), occupied, slots);
            ManagerObject object = new ManagerObject("1", new Recorder(), calls, Clock.systemUTC());
            Thread caller = Thread.ofVirtual().start(() -> object.status(List.of(), false));
            caller.interrupt();
            caller.join();
            assertEquals(1, slots.availablePermits());
            unblock.countDown();
            occupant.get();
        }
        assertEquals(1, slots.availablePermits());
        assertTrue(asked.isEmpty());
    }

    @Test
    void aBusThatComesBackIsJoinedAgain() throws Exception {
        serve(Optional.empty());
        bus.close();
        assertEquals("lost", told.poll(30, TimeUnit.SECONDS));
        java.nio.file.Files.deleteIfExists(directory.resolve("bus"));
        bus = bus();
        assertEquals("connected", told.poll(30, TimeUnit.SECONDS));
        assertEquals(
                "out ✓\n", new ControlClient(address).status(List.of(), false).out());
    }

    @Test
    void aCheckIsToldInTheFormThatIsNamed() throws Exception {
        serve(Optional.empty());
        try (DBusConnection connection =
                DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
            ManagerInterface upkeepd =
                    connection.getRemoteObject(ControlServer.BUS_NAME, ControlServer.PATH, ManagerInterface.class);
            assertEquals(1, upkeepd.check("web", "json-steps").exitCode);
            assertEquals(List.of("check", "web", CheckForm.JSON_STEPS), nextAsked());
            assertEquals(2, upkeepd.check("web", "xml").exitCode);
            assertEquals("""
                error: cannot check web: there is no form "xml"
                  hint: the forms are text, steps, json, json-steps, nagios
                """, upkeepd.check("web", "xml").err);
            assertTrue(asked.isEmpty());
            for (String name : List.of("", "broken")) {
                assertEquals(3, upkeepd.check(name, "nagios").exitCode);
                assertEquals("", upkeepd.check(name, "nagios").err);
                assertTrue(upkeepd.check(name, "nagios").out.startsWith("UNKNOWN - cannot check " + name));
            }
        }
    }

    @Test
    void theVersionIsAProperty() throws Exception {
        serve(Optional.empty());
        try (DBusConnection connection =
                DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
            Properties properties =
                    connection.getRemoteObject(ControlServer.BUS_NAME, ControlServer.PATH, Properties.class);
            assertEquals("0.1.0", properties.<String>Get("org.upkeep1.Manager", "Version"));
        }
    }

    @Test
    void polkitIsAskedAndItsAbsenceMeansNo() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                DBusConnection asking = DBusConnectionBuilder.forAddress(address)
                        .withShared(false)
                        .build()) {
            BusGatekeeper keeper = new BusGatekeeper(asking, executor, uid -> "user " + uid);
            assertEquals(Optional.of(new Caller(0, "user 0")), keeper.identify(asking.getUniqueName()));
            assertEquals(
                    Optional.of("polkit cannot be asked here, so only root may"),
                    keeper.refuse(":1.77", "org.upkeep1.operate", Map.of("service", "web")));
            try (FakePolicyKit _ = new FakePolicyKit(address)) {
                assertEquals(Optional.empty(), keeper.refuse(":1.77", "org.upkeep1.operate", Map.of("service", "web")));
                assertEquals(
                        Optional.of("polkit does not allow org.upkeep1.operate"),
                        keeper.refuse(":1.77", "org.upkeep1.operate", Map.of("service", "db")));
            }
        }
    }

    @Test
    void namesOfUsersComeFromTheSystem() {
        assertEquals("root", new UserNames().apply(0));
        assertEquals("daemon", new UserNames().apply(1));
        assertEquals("uid 3999999999", new UserNames().apply(3_999_999_999L));
        assertEquals("uid 54321", new UserNames().apply(54_321));
    }
}
