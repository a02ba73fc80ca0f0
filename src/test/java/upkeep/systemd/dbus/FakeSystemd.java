package upkeep.systemd.dbus;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.BaseConnectionBuilder;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.connections.transports.TransportConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;

/**
 * A message bus with one client and systemd on it, played by one lock: whatever a test makes it say arrives in exactly
 * that order, which a real bus with a real systemd promises as well and a second process would not.
 */
final class FakeSystemd implements AutoCloseable {

    /** Plays a method; answers through {@link #reply} or {@link #error}, or not at all. */
    interface Method {
        void called(MethodCall call, Object[] arguments) throws DBusException, IOException;
    }

    static final String CLIENT = ":1.7";
    static final String JOB_PATH = "/org/freedesktop/systemd1/job/";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Method> methods = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Map<String, Variant<?>>> unitValues = new LinkedHashMap<>();
    private final Map<String, Map<String, Variant<?>>> typeValues = new LinkedHashMap<>();
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final List<String> matches = new ArrayList<>();
    private final AbstractTransport transport;
    private volatile @Nullable TransportConnection client;
    private volatile boolean closed;
    private long lastJob = 100;

    FakeSystemd(Path socket) throws DBusException, IOException, InterruptedException {
        CountDownLatch bound = new CountDownLatch(1);
        transport = TransportBuilder.create("unix:path=" + socket + ",listen=true")
                .configure()
                .withAutoConnect(false)
                .withAfterBindCallback(_ -> bound.countDown())
                .withEndianess(BaseConnectionBuilder.getSystemEndianness())
                .back()
                .build();
        owners.put(Target.SYSTEMD, ":1.1");
        owners.put(Target.LOGIND, ":1.2");
        on("Hello", (call, _) -> reply(call, "s", CLIENT));
        on("AddMatch", (call, arguments) -> {
            matches.add((String) arguments[0]);
            reply(call, "");
        });
        on("GetNameOwner", (call, arguments) -> {
            String owner = owners.get((String) arguments[0]);
            if (owner == null) {
                error(call, BusError.NAME_HAS_NO_OWNER, "nobody has " + arguments[0]);
            } else {
                reply(call, "s", owner);
            }
        });
        for (String name : List.of("Subscribe", "Ref", "Unref", "ResetFailedUnit")) {
            on(name, (call, _) -> reply(call, ""));
        }
        on("Get", (call, arguments) -> {
            String value = arguments[1].equals("Version") ? "252.39-1~deb12u2" : "running";
            reply(call, "v", new Variant<>(value));
        });
        on(
                "GetAll",
                (call, arguments) -> reply(
                        call,
                        "a{sv}",
                        (arguments[0].equals(Target.UNIT_TYPE) ? unitValues : typeValues)
                                .getOrDefault(call.getPath(), Map.of())));
        Thread.ofPlatform().daemon().name("fake-bus").start(this::serve);
        if (!bound.await(10, TimeUnit.SECONDS)) {
            throw new IOException("cannot listen at " + socket);
        }
    }

    void on(String method, Method handler) {
        methods.put(method, handler);
    }

    private void serve() {
        while (!closed) {
            try {
                TransportConnection connection = transport.listen();
                client = connection;
                while (!closed) {
                    Message message = connection.getReader().readMessage();
                    if (message instanceof MethodCall call) {
                        play(call);
                    }
                }
            } catch (IOException | DBusException e) {
                // The client or the test has closed it.
            }
        }
    }

