package upkeep.systemd.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import upkeep.base.UnitName;

/** Reads the last lines of a unit's journal by running journalctl(1). Thread-safe. */
public final class JournalReader {

    /** More bytes than this are not read, however long the lines are. */
    private static final int BYTES_LIMIT = 256 * 1024;

    private static final int LINES_LIMIT = 1000;

    private final Journalctl journalctl;

    /** Reads this machine's journal. */
    public JournalReader() {
        this(Journalctl.ofThisMachine());
    }

    JournalReader(Journalctl journalctl) {
        this.journalctl = journalctl;
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
        byte[] output;
        try {
            output = journalctl.run(arguments(unit, lines), BYTES_LIMIT, deadline);
        } catch (IOException e) {
            throw new IOException("cannot read the journal of " + unit + ": " + e.getMessage(), e);
        }
        return new String(output, StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> arguments(UnitName unit, int lines) {
        return List.of("--no-hostname", "--output=short-iso", "--lines=" + lines, "--unit=" + unit.text());
    }
}
