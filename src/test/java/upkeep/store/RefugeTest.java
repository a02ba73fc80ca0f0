package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.SmallDisk;
import upkeep.core.HardState;
import upkeep.core.Standing;
import upkeep.store.StoreException.Reason;

/** A disk that is read-only for a while; needs root, who may mount it. */
class RefugeTest {

    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    @TempDir
    Path home;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(home, 8);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.unmount();
        }
    }

    private Refuge refuge() {
        return new Refuge(home, folder);
    }

    private boolean isUsed() {
        return Files.exists(folder.resolve(Ledger.FILE));
    }

    private static void fill(Ledger ledger) throws StoreException {
        ledger.commit(List.of(LedgerTest.entry(1, "web", NOW)), List.of(HardState.unknown("web")));
        ledger.saveNotes(List.of(new Note("exim", "baseline", "sha256")));
        ledger.saveDesk(LettersTest.DESK, List.of(LettersTest.LETTER));
        ledger.remember("told-ops", "yesterday");
    }

    @Test
    void aDiskThatTakesItIsItsHome() throws Exception {
        Refuge refuge = refuge();
        try (Ledger ledger = refuge.open()) {
            fill(ledger);
        }
        assertTrue(refuge.reason().isEmpty());
        assertTrue(Files.exists(home.resolve(Ledger.FILE)));
        assertFalse(isUsed());
    }

    @Test
    void whatIsKnownGoesAlongAndWhatHappensComesBack() throws Exception {
        try (Ledger ledger = refuge().open()) {
            fill(ledger);
        }
        disk.allow("ro");
        Refuge refuge = refuge();
        try (Ledger ledger = refuge.open()) {
            assertTrue(refuge.reason().orElseThrow().contains("it cannot be written"), refuge.reason()::toString);
            assertEquals(List.of(HardState.unknown("web")), ledger.loadHardStates());
            assertEquals(List.of(new Note("exim", "baseline", "sha256")), ledger.notes());
            assertEquals(List.of(LettersTest.LETTER), ledger.letters());
            assertEquals(LettersTest.DESK, ledger.desk().orElseThrow());
            assertEquals(Optional.of("yesterday"), ledger.recall("told-ops"));
            assertFalse(refuge.isOver());
            ledger.commit(List.of(LedgerTest.entry(2, "db", NOW)), List.of(HardState.unknown("db")));
            ledger.commit(Commit.ofHard(List.of(), List.of("web")));
            ledger.saveLetters(List.of(), List.of(LettersTest.LETTER));
            ledger.saveStandings(List.of(new Stood("db", NOW, Standing.DOWN)), NOW);
        }
        try (Ledger ledger = refuge().open()) {
            assertEquals(2, ledger.lastEntryNumber(), "another life in the refuge goes on with it");
            ledger.append(List.of(LedgerTest.entry(3, "db", NOW)));
            disk.allow("rw");
            assertTrue(refuge.isOver());
            ledger.append(List.of(LedgerTest.entry(4, "db", NOW)));
        }
        Refuge after = refuge();
        try (Ledger ledger = after.open()) {
            assertTrue(after.reason().isEmpty());
            assertFalse(isUsed());
            assertEquals(4, ledger.entries(Query.newest(10)).size());
            assertTrue(ledger.checkChain().broken().isEmpty());
            assertEquals(List.of(HardState.unknown("db")), ledger.loadHardStates());
            assertEquals(List.of(), ledger.letters());
            assertEquals(Standing.DOWN, ledger.lastStandings().getFirst().standing());
            assertEquals(NOW, ledger.standingsLooked());
            assertEquals(Optional.of("yesterday"), ledger.recall("told-ops"));
        }
    }

    @Test
    void whatWasWrittenLastBeforeADeathIsReadOfTheLog() throws Exception {
        Path living = Files.createDirectory(folder.resolve("living"));
        try (Ledger ledger = Ledger.open(living)) {
            fill(ledger);
            for (String part : List.of("", "-wal", "-shm")) {
                Files.copy(living.resolve(Ledger.FILE + part), home.resolve(Ledger.FILE + part));
            }
        }
        assertTrue(Files.size(home.resolve(Ledger.FILE + "-wal")) > 0);
        disk.allow("ro");
        try (Ledger ledger = refuge().open()) {
            assertEquals(1, ledger.lastEntryNumber());
            assertEquals(List.of(LettersTest.LETTER), ledger.letters());
        }
    }

    @Test
    void aDiskThatWasEmptyIsReplacedAsWell() throws Exception {
        disk.allow("ro");
        try (Ledger ledger = refuge().open()) {
            fill(ledger);
        }
        disk.allow("rw");
        try (Ledger ledger = refuge().open()) {
            assertEquals(1, ledger.lastEntryNumber());
            assertFalse(isUsed());
        }
    }

    @Test
    void anOlderOneThatWasLeftBehindIsPassedOver() throws Exception {
        disk.allow("ro");
        try (Ledger ledger = refuge().open()) {
            fill(ledger);
        }
        disk.allow("rw");
        try (Ledger ledger = Ledger.open(home)) {
            ledger.append(List.of(LedgerTest.entry(1, "db", NOW), LedgerTest.entry(2, "db", NOW)));
        }
        try (Ledger ledger = refuge().open()) {
            assertEquals(2, ledger.lastEntryNumber());
            assertEquals(List.of(), ledger.loadHardStates());
            assertFalse(isUsed());
        }
    }

    @Test
    void whereThereIsNoFolderThereIsNoRefuge() throws Exception {
        disk.allow("ro");
        Refuge none = new Refuge(home, folder.resolve("none"));
        assertEquals(
                Reason.ACCESS, assertThrows(StoreException.class, none::open).reason());
    }

    @Test
    void aLedgerThatCannotBeReadIsNotPassedOver() throws Exception {
        Files.writeString(
                home.resolve(Ledger.FILE), "this is not a database, and long enough to look like one ".repeat(100));
        disk.allow("ro");
        assertThrows(StoreException.class, () -> refuge().open());
        assertFalse(isUsed());
    }
}
