package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.core.Entry;

class ChainTest {

    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
    private static final int ENTRIES = 2_500;

    @TempDir
    Path directory;

    private String head = "";

    @BeforeEach
    void write() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            List<Entry> entries = new ArrayList<>();
            for (int number = 1; number <= ENTRIES; number++) {
                entries.add(LedgerTest.entry(number, "web", T0.plusSeconds(number)));
            }
            ledger.append(entries.subList(0, 700));
            ledger.append(entries.subList(700, ENTRIES));
            ChainCheck check = ledger.checkChain();
            assertEquals(ENTRIES, check.entries());
            assertEquals(Optional.empty(), check.broken());
            head = check.head();
        }
    }

    private Optional<Long> brokenAfter(String tampering) throws Exception {
        change(tampering);
        try (Ledger ledger = Ledger.open(directory)) {
            return ledger.checkChain().broken();
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = LedgerDatabase.connection(directory.resolve(Ledger.FILE));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wall = wall + 1",
                "monotonic = monotonic + 1",
                "kind = 'REFUSAL'",
                "subject = 'db'",
                "text = 'entry 1001'",
                "causes = '3'",
                "incident = 5",
                "fields = 'a=b'",
                "chain = NULL"
            })
    void everyColumnOfAnEntryIsBound(String change) throws Exception {
        assertEquals(Optional.of(1_000L), brokenAfter("UPDATE entry SET " + change + " WHERE number = 1000"));
    }

    @Test
    void whatMovedFromOneColumnToTheNextIsFound() throws Exception {
        assertEquals(
                Optional.of(1_000L),
                brokenAfter("UPDATE entry SET subject = 'webentry', text = ' 1000' WHERE number = 1000"));
    }

    @Test
    void anEntryThatWasTakenFromTheMiddleIsFound() throws Exception {
        assertEquals(Optional.of(1_001L), brokenAfter("DELETE FROM entry WHERE number = 1000"));
    }

    @Test
    void entriesThatWereTakenFromEitherEndAreFound() throws Exception {
        assertEquals(Optional.of(2_401L), brokenAfter("DELETE FROM entry WHERE number > 2400"));
        assertEquals(Optional.of(11L), brokenAfter("DELETE FROM entry WHERE number <= 10"));
    }

    @Test
    void entriesThatChangedPlacesAreFound() throws Exception {
        assertEquals(
                Optional.of(1_000L),
                brokenAfter("UPDATE entry SET number = CASE number WHEN 1000 THEN 0 ELSE 1000 END"
                        + " WHERE number IN (1000, 1001)"));
    }

    @Test
    void retentionLeavesAChainThatHolds() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Retention fewer = new Retention(
                    Retention.DEFAULT.age(), 1_200, Retention.DEFAULT.inputAge(), Retention.DEFAULT.bytes());
            assertEquals(1_300, ledger.prune(fewer, T0));
            assertEquals(new ChainCheck(0, 1_200, 1_301, Optional.empty(), head), ledger.checkChain());
            ledger.append(List.of(LedgerTest.entry(ENTRIES + 1, "web", T0)));
            assertNotEquals(head, ledger.checkChain().head());
            assertEquals(Optional.empty(), ledger.checkChain().broken());
        }
        assertEquals(Optional.of(1_302L), brokenAfter("DELETE FROM entry WHERE number = 1301"));
    }

    /** Only a run from the oldest on is dropped, whatever the clock said in between. */
    @Test
    void aClockThatWasSetLeavesNoHole() throws Exception {
        change("UPDATE entry SET wall = wall - 900000000000000 WHERE number BETWEEN 100 AND 200");
        try (Ledger ledger = Ledger.open(directory)) {
            assertEquals(0, ledger.prune(Retention.DEFAULT, T0));
        }
    }
}
