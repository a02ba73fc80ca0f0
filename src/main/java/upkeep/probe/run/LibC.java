package upkeep.probe.run;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * The functions of the C library that Java has nothing for. All of them are those of Linux with 64-bit words. Loaded when
 * first used; safe for use by many threads.
 */
@SuppressWarnings("restricted") // The launchers allow native access.
public final class LibC {

    public static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    public static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final int LONGEST_MESSAGE = 256;

    private static final MethodHandle SOCKET = function("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle BIND = function("bind", FunctionDescriptor.of(INT, INT, POINTER, INT));
    private static final MethodHandle CONNECT = function("connect", FunctionDescriptor.of(INT, INT, POINTER, INT));
    private static final MethodHandle SEND = function("send", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT));
    private static final MethodHandle RECV = function("recv", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT));
    private static final MethodHandle POLL = function("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle ADJTIMEX = function("adjtimex", FunctionDescriptor.of(INT, POINTER));
    private static final MethodHandle STRERROR = Linker.nativeLinker()
            .downcallHandle(
                    address("strerror"),
                    FunctionDescriptor.of(
                            POINTER.withTargetLayout(
                                    MemoryLayout.sequenceLayout(LONGEST_MESSAGE, ValueLayout.JAVA_BYTE)),
                            INT));

    private LibC() {}

    /** What errno says; the message is that of strerror(3), as in exceptions of Java's own sockets. */
    public static final class ErrnoException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int errno;

        ErrnoException(int errno, String message) {
            super(message);
            this.errno = errno;
        }

        public int errno() {
            return errno;
        }
    }

    private static MemorySegment address(String name) {
        Optional<MemorySegment> found = Linker.nativeLinker().defaultLookup().find(name);
        return found.orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(address(name), type, Linker.Option.captureCallState("errno"));
    }

    /** One call, with room for errno. */
    @FunctionalInterface
    private interface Call {
        long of(MemorySegment state) throws Throwable;
    }

    private static long check(Call call) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = call.of(state);
            if (result < 0) {
                int errno = (int) ERRNO.get(state, 0L);
                throw new ErrnoException(errno, message(errno));
            }
            return result;
        } catch (ErrnoException | RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new LinkageError("a function of the C library threw", impossible);
        }
    }

    private static String message(int errno) throws Throwable {
        return ((MemorySegment) STRERROR.invokeExact(errno)).getString(0);
    }

    /** socket(2), close-on-exec. */
    public static int socket(int family, int type, int protocol) throws ErrnoException {
        int closeOnExec = 0x80000;
        return (int) check(state -> (int) SOCKET.invokeExact(state, family, type | closeOnExec, protocol));
    }

    public static void bind(int socket, MemorySegment address) throws ErrnoException {
        check(state -> (int) BIND.invokeExact(state, socket, address, (int) address.byteSize()));
    }

    public static void connect(int socket, MemorySegment address) throws ErrnoException {
        check(state -> (int) CONNECT.invokeExact(state, socket, address, (int) address.byteSize()));
    }

    public static void send(int socket, MemorySegment bytes) throws ErrnoException {
        check(state -> (long) SEND.invokeExact(state, socket, bytes, bytes.byteSize(), 0));
    }

    /** How many bytes came in; never waits. */
    public static int receive(int socket, MemorySegment into) throws ErrnoException {
        int dontWait = 0x40;
        return (int) check(state -> (long) RECV.invokeExact(state, socket, into, into.byteSize(), dontWait));
    }

    /** Waits until there is something to read, or an error; the calling thread is held for so long. */
    public static boolean awaitInput(int socket, int milliseconds) throws ErrnoException {
        int interrupted = 4;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(8, 4);
            poll.set(INT, 0, socket);
            poll.set(ValueLayout.JAVA_SHORT, 4, (short) 1);
            return check(state -> (int) POLL.invokeExact(state, poll, 1L, milliseconds)) > 0;
        } catch (ErrnoException error) {
            if (error.errno() == interrupted) {
                return false;
            }
            throw error;
        }
    }

    public static void close(int socket) {
        try {
            check(state -> (int) CLOSE.invokeExact(state, socket));
        } catch (ErrnoException _) {
            // It is closed all the same, close(2).
        }
    }

    /** adjtimex(2) on a struct timex. */
    public static int adjtimex(MemorySegment timex) throws ErrnoException {
        return (int) check(state -> (int) ADJTIMEX.invokeExact(state, timex));
    }
}
