package upkeep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs other programs, with a deadline and a limit on what they may say. */
class Programs {

    private static final int MAX_OUTPUT = 1 << 20;

    /** What a program said; the exit code is -1 if it could not be run or did not end in time. */
    record Result(int exitCode, String out, String err) {
        boolean isSuccess() {
            return exitCode == 0;
        }
    }

    Result run(Duration deadline, List<String> command) {
        return run(deadline, command, MAX_OUTPUT);
    }

    /** The same for a program that may say more, in bytes. */
    Result run(Duration deadline, List<String> command, int mostOutput) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("SYSTEMD_PAGER", "");
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Result(-1, "", command.getFirst() + " cannot be run: " + e.getMessage());
        }
        CompletableFuture<String> out = collect(process.getInputStream(), mostOutput);
        CompletableFuture<String> err = collect(process.getErrorStream(), MAX_OUTPUT);
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Result(-1, "", command.getFirst() + " did not end within " + deadline.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(-1, "", "interrupted");
        }
        return new Result(process.exitValue(), out.join(), err.join());
    }

    /** The same, where no program gets the signals that a terminal sends to all that runs in its foreground. */
    Programs inOwnSessions() {
        return new Programs() {
            @Override
            Result run(Duration deadline, List<String> command, int mostOutput) {
                return super.run(
                        deadline,
                        Stream.concat(Stream.of("setsid", "--wait"), command.stream())
                                .toList(),
                        mostOutput);
            }
        };
    }

    private static CompletableFuture<String> collect(InputStream stream, int most) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                byte[] head = stream.readNBytes(most);
                stream.skip(Long.MAX_VALUE);
                text.complete(new String(head, StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.complete("");
            }
        });
        return text;
    }
}