    private void play(MethodCall call) throws DBusException, IOException {
        lock.lock();
        try {
            Object[] arguments = call.getParameters();
            Object[] given = arguments == null ? new Object[0] : arguments;
            calls.add(call.getName() + (given.length > 0 ? " " + given[0] : ""));
            Method method = methods.get(call.getName());
            if (method == null) {
                error(call, "org.freedesktop.DBus.Error.UnknownMethod", "no " + call.getName());
            } else {
                method.called(call, given);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a call that starts like this. */
    void awaitCall(String start) throws InterruptedException {
        String call;
        do {
            call = calls.poll(10, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("no call " + start);
            }
        } while (!call.startsWith(start));
    }

    /** How many calls like this came since the last look. */
    int count(String start) {
        List<String> all = new ArrayList<>();
        calls.drainTo(all);
        return (int) all.stream().filter(call -> call.startsWith(start)).count();
    }

    List<String> matches() {
        return matches;
    }

    /** Does several things with nothing in between on the wire. */
    void together(Sequence sequence) throws DBusException, IOException {
        lock.lock();
        try {
            sequence.play();
        } finally {
            lock.unlock();
        }
    }

    /** What {@link #together} does. */
    interface Sequence {
        void play() throws DBusException, IOException;
    }

    void reply(MethodCall call, String signature, Object... arguments) throws DBusException, IOException {
        String source = Target.BUS_NAME.equals(call.getDestination())
                ? Target.BUS_NAME
                : owners.getOrDefault(call.getDestination(), ":1.1");
        write(transport
                .getMessageFactory()
                .createMethodReturn(source, call, signature.isEmpty() ? null : signature, arguments));
    }

    void error(MethodCall call, String name, String text) throws DBusException, IOException {
        write(transport.getMessageFactory().createError(":1.1", CLIENT, name, call.getSerial(), "s", text));
    }

    private void write(Message message) throws IOException {
        lock.lock();
        try {
            TransportConnection connection = client;
            if (connection != null) {
                connection.getWriter().writeMessage(message);
            }
        } finally {
            lock.unlock();
        }
    }

    void signalFrom(String source, String path, String type, String member, String signature, Object... arguments)
            throws DBusException, IOException {
        write(transport.getMessageFactory().createSignal(source, path, type, member, signature, arguments));
    }

    void managerSignal(String member, String signature, Object... arguments) throws DBusException, IOException {
        signalFrom(systemd(), Target.MANAGER_PATH, Target.MANAGER_TYPE, member, signature, arguments);
    }

    private String systemd() {
        return owners.getOrDefault(Target.SYSTEMD, ":1.1");
    }

    /** systemd is executed again: a new unique name, announced by the bus. */
    void reexecute(String owner) throws DBusException, IOException {
        String old = systemd();
        owners.put(Target.SYSTEMD, owner);
        nameOwnerChanged(old, "");
        nameOwnerChanged("", owner);
    }

    private void nameOwnerChanged(String old, String now) throws DBusException, IOException {
        signalFrom(
                Target.BUS_NAME,
                Target.BUS.path(),
                Target.BUS_NAME,
                "NameOwnerChanged",
                "sss",
                Target.SYSTEMD,
                old,
                now);
    }

    /** The unit's state as {@code active/running}, without a word on the bus. */
    void set(UnitName unit, String state, int mainPid, String result, int code, int status, long job, int run) {
        String[] parts = state.split("/", 2);
        Map<String, Variant<?>> common = new LinkedHashMap<>();
        common.put("Id", new Variant<>(unit.text()));
        common.put("Names", new Variant<>(new String[] {unit.text()}, "as"));
        common.put("LoadState", new Variant<>("loaded"));
        common.put("ActiveState", new Variant<>(parts[0]));
        common.put("SubState", new Variant<>(parts[1]));
        common.put("NeedDaemonReload", new Variant<>(false));
        byte[] invocation =
                run == 0 ? new byte[0] : new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, (byte) run};
        common.put("InvocationID", new Variant<>(invocation, "ay"));
        common.put(
                "Job",
                new Variant<>(new Object[] {new UInt32(job), new DBusPath(job == 0 ? "/" : JOB_PATH + job)}, "(uo)"));
        Map<String, Variant<?>> type = new LinkedHashMap<>();
        type.put("Result", new Variant<>(result));
        type.put("ExecMainCode", new Variant<>(code));
        type.put("ExecMainStatus", new Variant<>(status));
        type.put("NRestarts", new Variant<>(new UInt32(0)));
        type.put("MainPID", new Variant<>(new UInt32(mainPid)));
        type.put("MemoryCurrent", new Variant<>(new UInt64(new BigInteger("18446744073709551615"))));
        lock.lock();
        try {
            unitValues.put(unit.objectPath(), common);
            typeValues.put(unit.objectPath(), type);
        } finally {
            lock.unlock();
        }
    }

    /** One more property that all units have, without a word on the bus. */
    void put(UnitName unit, String property, Variant<?> value) {
        lock.lock();
        try {
            unitValues
                    .computeIfAbsent(unit.objectPath(), _ -> new LinkedHashMap<>())
                    .put(property, value);
        } finally {
            lock.unlock();
        }
    }

    /** One more property of the unit's type. */
    void putTyped(UnitName unit, String property, Variant<?> value) {
        lock.lock();
        try {
            typeValues
                    .computeIfAbsent(unit.objectPath(), _ -> new LinkedHashMap<>())
                    .put(property, value);
        } finally {
            lock.unlock();
        }
    }

    /** Announces the unit's values, its type's part first, as systemd does. */
    void changed(UnitName unit) throws DBusException, IOException {
        changedFrom(systemd(), unit);
    }

    void changedFrom(String source, UnitName unit) throws DBusException, IOException {
        lock.lock();
        try {
            String[] none = {};
            signalFrom(
                    source,
                    unit.objectPath(),
                    Target.PROPERTIES_TYPE,
                    "PropertiesChanged",
                    "sa{sv}as",
                    "org.freedesktop.systemd1.Service",
                    typeValues.getOrDefault(unit.objectPath(), Map.of()),
                    none);
            signalFrom(
                    source,
                    unit.objectPath(),
                    Target.PROPERTIES_TYPE,
                    "PropertiesChanged",
                    "sa{sv}as",
                    Target.UNIT_TYPE,
                    unitValues.getOrDefault(unit.objectPath(), Map.of()),
                    none);
        } finally {
            lock.unlock();
        }
    }

    void setAndTell(UnitName unit, String state, int mainPid, String result, int code, int status, long job, int run)
            throws DBusException, IOException {
        set(unit, state, mainPid, result, code, status, job, run);
        changed(unit);
    }

    long nextJob() {
        return ++lastJob;
    }

    void jobNew(UnitName unit, long job) throws DBusException, IOException {
        managerSignal("JobNew", "uos", new UInt32(job), new DBusPath(JOB_PATH + job), unit.text());
    }

    void jobRemoved(UnitName unit, long job, String result) throws DBusException, IOException {
        managerSignal("JobRemoved", "uoss", new UInt32(job), new DBusPath(JOB_PATH + job), unit.text(), result);
    }

    /** The bus dies: the client's connection ends. The next one may come at once. */
    void dropClient() throws IOException {
        TransportConnection connection = client;
        if (connection != null) {
            connection.getChannel().close();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        dropClient();
        transport.close();
    }
}
