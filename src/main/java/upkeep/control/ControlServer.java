package upkeep.control;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.freedesktop.dbus.connections.IDisconnectCallback;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code org.upkeep1} on a message bus, on a connection of its own. Comes back by itself, after 0.1 s doubling to 10 s,
 * when the bus is restarted, the name was taken, or the connection no longer answers (looked at every 30 s). Thread-safe.
 */
public final class ControlServer implements AutoCloseable {

    public static final String BUS_NAME = "org.upkeep1";
    public static final String PATH = "/org/upkeep1";
    public static final String ALERTS_PATH = "/org/upkeep1/Alerts";
    static final String HEARTBEATS_PATH = "/org/upkeep1/Heartbeats";

    /** The longest a call may take; less than what a client waits. */
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LOOKED_AT = Duration.ofSeconds(30);

    /** Who answers what is asked. */
    public record Services(ControlService control, AlertService alerts, HeartbeatService heartbeats) {}

    /** Told from the server's own thread; must not block for long. */
    public interface Listener {
        /** The name is ours and calls are answered. */
        void connected();

        /** Nobody can ask at present; told once until it is well again. */
        void lost(String why);
    }

    private final String address;
    private final String version;
    private final Services services;
    private final Listener listener;
    private final Clock clock;
    private final Optional<Gatekeeper> gatekeeper;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(GuardedCalls.AT_ONCE);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch named = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("control").unstarted(this::keepConnected);

    /**
     * @param address the bus, as in the D-Bus specification; see {@link #systemBus}
     * @param version what the property Version tells
     * @param clock for times that callers name, in its zone
     */
    public ControlServer(String address, String version, Services services, Listener listener, Clock clock) {
        this(address, version, services, listener, clock, Optional.empty());
    }

    ControlServer(
            String address,
            String version,
            Services services,
            Listener listener,
            Clock clock,
            Optional<Gatekeeper> gatekeeper) {
        this.address = address;
        this.version = version;
        this.services = services;
        this.listener = listener;
        this.clock = clock;
        this.gatekeeper = gatekeeper;
    }

    /** The address of the system bus: DBUS_SYSTEM_BUS_ADDRESS, or the usual socket. */
    public static String systemBus(Function<String, Optional<String>> environment) {
        return environment
                .apply("DBUS_SYSTEM_BUS_ADDRESS")
                .filter(text -> !text.isBlank())
                .orElse("unix:path=/run/dbus/system_bus_socket");
    }

    /** Begins to connect, and returns at once. */
    public void start() {
        thread.start();
    }

    /** Waits until the name was ours once; false if that took longer. */
    public boolean awaitName(Duration deadline) throws InterruptedException {
        return named.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void keepConnected() {
        Duration pause = FIRST_PAUSE;
        boolean told = false;
        try {
            while (closed.getCount() > 0) {
                Session session = new Session();
                String why;
                try {
                    session.open();
                    named.countDown();
                    listener.connected();
                    pause = FIRST_PAUSE;
                    told = false;
                    why = session.awaitLoss();
                } catch (DBusException | DBusExecutionException failure) {
                    why = String.valueOf(failure.getMessage());
                } finally {
                    session.close();
                }
                if (closed.getCount() > 0 && !told) {
                    listener.lost(why);
                    told = true;
                }
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, from its opening to its loss. dbus-java's connections do not come back. */
    private final class Session implements IDisconnectCallback {

        private final AtomicReference<DBusConnection> connection = new AtomicReference<>();
        private final AtomicReference<String> loss = new AtomicReference<>("the bus closed the connection");
        private final CountDownLatch lost = new CountDownLatch(1);

        void open() throws DBusException {
            DBusConnectionBuilder builder =
                    DBusConnectionBuilder.forAddress(address).withShared(false).withDisconnectCallback(this);
            // One attempt: the pauses between attempts are ours.
            builder.transportConfig().withTimeout(500);
            // A few more than may run at once, to tell the others quickly that we are busy.
            builder.receivingThreadConfig().withMethodCallThreadCount(GuardedCalls.AT_ONCE + 4);
            DBusConnection fresh = builder.build();
            connection.set(fresh);
            Gatekeeper keeper =
                    gatekeeper.isPresent() ? gatekeeper.get() : new BusGatekeeper(fresh, executor, new UserNames());
            GuardedCalls calls = new GuardedCalls(keeper, executor, slots);
            fresh.exportObject(PATH, new ManagerObject(version, services.control(), calls, clock));
            fresh.exportObject(ALERTS_PATH, new AlertsObject(services.alerts(), calls));
            fresh.exportObject(HEARTBEATS_PATH, new HeartbeatsObject(services.heartbeats(), calls));
            try {
                fresh.requestBusName(BUS_NAME);
            } catch (DBusException failure) {
                throw new DBusException(
                        "cannot own the name " + BUS_NAME + " on the bus: " + failure.getMessage(), failure);
            }
        }

        /** The bus is asked now and then, since a connection can die without our being told. */
        String awaitLoss() throws InterruptedException, DBusException {
            DBusConnection current = connection.get();
            DBus bus = current.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
            while (!lost.await(LOOKED_AT.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!current.getUniqueName().equals(bus.GetNameOwner(BUS_NAME))) {
                    return "another process took the name " + BUS_NAME;
                }
            }
            return loss.get();
        }

        /** On a lost connection dbus-java waits 20 s for an answer to its farewell, so nobody waits for that. */
        void close() {
            DBusConnection current = connection.get();
            if (current == null) {
                return;
            }
            if (lost.getCount() == 0) {
                Thread.ofVirtual().name("control-farewell").start(() -> close(current));
            } else {
                close(current);
            }
        }

        private static void close(DBusConnection connection) {
            try {
                connection.close();
            } catch (IOException | RuntimeException failure) {
                LOG.debug("closing a bus connection failed", failure);
            }
        }

        @Override
        public void disconnectOnError(IOException failure) {
            loss.set("the connection to the bus broke: " + failure.getMessage());
            lost.countDown();
        }

        @Override
        public void clientDisconnect() {
            lost.countDown();
        }

        @Override
        public void requestedDisconnect(Integer connectionId) {
            lost.countDown();
        }

        @Override
        public void exceptionOnTerminate(IOException failure) {
            lost.countDown();
        }
    }

    /** Gives the name back and stops; calls under way are interrupted. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }
}
