package upkeep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.alert.DeskState;
import upkeep.core.Entry;
import upkeep.core.HardState;
import upkeep.store.StoreException.Reason;
import upkeep.store.codec.CodecException;

/**
 * A damaged database, moved out of the way, and what can still be read of it: the hard states (or an operator's hold
 * would be lost), the newest entry (or its number would be given twice), the notes (or a file that was altered
 * meanwhile would be recorded as a good one), the letters and the desk (or people would not be told, or told twice).
 */
record DamagedFile(
        Path path,
        List<HardState> hardStates,
        Optional<Entry> lastEntry,
        List<Note> notes,
        List<Letter> letters,
        Optional<DeskState> desk) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm");

    /** So many damaged files are kept for whoever wants to look into them. */
    static final int KEPT = 3;

    /** Renames the file and its log to {@code ledger.db.corrupt-TIME}. */
    static DamagedFile setAside(Path file, Instant now) throws StoreException {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + STAMP.format(now));
        try {
            for (String companion : COMPANIONS) {
                Path from = Path.of(file + companion);
                if (Files.exists(from)) {
                    Files.move(from, Path.of(aside + companion), StandardCopyOption.ATOMIC_MOVE);
                }
            }
            dropOldest(file);
        } catch (IOException failure) {
            throw new StoreException(
                    Reason.ACCESS, "cannot set the damaged ledger " + file + " aside: " + failure, failure);
        }
        return salvage(aside);
    }

    private static DamagedFile salvage(Path aside) {
        List<HardState> states = List.of();
        Optional<Entry> last = Optional.empty();
        List<Note> notes = List.of();
        List<Letter> letters = List.of();
        Optional<DeskState> desk = Optional.empty();
        try (Connection connection = LedgerDatabase.connection(aside)) {
            int version = Schema.version(connection);
            if (version > 0 && version <= Schema.STEPS.size()) {
                states = HardStateTable.load(connection);
                notes = version >= NoteTable.SINCE ? NoteTable.load(connection) : List.of();
                last = EntryTable.select(connection, Query.newest(1)).stream().findFirst();
                if (version >= LetterTable.SINCE) {
                    letters = LetterTable.load(connection);
                    desk = DeskTable.load(connection);
                }
            }
        } catch (SQLException
                | CodecException
                | IllegalArgumentException
                | DateTimeException
                | ArithmeticException unreadable) {
            // What was read until here is all there is.
        }
        return new DamagedFile(aside, states, last, notes, letters, desk);
    }

    private static void dropOldest(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        String prefix = file.getFileName() + ".corrupt-";
        List<Path> old;
        try (Stream<Path> files = Files.list(directory)) {
            old = files.filter(path -> path.getFileName().toString().startsWith(prefix)
                            && path.getFileName().toString().endsWith("Z"))
                    .sorted(Comparator.comparing(Path::toString).reversed())
                    .skip(KEPT)
                    .toList();
        }
        for (Path path : old) {
            for (String companion : COMPANIONS) {
                Files.deleteIfExists(Path.of(path + companion));
            }
        }
    }
}
