package upkeep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import upkeep.store.StoreException.Reason;

/** A damaged database, moved out of the way, and what can still be read of it. */
record DamagedFile(Path path, Remains remains) {

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
        try (Connection connection = LedgerDatabase.connection(aside)) {
            return new DamagedFile(aside, Remains.of(connection, 1));
        } catch (SQLException unreadable) {
            return new DamagedFile(aside, Remains.NONE);
        }
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
