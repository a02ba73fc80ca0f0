package upkeep.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Calls of the shell script {@code src/lab/lab}; the system property {@code upkeep.lab.script} names another place. */
final class LabScript {
    private static final Path SCRIPT =
            Path.of(System.getProperty("upkeep.lab.script", "src/lab/lab")).toAbsolutePath();

    // Not the common pool: with two processors it has one thread, and three streams have to be served at once.
    private static final Executor STREAMS = task -> Thread.ofVirtual().start(task);

    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final Duration KILL_AGAIN = Duration.ofMillis(200);

    private LabScript() {}

    static ProcessBuilder process(List<String> arguments) {
        if (!Files.isExecutable(SCRIPT)) {
            throw new IllegalStateException(
                    "cannot find the lab at " + SCRIPT + ": run from the project's root, or set -Dupkeep.lab.script");
        }
        List<String> command = new ArrayList<>(arguments.size() + 1);
        command.add(SCRIPT.toString());
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /**
     * Runs the script to its end.
     *
     * @throws AssertionError when it takes longer than the limit; it is killed then
     */
    static Result call(List<String> arguments, byte[] input, Duration limit) {
        try {
            Process process = process(arguments).redirectInput(Redirect.PIPE).start();
            CompletableFuture<byte[]> out =
                    CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()), STREAMS);
            CompletableFuture<byte[]> err =
                    CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()), STREAMS);
            CompletableFuture<Void> in =
                    CompletableFuture.runAsync(() -> feed(process.getOutputStream(), input), STREAMS);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw new AssertionError("not done within " + limit.toSeconds() + " s: " + String.join(" ", arguments));
            }
            in.join();
            return new Result(arguments, process.exitValue(), text(out.join()), text(err.join()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the lab", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + arguments, e);
        }
    }

    /** Kills the command itself; what waits for it ends with it, and reaps it, without which the machine could not power off. */
    static void kill(Process process) {
        process.descendants()
                .filter(handle -> handle.children().findAny().isEmpty())
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills the command and waits until all is reaped; once more, where it was killed before it had entered the machine. */
    static void end(Process process) {
        long end = System.nanoTime() + END_LIMIT.toNanos();
        try {
            do {
                kill(process);
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("still there after it was killed: " + process.info());
                }
            } while (!process.waitFor(KILL_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of " + process.info(), e);
        }
    }

    private static byte[] readAll(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command that does not read its input closes the pipe early: that is its right. */
    @SuppressWarnings("EmptyCatch")
    private static void feed(OutputStream stream, byte[] input) {
        try (stream) {
            stream.write(input);
        } catch (IOException endedWithoutReading) {
            // See above.
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
