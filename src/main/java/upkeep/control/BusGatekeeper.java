package upkeep.control;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.errors.AccessDenied;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import upkeep.core.Event.Caller;

/** Asks the bus who a peer is and polkit what it may do; where polkit is absent only root may. */
final class BusGatekeeper implements Gatekeeper {

    private static final long POLKIT_SECONDS = 5;
    private static final UInt32 NO_INTERACTION = new UInt32(0);

    private final DBus bus;
    private final PolicyKit polkit;
    private final ExecutorService executor;
    private final LongFunction<String> userName;

    BusGatekeeper(DBusConnection connection, ExecutorService executor, LongFunction<String> userName)
            throws DBusException {
        this.bus = connection.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
        this.polkit = connection.getRemoteObject(PolicyKit.BUS_NAME, PolicyKit.PATH, PolicyKit.class);
        this.executor = executor;
        this.userName = userName;
    }

    @Override
    public Optional<Caller> identify(String uniqueName) {
        try {
            long uid = bus.GetConnectionUnixUser(uniqueName).longValue();
            return Optional.of(new Caller(uid, userName.apply(uid)));
        } catch (DBusExecutionException gone) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> refuse(String uniqueName, String action, Map<String, String> details) {
        PolicyKit.Subject subject = new PolicyKit.Subject("system-bus-name", Map.of("name", new Variant<>(uniqueName)));
        Future<PolicyKit.Result> answer =
                executor.submit(() -> polkit.checkAuthorization(subject, action, details, NO_INTERACTION, ""));
        try {
            return answer.get(POLKIT_SECONDS, TimeUnit.SECONDS).authorized
                    ? Optional.empty()
                    : Optional.of("polkit does not allow " + action);
        } catch (TimeoutException late) {
            answer.cancel(true);
            return Optional.of("polkit did not answer within " + POLKIT_SECONDS + "s");
        } catch (ExecutionException failure) {
            return Optional.of(
                    failure.getCause() instanceof AccessDenied
                            ? "polkit does not answer upkeepd's questions about " + action
                            : "polkit cannot be asked here, so only root may");
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.of("upkeepd is stopping");
        }
    }
}
