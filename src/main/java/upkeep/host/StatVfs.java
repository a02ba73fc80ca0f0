package upkeep.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * statvfs(3) of glibc. Java's own FileStore tells no inodes. The structure is that of machines with 64 bits, which it is the
 * same on; Java 25 runs on no other Debian. Thread-safe.
 */
final class StatVfs implements FileSystems.Call {

    private static final int STRUCTURE_BYTES = 256;
    private static final int FRAGMENT = 8;
    private static final int BLOCKS = 16;
    private static final int FREE = 24;
    private static final int AVAILABLE = 32;
    private static final int FILES = 40;
    private static final int FILES_FREE = 48;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EIO = 5;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final int ENOTCONN = 107;
    private static final int ETIMEDOUT = 110;
    private static final int EHOSTDOWN = 112;
    private static final int ESTALE = 116;

    private final StructLayout state = Linker.Option.captureStateLayout();
    private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private final MethodHandle function;

    /** The launcher gives the program leave to call what is not Java. */
    @SuppressWarnings("restricted")
    StatVfs() {
        Linker linker = Linker.nativeLinker();
        function = linker.downcallHandle(
                linker.defaultLookup().find("statvfs").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                Linker.Option.captureCallState("errno"));
    }

    @Override
    public FileSystemUse use(String path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(state);
            MemorySegment found = arena.allocate(STRUCTURE_BYTES, Long.BYTES);
            int result = (int) function.invokeExact(captured, arena.allocateFrom(path), found);
            if (result != 0) {
                throw failure(path, (int) errno.get(captured, 0L));
            }
            long fragment = at(found, FRAGMENT);
            return new FileSystemUse(
                    at(found, BLOCKS) * fragment,
                    at(found, FREE) * fragment,
                    at(found, AVAILABLE) * fragment,
                    at(found, FILES),
                    at(found, FILES_FREE));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    private static long at(MemorySegment structure, int offset) {
        return Math.max(0, structure.get(ValueLayout.JAVA_LONG, offset));
    }

    private static IOException failure(String path, int number) {
        return switch (number) {
            case ENOENT, ENOTDIR -> new NoSuchFileException(path, null, "there is no such folder");
            case EACCES, EPERM -> new AccessDeniedException(path, null, "permission denied");
            case EIO -> new IOException("the device does not answer: input/output error");
            case ENOTCONN -> new IOException("the program that serves it is gone: not connected");
            case ETIMEDOUT, EHOSTDOWN -> new IOException("its server does not answer");
            case ESTALE -> new IOException("its server no longer knows it: stale file handle");
            default -> new IOException("statvfs failed with error " + number);
        };
    }
}
