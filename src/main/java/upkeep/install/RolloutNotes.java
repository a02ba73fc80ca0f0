package upkeep.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import upkeep.base.RolloutResult;

/**
 * What became of the last rollouts, for upkeepd, which may be down while one goes on: {@code /var/lib/upkeep/rollouts}, a line
 * or two for each service, {@code TIME NAME RESULT RUN TEXT}.
 */
public final class RolloutNotes {

    /** The lines that are kept. */
    private static final int MOST = 500;

    private static final int MAX_BYTES = 4 << 20;
    private static final int LONGEST_TEXT = 1_000;
    private static final Pattern RUN = Pattern.compile("[0-9a-f]{32}");
    private static final String NO_RUN = "-";
    private static final int MODE = 0640;
    private static final String GROUP = "upkeep";

    private final Path file;
    private final FileSystemOps ops;

    public RolloutNotes(Layout layout, FileSystemOps ops) {
        this.file = layout.state().resolve("rollouts");
        this.ops = ops;
    }

    /**
     * What became of one service.
     *
     * @param at when the rollout ended; the same for all services of one
     * @param service its name
     * @param run the invocation id of the run that it failed by, in hexadecimal; empty if it did not, or that is not known
     * @param text a sentence for people, on one line
     */
    public record Note(Instant at, String service, RolloutResult result, String run, String text) {
        public Note {
            run = RUN.matcher(run).matches() ? run : "";
            String line = text.replaceAll("\\p{Cntrl}", " ");
            text = line.substring(0, Math.min(line.length(), LONGEST_TEXT));
        }

        String line() {
            return at + " " + service + " " + result.word() + " " + (run.isEmpty() ? NO_RUN : run) + " " + text + "\n";
        }
    }

    /** Those that are kept, the oldest first; lines that are none are passed over. */
    public List<Note> read() throws IOException {
        if (ops.look(file)
                .filter(found -> found.type() == FileSystemOps.Type.FILE)
                .isEmpty()) {
            return List.of();
        }
        return parse(new String(ops.read(file, MAX_BYTES), StandardCharsets.UTF_8));
    }

    static List<Note> parse(String text) {
        List<Note> notes = new ArrayList<>();
        text.lines().forEach(line -> note(line).ifPresent(notes::add));
        return notes;
    }

    private static Optional<Note> note(String line) {
        String[] words = line.split(" ", 5);
        if (words.length < 5) {
            return Optional.empty();
        }
        try {
            Instant at = Instant.parse(words[0]);
            return RolloutResult.of(words[2]).map(result -> new Note(at, words[1], result, words[3], words[4]));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** The services that failed in the last rollout that meant anything for them. */
    public static SortedSet<String> failed(List<Note> notes) {
        SortedSet<String> failed = new TreeSet<>();
        for (Note note : notes) {
            switch (note.result()) {
                case FAILED, STUCK -> failed.add(note.service());
                case WELL -> failed.remove(note.service());
                case PART -> {
                    // Nothing follows for it.
                }
            }
        }
        return failed;
    }

    /** Adds some, and forgets the oldest where there are too many. */
    public void add(List<Note> more) throws IOException {
        List<Note> all = new ArrayList<>(read());
        all.addAll(more);
        StringBuilder text = new StringBuilder();
        all.subList(Math.max(0, all.size() - MOST), all.size()).forEach(note -> text.append(note.line()));
        SafeFiles files = new SafeFiles(ops);
        files.makeDirectories(SafeFiles.parent(file));
        files.write(file, text.toString().getBytes(StandardCharsets.UTF_8), MODE);
        ops.changeGroup(file, GROUP);
    }
}
