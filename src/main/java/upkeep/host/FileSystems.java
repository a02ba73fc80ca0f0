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
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The file systems of this machine. A call on one whose server is away can hang for ever and cannot be ended, so calls are
 * made by at most {@value #THREADS} threads, one at a time for each mount point; a caller waits no longer than it wants.
 * Thread-safe.
 */
public final class FileSystems {

    static final int THREADS = 8;

    /** The mounts as the whole machine sees them: a sandbox has its own, with other flags. */
    private static final List<String> TABLES = List.of("proc/1/mountinfo", "proc/self/mountinfo");

    private final ProcFiles files;
    private final Call call;
    private final ThreadPoolExecutor threads;
    private final Map<String, CompletableFuture<FileSystemUse>> pending = new ConcurrentHashMap<>();

    public FileSystems(ProcFiles files) {
        this(files, new Once());
    }

    FileSystems(ProcFiles files, Call call) {
        this.files = files;
        this.call = call;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("file-system-" + number.incrementAndGet())
                        .unstarted(task));
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
        CompletableFuture<FileSystemUse> answer = pending.computeIfAbsent(point, this::start);
        try {
            FileSystemUse use = answer.get(Math.max(0, deadline.toNanos()), TimeUnit.NANOSECONDS);
            return new Answer.Use(use, files.now());
        } catch (TimeoutException e) {
            return new Answer.Unasked("it did not answer within " + deadline.toMillis() + " ms; is its server away?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unasked("the probe was interrupted");
        } catch (ExecutionException e) {
            pending.remove(point, answer);
            return failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private CompletableFuture<FileSystemUse> start(String point) {
        CompletableFuture<FileSystemUse> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    answer.complete(call.use(point));
                } catch (IOException | RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                } finally {
                    pending.remove(point, answer);
                }
            });
        } catch (RejectedExecutionException full) {
            answer.completeExceptionally(full);
        }
        return answer;
    }

    private Answer failure(Throwable cause) {
        return switch (cause) {
            case RejectedExecutionException _ ->
                new Answer.Unasked("all " + THREADS + " threads wait for file systems that do not answer");
            case AccessDeniedException _ ->
                new Answer.Unasked("permission denied; let the user upkeep enter the folder");
            case IOException e -> new Answer.Broken(String.valueOf(e.getMessage()));
            default -> new Answer.Unasked(String.valueOf(cause));
        };
    }
}
