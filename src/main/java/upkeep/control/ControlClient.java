package upkeep.control;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.errors.AccessDenied;
import org.freedesktop.dbus.errors.NoReply;
import org.freedesktop.dbus.errors.ServiceUnknown;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;

/**
 * Asks upkeepd over the bus, a connection a call. Never fails with an exception and never starts upkeepd: what went wrong
 * is in the answer. Blocks for at most 25 s, a process-wide setting of dbus-java, which is why only the command line uses
 * this.
 */
public final class ControlClient {

    private static final long DEADLINE_MILLIS = 25_000;
    private static final String NOT_RUNNING = "cannot ask upkeepd: it is not running\n  hint: systemctl start upkeepd";

    private final String address;

    /** Asks on the bus at {@code address}, as in the D-Bus specification; see {@link ControlServer#systemBus}. */
    public ControlClient(String address) {
        this.address = address;
    }

    public Answer status(List<String> names, boolean json) {
        return ask(upkeepd -> upkeepd.status(names, json));
    }

    /** How all services stand, as JSON, without what they use. */
    public Answer glance() {
        return ask(ManagerInterface::glance);
    }

    /** Why a service is as it is, or was {@code at} a time as people write it; empty for now. */
    public Answer why(String name, String at, boolean json) {
        return ask(upkeepd -> upkeepd.why(name, at, json));
    }

    /** The newest entries about a service or check; an empty name stands for all. */
    public Answer events(String name, int limit, boolean json) {
        if (limit < 1) {
            return Answer.misused("cannot list " + limit + " events: at least 1 can be listed");
        }
        return ask(upkeepd -> upkeepd.events(name, new UInt32(limit), json));
    }

    /** How much of the time things answered, for a time span in systemd's syntax; all of them if {@code names} is empty. */
    public Answer availability(List<String> names, String since, boolean json) {
        return ask(upkeepd -> upkeepd.availability(names, since, json));
    }

    /** Runs the probes of a service, or one check, now. */
    public Answer check(String name, CheckForm form) {
        return form.refusal(ask(upkeepd -> upkeepd.check(name, form.word())));
    }

    /** Suspends supervision for a time span in systemd's syntax. */
    public Answer hold(String name, String duration, String reason) {
        return ask(upkeepd -> upkeepd.hold(name, duration, reason));
    }

    public Answer release(String name) {
        return ask(upkeepd -> upkeepd.release(name));
    }

    /** As {@link #hold}, of everything on the machine. */
    public Answer handsOff(String duration, String reason) {
        return ask(upkeepd -> upkeepd.handsOff(duration, reason));
    }

    public Answer handsOn() {
        return ask(ManagerInterface::handsOn);
    }

    /** Has what a check found of a file recorded as the good one. */
    public Answer accept(String name) {
        return ask(upkeepd -> upkeepd.accept(name));
    }

    public Answer reload() {
        return ask(ManagerInterface::reload);
    }

    /** What is wrong, and who was told. */
    public Answer alerts(boolean json) {
        return askOfAlerts(upkeepd -> upkeepd.alerts(json));
    }

    /** Nobody is told of what fits, for a time span in systemd's syntax; what is empty fits all. */
    public Answer silence(List<String> subjects, String target, String severity, String duration, String reason) {
        return askOfAlerts(upkeepd -> upkeepd.silence(subjects, target, severity, duration, reason));
    }

    public Answer unsilence(long number) {
        return number < 1
                ? Answer.misused("cannot end the silence " + number + ": there is none of that number")
                : askOfAlerts(upkeepd -> upkeepd.unsilence(new UInt64(number)));
    }

    public Answer acknowledge(String name, String duration, String reason) {
        return askOfAlerts(upkeepd -> upkeepd.acknowledge(name, duration, reason));
    }

    /** Sends a message that says that nothing is wrong; an empty name stands for each receiver. */
    public Answer testAlert(String receiver) {
        return askOfAlerts(upkeepd -> upkeepd.test(receiver));
    }

    private Answer ask(Function<ManagerInterface, Reply<Integer, String, String>> question) {
        return ask(ControlServer.PATH, ManagerInterface.class, question);
    }

    private Answer askOfAlerts(Function<AlertsInterface, Reply<Integer, String, String>> question) {
        return ask(ControlServer.ALERTS_PATH, AlertsInterface.class, question);
    }

    private <T extends DBusInterface> Answer ask(
            String path, Class<T> type, Function<T, Reply<Integer, String, String>> question) {
        MethodCall.setDefaultTimeout(DEADLINE_MILLIS);
        DBusConnection connection;
        try {
            DBusConnectionBuilder builder =
                    DBusConnectionBuilder.forAddress(address).withShared(false);
            // One attempt: dbus-java would try for ten seconds to reach a bus that is not there.
            builder.transportConfig().withTimeout(500);
            connection = builder.build();
        } catch (DBusException | RuntimeException failure) {
            return Answer.failed("cannot ask upkeepd: the message bus at " + address
                    + " does not answer\n  hint: systemctl status dbus");
        }
        try (connection) {
            DBus bus = connection.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
            if (!bus.NameHasOwner(ControlServer.BUS_NAME)) {
                return Answer.failed(NOT_RUNNING);
            }
            // Without starting it: a client of a unit that cannot start would wait for its own deadline.
            T upkeepd = connection.getRemoteObject(ControlServer.BUS_NAME, path, type, false);
            Reply<Integer, String, String> reply = question.apply(upkeepd);
            return new Answer(reply.exitCode, reply.out, reply.err);
        } catch (ServiceUnknown gone) {
            return Answer.failed(NOT_RUNNING);
        } catch (AccessDenied denied) {
            return Answer.failed("cannot ask upkeepd: the bus denies access\n  hint: run it as root, or as a member of"
                    + " the group that may ask");
        } catch (NoReply late) {
            return Answer.failed("cannot ask upkeepd: it did not answer within " + DEADLINE_MILLIS / 1_000
                    + "s\n  hint: systemctl status upkeepd");
        } catch (DBusException | DBusExecutionException | IOException failure) {
            return Answer.failed("cannot ask upkeepd: " + Table.plain(String.valueOf(failure.getMessage())));
        }
    }
}
