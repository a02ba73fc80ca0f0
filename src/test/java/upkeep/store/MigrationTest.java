package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.HardState;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Incident;
import upkeep.core.HardState.Intent;

/** A database as upkeep 0.1.0 left it, with all that it could hold. */
class MigrationTest {

    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final long MICROS = 1_795_341_600_123_456L;

    @TempDir
    Path directory;

    private void writeSchema1() throws Exception {
        try (Connection connection = LedgerDatabase.connection(directory.resolve(Ledger.FILE));
                Statement statement = connection.createStatement()) {
            Schema.migrate(connection, Schema.STEPS.subList(0, 1));
            statement.executeUpdate("""
                    INSERT INTO entry VALUES
                      (7, %1$d, 5000, 'DECISION', 'web', 'restart', '3 5', 7, 'row=dead'),
                      (8, %1$d, 6000, 'DAEMON', '', 'connected', '', NULL, '')""".formatted(MICROS));
            statement.executeUpdate("""
                    INSERT INTO hard_state VALUES
                      ('db', 'RUN', NULL, NULL, NULL, '', NULL, NULL, NULL, NULL),
                      ('web', 'STOPPED', %1$d, 'a "night"', 'root', '%2$d %1$d', %1$d, 7, %1$d, 'sent
                    nothing')""".formatted(MICROS, MICROS - 60_000_000));
        }
    }

    private static List<HardState> states() {
        return List.of(
                new HardState(
                        "db",
                        Intent.RUN,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new HardState(
                        "web",
                        Intent.STOPPED,
                        Optional.of(new Hold(T0, "a \"night\"", "root", Optional.empty())),
                        List.of(T0.minusSeconds(60), T0),
                        Optional.of(T0),
                        Optional.of(new Incident(7, T0, "sent\nnothing")),
                        Optional.empty()));
    }

    @Test
    void nothingIsLost() throws Exception {
        writeSchema1();
        try (Ledger ledger = Ledger.open(directory)) {
            assertTrue(ledger.setAside().isEmpty());
            assertEquals(states(), ledger.loadHardStates());
            assertEquals(List.of(), ledger.notes());
            assertEquals("restart", ledger.entry(7).orElseThrow().text());
            assertEquals(8, ledger.lastEntryNumber());
            assertEquals(new ChainCheck(2, 0, 0, Optional.empty(), "0".repeat(64)), ledger.checkChain());
            ledger.append(List.of(LedgerTest.entry(9, "web", T0)));
            ChainCheck check = ledger.checkChain();
            assertEquals(List.of(2L, 1L, 9L), List.of(check.before(), check.entries(), check.first()));
            assertEquals(Optional.empty(), check.broken());
        }
    }

    @Test
    void aDamagedOldDatabaseGivesUpItsHardStatesToo() throws Exception {
        writeSchema1();
        DamagedFile damaged = DamagedFile.setAside(directory.resolve(Ledger.FILE), T0);
        assertEquals(states(), damaged.remains().hardStates());
        assertEquals(List.of(), damaged.remains().notes());
        assertEquals(8, damaged.remains().entries().getLast().number());
    }
}
