package upkeep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import upkeep.core.Entry;
import upkeep.store.StoreException.Reason;

/**
 * A ledger opened for reading alone, also one that upkeepd is writing at the time: each call reads a little and holds
 * nothing up. Nothing of it is changed, but SQLite may make its companions {@code -wal} and {@code -shm} beside a ledger
 * that is not in use. Not thread-safe.
 */
public final class LedgerFile implements Recording, AutoCloseable {

    private static final int BUSY_MILLIS = 5_000;

    /** The first schema that keeps inputs. */
    private static final int WITH_INPUTS = 2;

    private final Connection connection;

    private LedgerFile(Connection connection) {
        this.connection = connection;
    }

    /** Opens the file, which must be a ledger of this upkeep's schema. */
    public static LedgerFile open(Path file) throws StoreException {
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw new StoreException(
                    Reason.ACCESS,
                    "cannot read the ledger " + file + ": "
                            + (Files.exists(file) ? "it is no file that you may read" : "there is no such file"));
        }
        LedgerFile ledger;
        try {
            ledger = new LedgerFile(connection(file.toAbsolutePath().toString()));
        } catch (SQLException failure) {
            throw StoreException.of("read the ledger " + file, failure);
        }
        try {
            ledger.checkSchema(file);
        } catch (StoreException failure) {
            ledger.close();
            if (failure.reason() != Reason.ACCESS || isInUse(file)) {
                throw failure;
            }
            // Where the companions cannot be made, as on a read-only disk, nobody writes either.
            return openAlone(file);
        }
        return ledger;
    }

    private static LedgerFile openAlone(Path file) throws StoreException {
        try {
            LedgerFile ledger = new LedgerFile(connection(
                    file.toAbsolutePath().toUri().toString().replaceFirst("^file:/+", "file:/") + "?immutable=1"));
            ledger.checkSchema(file);
            return ledger;
        } catch (SQLException failure) {
            throw StoreException.of("read the ledger " + file, failure);
        }
    }

    private static boolean isInUse(Path file) {
        try {
            Path log = Path.of(file + "-wal");
            return Files.exists(log) && Files.size(log) > 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static Connection connection(String name) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config.createConnection("jdbc:sqlite:" + name);
    }

    private void checkSchema(Path file) throws StoreException {
        int version;
        try {
            version = Schema.version(connection);
        } catch (SQLException failure) {
            throw StoreException.of("read the ledger " + file, failure);
        }
        if (version < WITH_INPUTS) {
            throw new StoreException(
                    Reason.OTHER,
                    "cannot replay " + file + ": it is of schema " + version
                            + ", which kept no inputs\n  hint: upkeepd begins to keep them when it opens it");
        }
        if (version > Schema.STEPS.size()) {
            throw new StoreException(
                    Reason.NEWER,
                    "cannot replay " + file + ": a newer upkeep wrote it (schema " + version + ", this one knows "
                            + Schema.STEPS.size() + ")\n  hint: use that upkeep");
        }
    }

    /** What must be known of it, as far as it can be read, with so many of the newest entries. */
    Remains remains(int newest) {
        return Remains.of(connection, newest);
    }

    @Override
    public Cursor from(Optional<Instant> from) throws StoreException {
        try {
            return RecordingCursor.from(connection, from);
        } catch (SQLException failure) {
            throw StoreException.of("read the ledger", failure);
        }
    }

    @Override
    public List<Entry> entries(long number) throws StoreException {
        try {
            return EntryTable.from(connection, number, PAGE);
        } catch (SQLException failure) {
            throw StoreException.of("read the ledger", failure);
        } catch (IllegalArgumentException | DateTimeException failure) {
            throw new StoreException(
                    Reason.OTHER,
                    "cannot read the ledger: it holds a value this upkeep does not know: " + failure.getMessage(),
                    failure);
        }
    }

    @Override
    public ChainCheck checkChain() throws StoreException {
        try {
            return Chain.check(connection);
        } catch (SQLException failure) {
            throw StoreException.of("read the ledger", failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // It was only read.
        }
    }
}
