package upkeep.probe.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import upkeep.core.Observation.FailureKind;
import upkeep.host.Descriptors;
import upkeep.host.SparedThreads;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;

/**
 * Asks file systems. Such a call cannot be given a deadline, and one of a file server that is gone holds its thread for
 * ever, so it runs on {@value #THREADS} threads of its own; a path whose last look has not ended is not looked at again.
 * Safe for use by many threads.
 */
public final class Disk {

    static final int THREADS = 16;

    private final ThreadPoolExecutor threads;
    /** Looks that were given up and have not ended, by their path. */
    private final Map<String, Look> hanging = new ConcurrentHashMap<>();

    public Disk() {
        threads = SparedThreads.named("file-look", THREADS);
    }

    /** A question about a path; it looks at its own deadline, a little earlier than ours, wherever it does so by itself. */
    @FunctionalInterface
    interface Question<T> {
        T answer(Deadline deadline) throws IOException;
    }

    /** One question on its thread; a future that was cancelled does not tell when its thread is free again. */
    private static final class Look {
        private volatile boolean hasBegun;
        private volatile boolean hasEnded;
    }

    /** The answer, or why there is none. */
    <T> T ask(String path, Deadline deadline, Question<T> question) throws Stop {
        Look last = hanging.get(path);
        if (last != null && !last.hasEnded) {
            throw new Stop.Sick(FailureKind.TIMEOUT, path + " does not answer: an earlier look at it has not ended");
        }
        hanging.remove(path);
        Deadline earlier =
                new Deadline(deadline.startNanos(), deadline.endNanos() - Math.max(0, deadline.remainingNanos()) / 4);
        Look look = new Look();
        Future<T> answer;
        try {
            answer = threads.submit(() -> {
                look.hasBegun = true;
                try {
                    return question.answer(earlier);
                } finally {
                    look.hasEnded = true;
                }
            });
        } catch (RejectedExecutionException full) {
            throw new Stop.Unasked("cannot look at " + path + ": " + SparedThreads.WAITING
                    + " looks already wait for file systems that do not answer; look at the mounts with findmnt");
        }
        try {
            return answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            if (!look.hasBegun) {
                throw new Stop.Unasked("cannot look at " + path + ": all " + THREADS
                        + " threads wait for file systems that do not answer; look at the mounts with findmnt");
            }
            hanging.put(path, look);
            throw new Stop.Sick(FailureKind.TIMEOUT, path + " did not answer within " + deadline.text());
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Stop.Unasked("the probe was interrupted");
        } catch (ExecutionException failed) {
            throw reason(path, failed);
        }
    }

    private static Stop reason(String path, ExecutionException failed) {
        return switch (failed.getCause()) {
            case Stop stop -> stop;
            case AccessDeniedException _ -> denied(path);
            case NoSuchFileException _ -> new Stop.Sick(FailureKind.MISSING, path + " went away during the look");
            case FileSystemException error
            when isDamage(error.getReason()) ->
                new Stop.Sick(FailureKind.UNREADABLE, path + " cannot be read: " + error.getReason());
            case IOException error
            when isDamage(error.getMessage()) ->
                new Stop.Sick(FailureKind.UNREADABLE, path + " cannot be read: " + error.getMessage());
            case Throwable error
            when Descriptors.noneIsLeft(error.getMessage()) ->
                new Stop.Unasked("cannot look at " + path + ": " + Descriptors.NONE_LEFT);
            case Throwable error ->
                new Stop.Unasked(
                        "cannot look at " + path + ": " + Words.printable(String.valueOf(error.getMessage()), 200));
            case null -> new Stop.Unasked("cannot look at " + path);
        };
    }

    /** We may not, which is no fault of the file. */
    static Stop denied(String path) {
        return new Stop.Unasked("cannot look at " + path + ": the user " + System.getProperty("user.name")
                + " may not; give it the right, or upkeepd the capability CAP_DAC_READ_SEARCH, see upkeep-checks(5)");
    }

    /** The disk or the file server is at fault. */
    private static boolean isDamage(@Nullable String reason) {
        String why = String.valueOf(reason).toLowerCase(Locale.ROOT);
        return why.contains("input/output error")
                || why.contains("stale file handle")
                || why.contains("structure needs cleaning");
    }
}
