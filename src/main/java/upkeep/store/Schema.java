package upkeep.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import upkeep.store.StoreException.Reason;

/**
 * The tables, and how those of an older upkeep become today's. The version is SQLite's {@code user_version}: the number
 * of steps done. A step that was released is never changed, only followed by another.
 */
final class Schema {

    /** Times are microseconds since 1970 (wall) and nanoseconds since boot (monotonic). */
    static final List<String> STEPS = List.of("""
            CREATE TABLE entry (
              number INTEGER PRIMARY KEY,
              wall INTEGER NOT NULL,
              monotonic INTEGER NOT NULL,
              kind TEXT NOT NULL,
              subject TEXT NOT NULL,
              text TEXT NOT NULL,
              causes TEXT NOT NULL,
              incident INTEGER,
              fields TEXT NOT NULL
            ) STRICT;
            CREATE INDEX entry_by_subject ON entry (subject, number);
            CREATE INDEX entry_by_wall ON entry (wall);
            CREATE INDEX entry_by_incident ON entry (incident) WHERE incident IS NOT NULL;
            CREATE TABLE hard_state (
              service TEXT PRIMARY KEY,
              intent TEXT NOT NULL,
              hold_until INTEGER,
              hold_reason TEXT,
              hold_by TEXT,
              restarts TEXT NOT NULL,
              exhausted INTEGER,
              incident INTEGER,
              incident_opened INTEGER,
              incident_what TEXT
            ) STRICT, WITHOUT ROWID;
            """, """
            CREATE TABLE meta (
              key TEXT PRIMARY KEY,
              value TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;
            ALTER TABLE entry ADD COLUMN chain BLOB;
            CREATE TABLE hard (
              subject TEXT PRIMARY KEY,
              state TEXT NOT NULL
            ) STRICT, WITHOUT ROWID;
            INSERT INTO hard %s;
            DROP TABLE hard_state;
            CREATE TABLE plan_source (
              digest TEXT PRIMARY KEY,
              text BLOB NOT NULL
            ) STRICT;
            CREATE TABLE plan (
              number INTEGER PRIMARY KEY,
              row TEXT NOT NULL UNIQUE
            ) STRICT;
            CREATE TABLE life (
              number INTEGER PRIMARY KEY,
              first INTEGER NOT NULL,
              wall INTEGER NOT NULL,
              version TEXT NOT NULL,
              format TEXT NOT NULL,
              boot TEXT NOT NULL,
              plan INTEGER NOT NULL,
              beginning BLOB NOT NULL
            ) STRICT;
            CREATE TABLE input_block (
              first INTEGER PRIMARY KEY,
              count INTEGER NOT NULL,
              life INTEGER NOT NULL,
              plan INTEGER NOT NULL,
              wall_first INTEGER NOT NULL,
              wall_last INTEGER NOT NULL,
              payload BLOB NOT NULL
            ) STRICT;
            CREATE TABLE checkpoint (
              after INTEGER PRIMARY KEY,
              life INTEGER NOT NULL,
              plan INTEGER NOT NULL,
              wall INTEGER NOT NULL,
              state BLOB NOT NULL
            ) STRICT;
            """.formatted(HardStateTable.FROM_SCHEMA_1), """
            CREATE TABLE note (
              subject TEXT NOT NULL,
              key TEXT NOT NULL,
              value TEXT NOT NULL,
              PRIMARY KEY (subject, key)
            ) STRICT, WITHOUT ROWID;
            """, """
            CREATE TABLE desk (
              id INTEGER PRIMARY KEY CHECK (id = 0),
              state TEXT NOT NULL
            ) STRICT;
            CREATE TABLE letter (
              number INTEGER NOT NULL,
              receiver TEXT NOT NULL,
              at INTEGER NOT NULL,
              passed_on INTEGER NOT NULL,
              text TEXT NOT NULL,
              PRIMARY KEY (number, receiver)
            ) STRICT, WITHOUT ROWID;
            """, """
            CREATE TABLE standing (
              subject TEXT NOT NULL,
              at INTEGER NOT NULL,
              standing TEXT NOT NULL,
              PRIMARY KEY (subject, at)
            ) STRICT, WITHOUT ROWID;
            """);

    private Schema() {}

    /** Brings the database to the last of {@code steps}, all of the way or not at all. */
    static void migrate(Connection connection, List<String> steps) throws SQLException, StoreException {
        int version = version(connection);
        if (version > steps.size()) {
            throw new StoreException(
                    Reason.NEWER,
                    "cannot open the ledger: a newer upkeep wrote it (schema " + version + ", this one knows "
                            + steps.size() + ")\n  hint: install that upkeep again, or move ledger.db away");
        }
        if (version == steps.size()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                for (String step : steps.subList(version, steps.size())) {
                    statement.executeUpdate(step);
                }
                statement.execute("PRAGMA user_version = " + steps.size());
                statement.execute("COMMIT");
            } catch (SQLException failure) {
                statement.execute("ROLLBACK");
                throw failure;
            }
        }
    }

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }
}
