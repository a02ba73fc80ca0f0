package upkeep.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import upkeep.store.StoreException.Reason;

/** The file of a ledger as a database: made for its owner alone, whole, and of the present schema. */
final class LedgerDatabase {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int BUSY_MILLIS = 2_000;
    private static final int CACHE_KIBIBYTES = 512;

    private LedgerDatabase() {}

    /** A connection to it, for writing, once it is there and in order. */
    static Connection prepared(Path file) throws StoreException {
        protect(file);
        Connection writer = null;
        try {
            writer = connection(file);
            try (Statement statement = writer.createStatement()) {
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA journal_size_limit = " + Retention.LOG_BYTES);
            }
            check(writer);
            Schema.migrate(writer, Schema.STEPS);
            return writer;
        } catch (SQLException failure) {
            closeQuietly(writer);
            throw StoreException.of("open the ledger " + file, failure);
        } catch (StoreException failure) {
            closeQuietly(writer);
            throw failure;
        }
    }

    /** Makes the file before SQLite would, which would ask the umask; its log gets the same mode from SQLite. */
    private static void protect(Path file) throws StoreException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException exists) {
            tighten(file);
        } catch (IOException failure) {
            throw inaccessible(file, failure);
        }
    }

    private static void tighten(Path file) throws StoreException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new StoreException(
                        Reason.ACCESS, "cannot open the ledger " + file + ": it is not a regular file");
            }
            if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
        } catch (IOException failure) {
            throw inaccessible(file, failure);
        }
    }

    private static StoreException inaccessible(Path file, IOException failure) {
        Path directory = file.toAbsolutePath().getParent();
        String why = directory != null && !Files.isDirectory(directory)
                ? "there is no directory " + directory
                : "it cannot be made in its directory (" + failure.getClass().getSimpleName() + ")";
        boolean full = String.valueOf(failure.getMessage()).contains("No space left");
        return new StoreException(
                full ? Reason.FULL : Reason.ACCESS, "cannot open the ledger " + file + ": " + why, failure);
    }

    static Connection connection(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-CACHE_KIBIBYTES);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static void check(Connection connection) throws SQLException, StoreException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (!row.next() || !"ok".equals(row.getString(1))) {
                throw new StoreException(Reason.CORRUPT, "cannot open the ledger: the database is damaged");
            }
        }
    }

    static void closeQuietly(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException ignored) {
                // Nothing can be done about it, and every commit is already in the file.
            }
        }
    }
}
