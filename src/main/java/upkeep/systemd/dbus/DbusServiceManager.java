package upkeep.systemd.dbus;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.freedesktop.dbus.DBusPath;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.JobResult;
import upkeep.core.UnitMeasures;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;

/**
 * systemd over the system bus (org.freedesktop.systemd1(5)). Connects on a thread of its own, again whenever the
 * connection is lost, first quickly, then every five seconds. Calls made while there is no connection fail at once.
 * Nothing is asked of a human: what polkit does not allow outright is refused. Thread-safe.
 */
public final class DbusServiceManager implements ServiceManager {

    private static final Logger LOG = LoggerFactory.getLogger(DbusServiceManager.class);

    private static final Duration CALL_DEADLINE = Duration.ofSeconds(5);
    private static final Duration SETUP_DEADLINE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Retries at the first pause, before it grows: a restarted bus is back within half a second. */
    private static final int QUICK_RETRIES = 5;

    private static final int INBOX_LIMIT = 20_000;

    private final String address;
    private final WatchedNames names = new WatchedNames();
    private final Watcher watcher;
    private final Thread thread;
    private volatile @Nullable Session session;
    private volatile boolean closed;

    /**
     * Starts to connect.
     *
     * @param address where the bus listens, {@code unix:path=…}; see {@link #systemBus()}
     */
    public DbusServiceManager(String address, Listener listener) {
        this.address = address;
        this.watcher = new Watcher(listener, names);
        this.thread = Thread.ofPlatform().daemon().name("systemd-watcher").start(this::stayConnected);
    }

    /** The address of the system bus: DBUS_SYSTEM_BUS_ADDRESS of the environment, or the standard one. */
    public static String systemBus() {
        String given = System.getenv("DBUS_SYSTEM_BUS_ADDRESS");
        return given == null || given.isBlank() ? "unix:path=/run/dbus/system_bus_socket" : given;
    }

    private void stayConnected() {
        int failures = 0;
        boolean toldLost = false;
        String logged = "";
        while (!closed) {
            String why;
            long since = System.nanoTime();
            try (Session made = new Session(address, names, new Inbox(INBOX_LIMIT), SETUP_DEADLINE)) {
                session = made;
                toldLost = false;
                logged = "";
                LOG.info("connected to systemd {} over {}", made.version(), address);
                why = watcher.watch(made);
            } catch (IOException | BusError e) {
                why = String.valueOf(e.getMessage());
            } catch (InterruptedException e) {
                return;
            } finally {
                session = null;
            }
            if (closed) {
                return;
            }
            if (!why.equals(logged)) {
                logged = why;
                LOG.warn("no connection to systemd: {}; trying again", why);
            }
            if (!toldLost) {
                toldLost = true;
                watcher.lost(why);
            }
            // A connection that was good for a while is worth quick retries again.
            failures = System.nanoTime() - since > SETUP_DEADLINE.toNanos() ? 1 : failures + 1;
            if (!pause(failures)) {
                return;
            }
        }
    }

