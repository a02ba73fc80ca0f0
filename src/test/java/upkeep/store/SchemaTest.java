package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.store.StoreException.Reason;

class SchemaTest {

    private static final List<String> STEPS = List.of(
            "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)",
            "ALTER TABLE a ADD COLUMN y TEXT NOT NULL DEFAULT 'old'; INSERT INTO a VALUES (2, 'new')");

    @TempDir
    Path directory;

    @Test
    void anOlderDatabaseIsTakenStepByStep() throws Exception {
        try (Connection connection = LedgerDatabase.connection(directory.resolve("a.db"))) {
            Schema.migrate(connection, STEPS.subList(0, 1));
            assertEquals(1, Schema.version(connection));
            Schema.migrate(connection, STEPS);
            assertEquals(2, Schema.version(connection));
            Schema.migrate(connection, STEPS);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT group_concat(x || y, ' ') FROM a")) {
                row.next();
                assertEquals("1old 2new", row.getString(1));
            }
        }
    }

    @Test
    void aStepThatFailsLeavesTheDatabaseAsItWas() throws Exception {
        try (Connection connection = LedgerDatabase.connection(directory.resolve("a.db"))) {
            Schema.migrate(connection, STEPS.subList(0, 1));
            List<String> broken = List.of(STEPS.get(0), "CREATE TABLE b (x INTEGER)", "CREATE TABLE nonsense");
            assertThrows(SQLException.class, () -> Schema.migrate(connection, broken));
            assertEquals(1, Schema.version(connection));
            Schema.migrate(connection, STEPS);
        }
    }

    @Test
    void aNewerDatabaseIsLeftAlone() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.append(List.of());
        }
        try (Connection connection = LedgerDatabase.connection(directory.resolve("ledger.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        StoreException failure = assertThrows(StoreException.class, () -> Ledger.open(directory));
        assertEquals(Reason.NEWER, failure.reason());
        assertTrue(failure.getMessage().contains("a newer upkeep wrote it (schema 99"), failure.getMessage());
    }
}
