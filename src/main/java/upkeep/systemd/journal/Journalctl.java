package upkeep.systemd.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** journalctl(1), in a process of its own so that a sick journal costs no more than the deadline. Thread-safe. */
final class Journalctl {

    private final List<String> command;

    Journalctl(List<String> command) {
        this.command = List.copyOf(command);
    }

    static Journalctl ofThisMachine() {
        return new Journalctl(List.of("/usr/bin/journalctl"));
    }

    /**
     * What it writes, warnings included, but at most so many bytes; with that it is ended.
     *
     * @throws IOException if it fails, or has not ended within the deadline; the message tells only why
     */
    byte[] run(List<String> arguments, int limit, Duration deadline) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--quiet", "--no-pager"));
        all.addAll(arguments);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            // Ends the read below when the time is up, by taking the writer away.
            process.onExit()
                    .orTimeout(Math.max(0, deadline.toNanos()), TimeUnit.NANOSECONDS)
                    .exceptionally(_ -> {
                        process.destroyForcibly();
                        return process;
                    });
            byte[] output;
            try (InputStream in = process.getInputStream()) {
                output = in.readNBytes(limit);
            }
            if (output.length < limit && process.waitFor() != 0) {
                throw new IOException("journalctl ended with " + process.exitValue() + " "
                        + new String(output, StandardCharsets.UTF_8).strip());
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
