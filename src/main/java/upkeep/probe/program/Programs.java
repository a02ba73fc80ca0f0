package upkeep.probe.program;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import upkeep.core.Observation.FailureKind;
import upkeep.host.Descriptors;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.target.RunAs;

/**
 * Runs programs: with the rights and within the sandbox of this process, or through systemd as another user. They have no
 * shell in between, an empty standard input and few variables; nothing of them is left once they have ended or their time is
 * over. At most {@value #AT_ONCE} run at once. Safe for use by many threads.
 */
public final class Programs {

    static final int AT_ONCE = 8;
    static final int MOST_OUTPUT = 64 << 10;

    /** setsid(1) makes a session and then becomes the program itself, so that both have one process number. */
    private static final String SETSID = "/usr/bin/setsid";

    private static final Duration REST = Duration.ofMillis(500);

    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final UserPrograms ofUsers;

    public Programs() {
        this(Path.of(RunAs.FOLDER));
    }

    /** With the sockets for programs of other users in a folder. */
    Programs(Path folder) {
        this.ofUsers = new UserPrograms(folder);
    }

    /**
     * How a program ended.
     *
     * @param status its exit status; 128 and the number of the signal, if one ended it
     * @param output the first {@value Programs#MOST_OUTPUT} bytes of what it wrote, as text
     */
    record Result(int status, String output) {}

    /**
     * Runs a program to its end.
     *
     * @param runAs whom it runs as, if that is not this process's user; systemd knows the command then, as it was applied
     * @param withErrors whether what it writes to standard error belongs to its output
     */
    Result run(List<String> command, Optional<RunAs> runAs, boolean withErrors, Deadline deadline, Asked asked)
            throws Stop {
        String program = command.getFirst();
        if (runAs.isEmpty()) {
            check(program);
        }
        take(deadline);
        try {
            if (runAs.isPresent()) {
                return ofUsers.run(runAs.get(), program, deadline);
            }
            Process process = start(command, withErrors, asked);
            try {
                return await(process, program, deadline);
            } finally {
                Sessions.end(process.pid());
                process.destroyForcibly();
            }
        } finally {
            slots.release();
        }
    }

    private static void check(String program) throws Stop {
        Path path = Path.of(program);
        if (Files.notExists(path)) {
            throw new Stop.Unasked("cannot run " + program
                    + ": there is no such program; install its package, or correct the path in the spec");
        }
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new Stop.Unasked("cannot run " + program + ": the user " + System.getProperty("user.name")
                    + " may not execute it; give it the right with chmod, also to enter the folders above");
        }
    }

    private void take(Deadline deadline) throws Stop {
        try {
            if (!slots.tryAcquire(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
                throw new Stop.Unasked("cannot run the program: " + AT_ONCE + " others run and do not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Stop.Unasked("the probe was interrupted");
        }
    }

    private static Process start(List<String> command, boolean withErrors, Asked asked) throws Stop {
        List<String> whole = new ArrayList<>(List.of(SETSID));
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        if (withErrors) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("HOME", "/");
        environment.put("UPKEEP_CHECK", asked.check().text());
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new Stop.Unasked("cannot run " + command.getFirst() + ": "
                    + (Descriptors.noneIsLeft(failed.getMessage())
                            ? Descriptors.NONE_LEFT
                            : Words.printable(String.valueOf(failed.getMessage()), 200)));
        }
    }

    private static Result await(Process process, String program, Deadline deadline) throws Stop {
        CompletableFuture<String> output = new CompletableFuture<>();
        // A read of a pipe cannot be given a deadline; it ends when nobody has the other end any more.
        Thread.ofPlatform().daemon().name("program-output").start(() -> output.complete(text(process)));
        try {
            boolean hasEnded = process.waitFor(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
            // What the program left running would keep the pipe open.
            Sessions.end(process.pid());
            if (!hasEnded) {
                throw new Stop.Sick(
                        FailureKind.TIMEOUT, program + " did not end within " + deadline.text() + ", and was killed");
            }
            return new Result(process.exitValue(), output.get(REST.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException kept) {
            throw new Stop.Unasked("cannot read what " + program + " wrote: a process that it left keeps it open");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Stop.Unasked("the probe was interrupted");
        }
    }

    /** The first of the output; the rest is read and dropped, so that the program is not held up. */
    private static String text(Process process) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] portion = new byte[8_192];
        try (InputStream in = process.getInputStream()) {
            int count;
            while ((count = in.read(portion)) >= 0) {
                kept.write(portion, 0, Math.min(count, MOST_OUTPUT - kept.size()));
            }
        } catch (IOException closed) {
            // What was read until then is what there is.
        }
        return kept.toString(StandardCharsets.UTF_8);
    }
}
