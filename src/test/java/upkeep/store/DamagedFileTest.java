package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Entry;
import upkeep.core.HardState;

class DamagedFileTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path directory;

    @Test
    void whatIsNoDatabaseIsSetAsideAndANewOneBegun() throws Exception {
        Path file = directory.resolve("ledger.db");
        Files.writeString(file, "this is not a database, and long enough to look like one ".repeat(100));
        try (Ledger ledger = Ledger.open(directory)) {
            Path aside = ledger.setAside().orElseThrow();
            assertTrue(aside.getFileName().toString().startsWith("ledger.db.corrupt-"), aside.toString());
            assertTrue(Files.readString(aside).startsWith("this is not a database"));
            ledger.append(List.of(LedgerTest.entry(1, "web", NOW)));
        }
        try (Ledger ledger = Ledger.open(directory)) {
            assertTrue(ledger.setAside().isEmpty());
            assertEquals(1, ledger.lastEntryNumber());
        }
    }

    @Test
    void holdsAndTheLastNumberOutliveADamagedPage() throws Exception {
        HardState state = HardState.unknown("web");
        try (Ledger ledger = Ledger.open(directory)) {
            List<Entry> entries = new ArrayList<>();
            for (int number = 1; number <= 2_000; number++) {
                entries.add(LedgerTest.entry(number, "web", NOW));
            }
            ledger.commit(entries, List.of(state));
            ledger.saveNotes(List.of(new Note("exim", "baseline", "sha256")));
            ledger.saveDesk(LettersTest.DESK, List.of(LettersTest.LETTER));
        }
        Path file = directory.resolve("ledger.db");
        try (RandomAccessFile page = new RandomAccessFile(file.toFile(), "rw")) {
            page.seek(page.length() / 2 / 4096 * 4096);
            page.write(new byte[4096]);
        }
        try (Ledger ledger = Ledger.open(directory)) {
            assertTrue(ledger.setAside().isPresent());
            assertEquals(List.of(state), ledger.loadHardStates());
            assertEquals(List.of(new Note("exim", "baseline", "sha256")), ledger.notes());
            assertEquals(List.of(LettersTest.LETTER), ledger.letters());
            assertEquals(LettersTest.DESK, ledger.desk().orElseThrow());
            assertEquals(2_000, ledger.lastEntryNumber());
            ledger.append(List.of(LedgerTest.entry(2_001, "web", NOW)));
        }
    }

    @Test
    void onlyTheNewestDamagedFilesAreKept() throws Exception {
        Path file = directory.resolve("ledger.db");
        for (int second = 0; second < 5; second++) {
            Files.writeString(file, "damaged");
            Files.writeString(directory.resolve("ledger.db-wal"), "log");
            DamagedFile.setAside(file, NOW.plusSeconds(second));
        }
        assertFalse(Files.exists(file));
        assertFalse(Files.exists(directory.resolve("ledger.db-wal")));
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith("Z"))
                    .sorted()
                    .toList();
            assertEquals(DamagedFile.KEPT, names.size());
            assertEquals("ledger.db.corrupt-20261122T100002.000Z", names.getFirst());
        }
    }
}