    private static boolean pause(int failures) {
        int doublings = Math.clamp(failures - QUICK_RETRIES, 0, 10);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        try {
            Thread.sleep(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void watch(Set<UnitName> units) {
        names.replace(units);
        Session current = session;
        if (current != null) {
            current.inbox().put(new Heard.Rewatch());
        }
    }

    @Override
    public void look(UnitName unit, Duration deadline) throws ManagerException {
        String what = "look at " + unit;
        CompletableFuture<Boolean> looked = new CompletableFuture<>();
        connected(what).inbox().put(new Heard.LookWanted(unit, looked));
        try {
            if (!looked.get(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ManagerException("cannot " + what + ": the connection to systemd was lost");
            }
        } catch (TimeoutException _) {
            throw new ManagerException(
                    "cannot " + what + ": systemd has not answered within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it so", e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    @Override
    public JobEnd run(UnitName unit, Verb verb, boolean resetFailed, Duration deadline) throws ManagerException {
        long end = System.nanoTime() + deadline.toNanos();
        String what = word(verb) + " " + unit;
        Session current = connected(what);
        try (JobWaits.Wait wait = current.jobs().open()) {
            if (resetFailed) {
                resetIfKnown(current, unit, left(end));
            }
            String method = switch (verb) {
                case START -> "RestartUnit";
                case RESTART -> "TryRestartUnit";
                case RELOAD -> "ReloadUnit";
                case STOP -> "StopUnit";
            };
            Object[] answer =
                    current.connection().call(left(end), Target.MANAGER, method, "ss", unit.text(), "replace");
            long job = jobNumber(answer);
            String word = wait.await(job, left(end))
                    .orElseThrow(() -> new ManagerException("cannot " + what + ": job " + job + " has not ended within "
                            + deadline.toSeconds() + " s; it goes on in systemd"));
            JobResult result = JobResult.parse(word)
                    .orElseThrow(() ->
                            new ManagerException("cannot " + what + ": the job ended in an unknown way, " + word));
            return new JobEnd(job, result);
        } catch (BusError e) {
            throw Refusals.explain(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    private static void resetIfKnown(Session session, UnitName unit, Duration deadline)
            throws BusError, InterruptedException {
        try {
            session.connection().call(deadline, Target.MANAGER, "ResetFailedUnit", "s", unit.text());
        } catch (BusError e) {
            // A unit that is not loaded has nothing to reset.
            if (!e.is(Refusals.NO_SUCH_UNIT)) {
                throw e;
            }
        }
    }

    private static String word(Verb verb) {
        return switch (verb) {
            case START -> "start";
            case RESTART -> "restart";
            case RELOAD -> "reload";
            case STOP -> "stop";
        };
    }

    private static long jobNumber(Object[] answer) throws BusError {
        String path = answer.length > 0 && answer[0] instanceof DBusPath job ? job.getPath() : "";
        String digits = path.substring(path.lastIndexOf('/') + 1);
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BusError("org.freedesktop.DBus.Error.InvalidArgs", "systemd named no job, but '" + path + "'");
        }
        return Long.parseLong(digits);
    }

    @Override
    public void start(UnitName oneshot) throws ManagerException {
        String what = "start " + oneshot;
        Session current = connected(what);
        try {
            current.connection().call(CALL_DEADLINE, Target.MANAGER, "RestartUnit", "ss", oneshot.text(), "replace");
        } catch (BusError e) {
            throw Refusals.explain(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    @Override
    public UnitMeasures measure(UnitName unit) throws ManagerException {
        String what = "measure " + unit;
        Session current = connected(what);
        Optional<String> type = Target.typeInterface(unit);
        if (type.isEmpty()) {
            return UnitMeasures.UNKNOWN;
        }
        try {
            Object[] answer = current.connection()
                    .call(CALL_DEADLINE, Target.unitProperties(unit.objectPath()), "GetAll", "s", type.get());
            return answer.length > 0 && answer[0] instanceof Map<?, ?> properties
                    ? Measures.of(properties)
                    : UnitMeasures.UNKNOWN;
        } catch (BusError e) {
            throw Refusals.explain(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    @Override
    public Map<String, Object> properties(UnitName unit, Set<String> wanted, Duration deadline)
            throws ManagerException {
        String what = "look at " + unit;
        Session current = connected(what);
        try {
            return new Questions(current.connection(), deadline).unit(unit, wanted);
        } catch (BusError e) {
            throw Refusals.explain(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    @Override
    public Optional<Map<String, Object>> timeSynchronisation(Set<String> wanted, Duration deadline)
            throws ManagerException {
        String what = "ask systemd-timesyncd";
        Session current = connected(what);
        try {
            return new Questions(current.connection(), deadline).timeSynchronisation(wanted);
        } catch (BusError e) {
            throw Refusals.explain(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    @Override
    public void resetFailed(UnitName unit) throws ManagerException {
        String what = "reset " + unit;
        try {
            resetIfKnown(connected(what), unit, CALL_DEADLINE);
        } catch (BusError e) {
            throw Refusals.explain(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    @Override
    public void ping(Duration deadline) throws ManagerException {
        Session current = connected("reach systemd");
        try {
            current.ping(deadline);
        } catch (BusError e) {
            if (e.is(BusError.NO_REPLY)) {
                current.connection().abandon("systemd does not answer");
            }
            throw Refusals.explain("reach systemd", e);
        } catch (InterruptedException e) {
            throw interrupted("reach systemd");
        }
    }

    @Override
    public int version() throws ManagerException {
        return connected("ask for systemd's version").version();
    }

    private Session connected(String what) throws ManagerException {
        return Optional.ofNullable(session)
                .orElseThrow(() -> new ManagerException("cannot " + what + ": no connection to systemd"));
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static ManagerException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new ManagerException("cannot " + what + ": interrupted");
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Session current = session;
        if (current != null) {
            current.close();
        }
        if (!Thread.currentThread().equals(thread)) {
            try {
                // After this, the listener hears nothing any more.
                thread.join(CALL_DEADLINE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
