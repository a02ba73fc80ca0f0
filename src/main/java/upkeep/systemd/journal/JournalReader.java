package upkeep.systemd.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import upkeep.base.UnitName;

/**
 * Reads the last lines of a unit's journal by running journalctl(1), in a process of its own so that a sick journal
 * costs no more than the deadline. Thread-safe.
 */
public final class JournalReader {

    /** More bytes than this are not read, however long the lines are. */
    private static final int BYTES_LIMIT = 256 * 1024;

    private static final int LINES_LIMIT = 1000;

    private final List<String> command;

    /** Reads this machine's journal. */
    public JournalReader() {
        this(List.of("/usr/bin/journalctl"));
    }

    JournalReader(List<String> command) {
        this.command = List.copyOf(command);
    }

    /**
     * The last lines, oldest first, each with its time in ISO 8601.
     *
     * @param lines 1 to 1000
     * @throws IOException if journalctl fails, says nothing within the deadline, or may not read that journal
     */
    public List<String> last(UnitName unit, int lines, Duration deadline) throws IOException, InterruptedException {
        if (lines < 1 || lines > LINES_LIMIT) {
            throw new IllegalArgumentException("lines: " + lines);
        }
        Process process = new ProcessBuilder(command(unit, lines))
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            // Ends the read below when the time is up, by taking the writer away.
            process.onExit().orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS).exceptionally(_ -> {
                process.destroyForcibly();
                return process;
            });
            byte[] output;
            try (InputStream in = process.getInputStream()) {
                output = in.readNBytes(BYTES_LIMIT);
            }
            boolean full = output.length == BYTES_LIMIT;
            if (!full && process.waitFor() != 0) {
                throw new IOException("cannot read the journal of " + unit + ": journalctl ended with "
                        + process.exitValue() + " " + new String(output, StandardCharsets.UTF_8).strip());
            }
            return new String(output, StandardCharsets.UTF_8).lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command(UnitName unit, int lines) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(
                "--quiet",
                "--no-pager",
                "--no-hostname",
                "--output=short-iso",
                "--lines=" + lines,
                "--unit=" + unit.text()));
        return all;
    }
}
