package upkeep.systemd.dbus;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.freedesktop.dbus.connections.impl.BaseConnectionBuilder;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MessageFactory;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.messages.MethodReturn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a message bus, good until it is lost; then a new one is needed. One thread reads and hands
 * everything on in the order of the wire, answers and signals alike; another writes. Calls may be made from any thread,
 * and interrupting the caller does not hurt the connection.
 */
final class BusConnection implements AutoCloseable {

    /** What comes in. Called on the reading thread; must not block. */
    interface Receiver {
        void signal(DBusSignal signal) throws DBusException;

        /** The connection is gone, once. */
        void lost(String why);
    }

    /** What becomes of a call. Called on the reading thread, in the order of the wire; must not block. */
    interface Answer {
        void arrived(Object[] values);

        void failed(BusError error);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BusConnection.class);

    /** More calls than this waiting to be written means that the bus does not read any more. */
    private static final int WRITE_LIMIT = 4096;

    private final Receiver receiver;
    private final BlockingQueue<MethodCall> outgoing = new ArrayBlockingQueue<>(WRITE_LIMIT);
    private final Map<Long, Answer> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AbstractTransport transport;
    private final MessageFactory messages;
    private final Thread reader;
    private final Thread writer;

    private BusConnection(AbstractTransport transport, Receiver receiver, CompletableFuture<Void> connected) {
        this.transport = transport;
        this.receiver = receiver;
        this.messages = transport.getMessageFactory();
        this.writer = Thread.ofPlatform().daemon().name("bus-writer").unstarted(this::write);
        this.reader = Thread.ofPlatform().daemon().name("bus-reader").unstarted(() -> read(connected));
    }

    /**
     * Connects, authenticates and says hello.
     *
     * @param address a D-Bus server address, {@code unix:path=…}
     * @throws IOException if there is no bus, it refuses us, or the deadline passes
     */
    static BusConnection open(String address, Receiver receiver, Duration deadline) throws IOException {
        long end = System.nanoTime() + deadline.toNanos();
        AbstractTransport transport;
        try {
            transport = TransportBuilder.create(address)
                    .configure()
                    .withAutoConnect(false)
                    .withEndianess(BaseConnectionBuilder.getSystemEndianness())
                    .back()
                    .build();
        } catch (DBusException | RuntimeException e) {
            throw new IOException("bad bus address " + address + ": " + e.getMessage(), e);
        }
        CompletableFuture<Void> connected = new CompletableFuture<>();
        BusConnection connection = new BusConnection(transport, receiver, connected);
        connection.reader.start();
        try {
            connected.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            connection.writer.start();
            connection.call(Duration.ofNanos(end - System.nanoTime()), Target.BUS, "Hello", "");
            return connection;
        } catch (ExecutionException e) {
            connection.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            connection.close();
            throw new IOException("the bus did not answer in time", e);
        } catch (BusError e) {
            connection.close();
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            connection.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Calls a method and hands the answer on; an answer that never comes is failed when the connection ends. */
    long send(Answer answer, Target target, String member, String signature, Object... arguments) {
        MethodCall call;
        try {
            call = messages.createMethodCall(
                    target.destination(),
                    target.path(),
                    target.type(),
                    member,
                    (byte) 0,
                    signature.isEmpty() ? null : signature,
                    arguments);
        } catch (DBusException e) {
            throw new IllegalArgumentException(e);
        }
        long serial = call.getSerial();
        pending.put(serial, answer);
        if (lost.get()) {
            fail(serial, new BusError(BusError.DISCONNECTED, "the bus connection is lost"));
        } else if (!outgoing.offer(call)) {
            fail(serial, new BusError(BusError.NO_REPLY, "the bus does not take messages"));
        }
        return serial;
    }

    /** Calls a method and waits for the answer. */
    Object[] call(Duration deadline, Target target, String member, String signature, Object... arguments)
            throws BusError, InterruptedException {
        CompletableFuture<Object[]> result = new CompletableFuture<>();
        long serial = send(
                new Answer() {
                    @Override
                    public void arrived(Object[] values) {
                        result.complete(values);
                    }

                    @Override
                    public void failed(BusError error) {
                        result.completeExceptionally(error);
                    }
                },
                target,
                member,
                signature,
                arguments);
        try {
            return result.get(Math.max(0, deadline.toNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BusError error) {
                throw error;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new BusError(BusError.NO_REPLY, "no answer within " + deadline.toMillis() + " ms");
        } finally {
            pending.remove(serial);
        }
    }

    private void fail(long serial, BusError error) {
        Answer answer = pending.remove(serial);
        if (answer != null) {
            answer.failed(error);
        }
    }

    private void read(CompletableFuture<Void> connected) {
        try {
            transport.connect();
            connected.complete(null);
            while (!lost.get()) {
                Message message = transport.readMessage();
                if (message != null) {
                    dispatch(message);
                }
            }
        } catch (EOFException e) {
            connected.completeExceptionally(e);
            lose("the bus closed the connection");
        } catch (IOException | DBusException | RuntimeException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            connected.completeExceptionally(new IOException(why, e));
            lose("the bus connection broke: " + why);
        } catch (OutOfMemoryError e) {
            // A message may be as large as the bus allows; giving up the connection gives its memory back.
            lose("a message on the bus was too large");
        }
    }

    private void dispatch(Message message) throws DBusException {
        switch (message) {
            case DBusSignal signal -> {
                try {
                    receiver.signal(signal);
                } catch (DBusException | RuntimeException e) {
                    LOG.warn("cannot read a signal from {}: {}", signal.getSource(), e.toString());
                }
            }
            case MethodReturn answered -> {
                Answer answer = pending.remove(answered.getReplySerial());
                if (answer != null) {
                    answer.arrived(values(answered));
                }
            }
            case org.freedesktop.dbus.messages.Error error -> {
                Object[] values = values(error);
                String text = values.length > 0 ? String.valueOf(values[0]) : "no reason given";
                fail(error.getReplySerial(), new BusError(error.getName(), text));
            }
            default -> {
                // Nobody has a reason to call us here, and the policy of the system bus does not let them.
            }
        }
    }

    private static Object[] values(Message message) throws DBusException {
        Object[] values = message.getParameters();
        return values == null ? new Object[0] : values;
    }

    private void write() {
        try {
            while (!lost.get()) {
                transport.writeMessage(outgoing.take());
            }
        } catch (IOException | RuntimeException e) {
            lose("the bus takes no messages (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            lose("closed");
        }
    }

    private void lose(String why) {
        if (!lost.compareAndSet(false, true)) {
            return;
        }
        try {
            transport.close();
        } catch (IOException e) {
            // It is given up anyway.
        }
        writer.interrupt();
        for (Long serial : pending.keySet()) {
            fail(serial, new BusError(BusError.DISCONNECTED, why));
        }
        receiver.lost(why);
    }

    /** Gives the connection up, as if it had been lost. */
    void abandon(String why) {
        lose(why);
    }

    @Override
    public void close() {
        lose("closed");
    }
}
