package upkeep.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import upkeep.store.StoreException.Reason;
import upkeep.store.codec.CodecException;

/**
 * The two connections of a ledger, one of which writes, and what was done on them, all or nothing, with failures told in words. Readers and
 * the writer do not wait for each other. Thread-safe.
 */
final class LedgerConnections implements AutoCloseable {

    private final Connection writer;
    private final Connection reader;
    private final Object writing = new Object();
    private final Object reading = new Object();

    LedgerConnections(Connection writer, Connection reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /** What is done on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException, CodecException, StoreException;
    }

    <T> T read(Work<T> work) throws StoreException {
        synchronized (reading) {
            try {
                return work.on(reader);
            } catch (SQLException failure) {
                throw failed("read the ledger", reader, failure);
            } catch (IllegalArgumentException | DateTimeException | CodecException failure) {
                throw new StoreException(
                        Reason.OTHER,
                        "cannot read the ledger: it holds a value this upkeep does not know: " + failure.getMessage(),
                        failure);
            }
        }
    }

    /** In one transaction. */
    <T> T write(String doing, Work<T> work) throws StoreException {
        return outsideTransaction(doing, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                try {
                    T result = work.on(connection);
                    statement.execute("COMMIT");
                    return result;
                } catch (SQLException | CodecException | StoreException | RuntimeException failure) {
                    rollBack(statement, failure);
                    throw failure;
                }
            }
        });
    }

    /** On the connection that writes, for what SQLite does in no transaction. */
    <T> T outsideTransaction(String doing, Work<T> work) throws StoreException {
        synchronized (writing) {
            try {
                return work.on(writer);
            } catch (CodecException failure) {
                throw new StoreException(Reason.OTHER, "cannot " + doing + ": " + failure.getMessage(), failure);
            } catch (SQLException failure) {
                throw failed(doing, writer, failure);
            }
        }
    }

    /** SQLite has already rolled back by itself after some failures, a full disk among them. */
    private static void rollBack(Statement statement, Exception cause) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException failure) {
            cause.addSuppressed(failure);
        }
    }

    private static StoreException failed(String doing, Connection connection, SQLException failure) {
        try {
            if (connection.isClosed()) {
                return new StoreException(Reason.CLOSED, "cannot " + doing + ": it is closed", failure);
            }
        } catch (SQLException unknown) {
            failure.addSuppressed(unknown);
        }
        return StoreException.of(doing, failure);
    }

    /** Folds the log into the file. A call still under way is waited for. */
    @Override
    public void close() {
        synchronized (reading) {
            LedgerDatabase.closeQuietly(reader);
        }
        synchronized (writing) {
            LedgerDatabase.closeQuietly(writer);
        }
    }
}
