package upkeep.systemd.dbus;

import static upkeep.systemd.dbus.Target.BUS_NAME;
import static upkeep.systemd.dbus.Target.LOGIND;
import static upkeep.systemd.dbus.Target.LOGIND_TYPE;
import static upkeep.systemd.dbus.Target.MANAGER_PATH;
import static upkeep.systemd.dbus.Target.MANAGER_TYPE;
import static upkeep.systemd.dbus.Target.PROPERTIES_TYPE;
import static upkeep.systemd.dbus.Target.SYSTEMD;
import static upkeep.systemd.dbus.Target.UNIT_PATH;
import static upkeep.systemd.dbus.Target.UNIT_TYPE;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.UnitName;
import upkeep.core.JobResult;

/**
 * One life of the bus connection: subscribed to systemd, sorting what comes in. Any local user may send us a signal
 * that looks like systemd's, so only those that the bus says are from systemd's own connection count; which connection
 * that is changes with every re-execution and is followed.
 */
final class Session implements BusConnection.Receiver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final String[] MATCHES = {
        "type='signal',sender='" + BUS_NAME + "',interface='" + BUS_NAME + "',member='NameOwnerChanged',arg0='"
                + SYSTEMD + "'",
        "type='signal',sender='" + BUS_NAME + "',interface='" + BUS_NAME + "',member='NameOwnerChanged',arg0='" + LOGIND
                + "'",
        "type='signal',sender='" + SYSTEMD + "',path='" + MANAGER_PATH + "',interface='" + MANAGER_TYPE + "'",
        "type='signal',sender='" + SYSTEMD + "',path_namespace='" + UNIT_PATH + "',interface='" + PROPERTIES_TYPE
                + "',member='PropertiesChanged'",
        "type='signal',sender='" + LOGIND + "',interface='" + LOGIND_TYPE + "',member='PrepareForShutdown'",
    };

    private final WatchedNames names;
    private final Inbox inbox;
    private final JobWaits jobs = new JobWaits();
    private final BusConnection connection;
    private volatile @Nullable String systemdOwner;
    private volatile @Nullable String logindOwner;
    private volatile boolean refusedReference;
    private int version;

    /**
     * Connects and subscribes.
     *
     * @throws IOException if the bus cannot be reached
     * @throws BusError if systemd is not there, or refuses
     */
    Session(String address, WatchedNames names, Inbox inbox, Duration deadline)
            throws IOException, BusError, InterruptedException {
        this.names = names;
        this.inbox = inbox;
        this.connection = BusConnection.open(address, this, deadline);
        try {
            prepare(deadline);
        } catch (BusError | InterruptedException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare(Duration deadline) throws BusError, InterruptedException {
        for (String match : MATCHES) {
            connection.call(deadline, Target.BUS, "AddMatch", "s", match);
        }
        // Set on the reading thread, so that the first signal after the answer is judged by it already.
        connection.send(new Owner(owner -> logindOwner = owner), Target.BUS, "GetNameOwner", "s", LOGIND);
        connection.send(new Owner(owner -> systemdOwner = owner), Target.BUS, "GetNameOwner", "s", SYSTEMD);
        connection.call(deadline, Target.BUS, "GetNameOwner", "s", SYSTEMD);
        try {
            connection.call(deadline, Target.MANAGER, "Subscribe", "");
        } catch (BusError e) {
            if (!e.shortName().equals("AlreadySubscribed")) {
                throw e;
            }
        }
        version = number(property(deadline, "Version"));
        if ("stopping".equals(property(deadline, "SystemState"))) {
            inbox.put(new Heard.Stopping());
        }
    }

    private Object property(Duration deadline, String name) throws BusError, InterruptedException {
        Object[] values = connection.call(deadline, Target.MANAGER_PROPERTIES, "Get", "ss", MANAGER_TYPE, name);
        return values.length > 0 && values[0] instanceof Variant<?> variant ? variant.getValue() : "";
    }

    /** The leading digits: {@code 252.39-1~deb12u2} is 252. */
    private static int number(Object text) {
        String digits = String.valueOf(text).replaceFirst("^[^0-9]*([0-9]{1,6}).*$", "$1");
        return digits.chars().allMatch(Character::isDigit) && !digits.isEmpty() ? Integer.parseInt(digits) : 0;
    }

    int version() {
        return version;
    }

    Inbox inbox() {
        return inbox;
    }

    BusConnection connection() {
        return connection;
    }

    JobWaits jobs() {
        return jobs;
    }

    /** A round trip to systemd itself. */
    void ping(Duration deadline) throws BusError, InterruptedException {
        property(deadline, "Version");
    }

    /** systemd has a new connection; whether it still knows us as a subscriber depends on its version. */
    void subscribeAgain() {
        connection.send(new Ignore(), Target.MANAGER, "Subscribe", "");
    }

    /**
     * Keeps the unit loaded as long as this connection lives, so that its exit status survives its end. Works without;
     * what the signals said is then all there is.
     */
    void reference(UnitName unit) {
        connection.send(
                new Ignore() {
                    @Override
                    public void failed(BusError error) {
                        if (error.is(Refusals.ACCESS_DENIED) && !refusedReference) {
                            refusedReference = true;
                            LOG.info(
                                    "polkit does not let us keep {} loaded: exit statuses of stopped units are taken from"
                                            + " signals only",
                                    unit);
                        }
                    }
                },
                Target.unit(unit.objectPath()),
                "Ref",
                "");
    }

    void unreference(UnitName unit) {
        connection.send(new Ignore(), Target.unit(unit.objectPath()), "Unref", "");
    }

    /** Asks for everything about the unit; the answer comes to the inbox, with a {@link Heard.UnitRead} as its end. */
    void read(UnitName unit) {
        Target object = Target.unitProperties(unit.objectPath());
        Target.typeInterface(unit)
                .ifPresent(type -> connection.send(
                        new Ignore() {
                            @Override
                            public void arrived(Object[] values) {
                                inbox.put(new Heard.TypeRead(unit, first(values)));
                            }
                        },
                        object,
                        "GetAll",
                        "s",
                        type));
        connection.send(
                new BusConnection.Answer() {
                    @Override
                    public void arrived(Object[] values) {
                        if (values.length > 0
                                && values[0] instanceof Map<?, ?> map
                                && map.get("Id") instanceof Variant<?> id) {
                            names.mainName(unit, String.valueOf(id.getValue()));
                        }
                        inbox.put(new Heard.UnitRead(unit, first(values)));
                    }

                    @Override
                    public void failed(BusError error) {
                        inbox.put(new Heard.ReadFailed(unit, error));
                    }
                },
                object,
                "GetAll",
                "s",
                UNIT_TYPE);
    }

    private static Map<String, Object> first(Object[] values) {
        return values.length > 0 ? UnitValues.pick(values[0]) : Map.of();
    }

    @Override
    public void signal(DBusSignal signal) throws DBusException {
        String source = signal.getSource();
        if (source == null) {
            return;
        }
        if (source.equals(BUS_NAME)) {
            ownerChanged(signal);
        } else if (source.equals(systemdOwner)) {
            fromSystemd(signal);
        } else if (source.equals(logindOwner)) {
            if (signal.getName().equals("PrepareForShutdown") && Boolean.TRUE.equals(argument(signal, 0))) {
                inbox.put(new Heard.Stopping());
            }
        }
    }

    private void ownerChanged(DBusSignal signal) throws DBusException {
        if (!signal.getName().equals("NameOwnerChanged") || !(argument(signal, 2) instanceof String owner)) {
            return;
        }
        String now = owner.isEmpty() ? null : owner;
        if (LOGIND.equals(argument(signal, 0))) {
            logindOwner = now;
        } else if (SYSTEMD.equals(argument(signal, 0))) {
            systemdOwner = now;
            if (now != null) {
                inbox.put(new Heard.OwnerChanged());
            }
        }
    }

    private void fromSystemd(DBusSignal signal) throws DBusException {
        if (PROPERTIES_TYPE.equals(signal.getInterface())) {
            UnitName unit = names.byPath(signal.getPath());
            if (unit != null && signal.getName().equals("PropertiesChanged")) {
                Map<String, Object> values = UnitValues.pick(argument(signal, 1));
                boolean common = UNIT_TYPE.equals(argument(signal, 0));
                inbox.put(common ? new Heard.UnitChanged(unit, values) : new Heard.TypeChanged(unit, values));
            }
            return;
        }
        if (!MANAGER_TYPE.equals(signal.getInterface())) {
            return;
        }
        switch (signal.getName()) {
            case "JobNew" -> {
                UnitName unit = names.byName(argument(signal, 2));
                if (unit != null) {
                    inbox.put(new Heard.JobQueued(unit, UnitValues.number(argument(signal, 0))));
                }
                if ("shutdown.target".equals(argument(signal, 2))) {
                    inbox.put(new Heard.Stopping());
                }
            }
            case "JobRemoved" -> jobRemoved(signal);
            case "Reloading" -> {
                // In between, every unit is announced as removed and as new; only the end brings news.
                if (Boolean.FALSE.equals(argument(signal, 0))) {
                    inbox.put(new Heard.Reloaded());
                }
            }
            // After `systemctl mask` and the like; without --no-reload, a reload follows.
            case "UnitFilesChanged" -> inbox.put(new Heard.Reloaded());
            default -> {
                // UnitNew and UnitRemoved are left out on purpose: looking at a unit causes them.
            }
        }
    }

    private void jobRemoved(DBusSignal signal) throws DBusException {
        long job = UnitValues.number(argument(signal, 0));
        String word = String.valueOf(argument(signal, 3));
        jobs.ended(job, word);
        UnitName unit = names.byName(argument(signal, 2));
        if (unit != null) {
            inbox.put(new Heard.JobEnded(unit, job, JobResult.parse(word).orElse(JobResult.FAILED)));
        }
    }

    private static Object argument(DBusSignal signal, int index) throws DBusException {
        Object[] values = signal.getParameters();
        return values != null && values.length > index ? values[index] : "";
    }

    @Override
    public void lost(String why) {
        jobs.lost(why);
        inbox.put(new Heard.Lost(why));
    }

    @Override
    public void close() {
        connection.close();
    }

    /** For calls whose answer brings no news. */
    private static class Ignore implements BusConnection.Answer {
        @Override
        public void arrived(Object[] values) {}

        @Override
        public void failed(BusError error) {}
    }

    /** Takes the answer of GetNameOwner. */
    private static final class Owner extends Ignore {
        private final Consumer<String> taker;

        Owner(Consumer<String> taker) {
            this.taker = taker;
        }

        @Override
        public void arrived(Object[] values) {
            if (values.length > 0 && values[0] instanceof String owner) {
                taker.accept(owner);
            }
        }
    }
}
