package upkeep.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file systems of this machine. A call on one whose server is away can hang for ever and cannot be ended, so calls are
 * made by at most {@value #THREADS} threads, one at a time for each mount point; a caller waits no longer than it wants.
 * Thread-safe.
 */
public final class FileSystems {

    static final int THREADS = 8;
    private static final String ALL_WAIT = "all " + THREADS + " threads wait for file systems that do not answer";

    /** The mounts as the whole machine sees them: a sandbox has its own, with other flags. */
    private static final List<String> TABLES = List.of("proc/1/mountinfo", "proc/self/mountinfo");

    private final ProcFiles files;
    private final Call call;
    private final ThreadPoolExecutor threads;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();

    public FileSystems(ProcFiles files) {
        this(files, new Once());
    }

    FileSystems(ProcFiles files, Call call) {
        this.files = files;
        this.call = call;
        threads = SparedThreads.named("file-system", THREADS);
    }

    /** A call that was asked for; several that ask about one mount point share it. */
    private static final class Pending {
        private final CompletableFuture<FileSystemUse> answer = new CompletableFuture<>();
        private volatile boolean started;
    }

    /** The blocking call of the system. */
    @FunctionalInterface
    interface Call {
        FileSystemUse use(String path) throws IOException;
    }

    /** Binding the call takes longer than using it, and most machines never do. */
    private static final class Once implements Call {
        private static final class Holder {
            private static final StatVfs CALL = new StatVfs();
        }

        @Override
        public FileSystemUse use(String path) throws IOException {
            return Holder.CALL.use(path);
        }
    }

    /** How the question after the use of a file system ended. */
    public sealed interface Answer {
        /**
         * It answered.
         *
         * @param nanos when, by the clock of {@link ProcFiles}
         */
        record Use(FileSystemUse use, long nanos) implements Answer {}

        /** The file system is at fault, as {@code why} says. */
        record Broken(String why) implements Answer {}

        /** It could not be asked, as {@code why} says. */
        record Unasked(String why) implements Answer {}
    }

    /** All that are mounted; absent where the kernel does not tell. */
    public Optional<List<Mount>> mounts() {
        return TABLES.stream()
                .flatMap(table -> files.text(table, Mount.LIMIT).stream())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(Mount::parse);
    }

    /** The counters of the device that a mount is on; absent where it is on none. */
    public Optional<DiskCounters> counters(Mount mount) {
        Map<String, DiskCounters> disks = files.text("proc/diskstats", DiskCounters.LIMIT)
                .map(DiskCounters::parse)
                .orElse(Map.of());
        String name = mount.source().substring(mount.source().lastIndexOf('/') + 1);
        return Optional.ofNullable(disks.get(mount.device()))
                .or(() -> mount.source().startsWith("/dev/") ? Optional.ofNullable(disks.get(name)) : Optional.empty());
    }

    /** How full the file system at a mount point is. */
    public Answer use(String point, Duration deadline) {
        Pending asked = pending.computeIfAbsent(point, this::start);
        try {
            FileSystemUse use = asked.answer.get(Math.max(0, deadline.toNanos()), TimeUnit.NANOSECONDS);
            return new Answer.Use(use, files.now());
        } catch (TimeoutException e) {
            return new Answer.Unasked(
                    asked.started
                            ? "it did not answer within " + deadline.toMillis() + " ms; is its server away?"
                            : ALL_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unasked("the probe was interrupted");
        } catch (ExecutionException e) {
            pending.remove(point, asked);
            return failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private Pending start(String point) {
        Pending asked = new Pending();
        try {
            threads.execute(() -> {
                asked.started = true;
                try {
                    asked.answer.complete(call.use(point));
                } catch (IOException | RuntimeException | Error e) {
                    asked.answer.completeExceptionally(e);
                } finally {
                    pending.remove(point, asked);
                }
            });
        } catch (RejectedExecutionException full) {
            asked.answer.completeExceptionally(full);
        }
        return asked;
    }

    private Answer failure(Throwable cause) {
        return switch (cause) {
            case RejectedExecutionException _ -> new Answer.Unasked(ALL_WAIT);
            case AccessDeniedException _ ->
                new Answer.Unasked("permission denied; let the user upkeep enter the folder");
            case IOException e -> new Answer.Broken(String.valueOf(e.getMessage()));
            default -> new Answer.Unasked(String.valueOf(cause));
        };
    }
}
