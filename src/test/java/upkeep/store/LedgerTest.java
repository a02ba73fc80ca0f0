package upkeep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Moment;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Intent;
import upkeep.store.StoreException.Reason;

class LedgerTest {

    private static final Instant T0 = Instant.parse("2026-11-22T10:00:00.123456Z");

    @TempDir
    Path directory;

    static Entry entry(long number, String subject, Instant at) {
        return new Entry(
                number,
                new Moment(number * 1_000, at),
                Kind.OBSERVATION,
                subject,
                "entry " + number,
                List.of(),
                Optional.empty(),
                Map.of());
    }

    private static Retention retention(Duration age, long rows) {
        return new Retention(age, rows, Retention.DEFAULT.inputAge(), Retention.DEFAULT.bytes());
    }

    private static List<Long> numbers(List<Entry> entries) {
        return entries.stream().map(Entry::number).toList();
    }

    private static Entry decision(long number, String subject, Instant at, Map<String, String> fields) {
        return new Entry(
                number, new Moment(number, at), Kind.DECISION, subject, "do it", List.of(), Optional.empty(), fields);
    }

    @Test
    void restartsOfAllKindsAreCountedAndNothingElse() throws Exception {
        Map<String, String> ours = Map.of("verb", "restart", "observe", "false", "row", "dead");
        Instant from = T0.minusSeconds(60);
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.append(List.of(
                    decision(1, "web", from.minusSeconds(1), ours),
                    decision(2, "web", from, ours),
                    decision(3, "web", T0.minusSeconds(1), Map.of("verb", "start", "observe", "false")),
                    decision(4, "web", T0.minusSeconds(1), Map.of("by", "systemd", "restarts", "3")),
                    decision(5, "web", T0, ours),
                    decision(6, "web", T0.minusSeconds(1), Map.of("verb", "restart", "observe", "true")),
                    decision(7, "web", T0.minusSeconds(1), Map.of("verb", "stop", "observe", "false")),
                    decision(8, "db", T0.minusSeconds(1), ours),
                    entry(9, "web", T0.minusSeconds(1))));
            assertEquals(Map.of("web", 3, "db", 1), ledger.restarts(from, T0));
        }
    }

    @Test
    void whatWasCommittedIsThereAfterReopening() throws Exception {
        Entry whole = new Entry(
                7,
                new Moment(-5, T0),
                Kind.INCIDENT_OPENED,
                "web",
                "HTTP 500\nfrom \"/healthz\" ✓",
                List.of(3L, 5L),
                Optional.of(7L),
                Map.of("k=e\\y", "a=b\\n\nc", "empty", ""));
        HardState state = new HardState(
                "web",
                Intent.STOPPED,
                Optional.of(new Hold(T0, "release\nnight", "root", Optional.of("db"))),
                List.of(T0.minusSeconds(60), T0),
                Optional.of(T0),
                Optional.of(new HardState.Incident(7, T0, "sent nothing\nfor 5 s")),
                Optional.of("0123abcd"));
        try (Ledger ledger = Ledger.open(directory)) {
            assertEquals(0, ledger.lastEntryNumber());
            ledger.commit(List.of(whole), List.of(HardState.unknown("db"), state));
        }
        try (Ledger ledger = Ledger.open(directory)) {
            assertEquals(Optional.of(whole), ledger.entry(7));
            assertEquals(Optional.empty(), ledger.entry(6));
            assertEquals(List.of(HardState.unknown("db"), state), ledger.loadHardStates());
            assertEquals(7, ledger.lastEntryNumber());
            assertEquals(Optional.empty(), ledger.setAside());
            ledger.save(List.of(HardState.unknown("web")));
            ledger.forget("db");
            assertEquals(List.of(HardState.unknown("web")), ledger.loadHardStates());
        }
    }

    @Test
    void queriesCombineTheirConditions() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            List<Entry> entries = new ArrayList<>();
            for (int number = 1; number <= 9; number++) {
                entries.add(entry(number, number % 2 == 0 ? "web" : "db", T0.plusSeconds(number)));
            }
            Entry opened = entry(10, "web", T0.plusSeconds(10));
            entries.add(opened);
            entries.add(new Entry(
                    11, opened.at(), Kind.DECISION, "web", "restart", List.of(10L), Optional.of(10L), Map.of()));
            ledger.append(entries);
            assertEquals(List.of(11L, 10L, 9L), numbers(ledger.entries(Query.newest(3))));
            assertEquals(
                    List.of(11L, 10L, 8L),
                    numbers(ledger.entries(Query.newest(3).about("web"))));
            assertEquals(
                    List.of(5L, 3L),
                    numbers(ledger.entries(Query.newest(100)
                            .about("db")
                            .since(T0.plusSeconds(3))
                            .until(T0.plusSeconds(5)))));
            assertEquals(
                    List.of(11L, 10L), numbers(ledger.entries(Query.newest(100).ofIncident(10))));
            assertEquals(List.of(9L, 2L), numbers(ledger.entries(Query.numbered(List.of(2L, 9L, 99L)))));
            assertEquals(List.of(), ledger.entries(Query.numbered(List.of(99L)).about("web")));
        }
    }

    @Test
    void aQueryIsBounded() {
        assertThrows(IllegalArgumentException.class, () -> Query.newest(0));
        assertThrows(IllegalArgumentException.class, () -> Query.newest(Query.MOST + 1));
        assertEquals(new TreeSet<>(), Query.newest(1).numbers());
    }

    @Test
    void aFailedCommitLeavesNothing() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.append(List.of(entry(1, "web", T0)));
            StoreException failure = assertThrows(
                    StoreException.class,
                    () -> ledger.commit(
                            List.of(entry(2, "web", T0), entry(1, "web", T0)), List.of(HardState.unknown("web"))));
            assertEquals(Reason.OTHER, failure.reason());
            assertEquals(List.of(1L), numbers(ledger.entries(Query.newest(10))));
            assertEquals(List.of(), ledger.loadHardStates());
            ledger.append(List.of(entry(2, "web", T0)));
            assertEquals(2, ledger.lastEntryNumber());
        }
    }

    @Test
    void aFullDiskIsToldAndTheCommitCanBeMadeAgain() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.append(List.of(entry(1, "web", T0)));
            ledger.limitPages(12);
            List<Entry> many = new ArrayList<>();
            for (int number = 2; number < 2_000; number++) {
                many.add(entry(number, "web", T0));
            }
            StoreException failure = assertThrows(StoreException.class, () -> ledger.append(many));
            assertEquals(Reason.FULL, failure.reason());
            assertEquals("cannot write the ledger: the disk is full", failure.getMessage());
            assertEquals(1, ledger.lastEntryNumber());
            ledger.limitPages(100_000);
            ledger.append(many);
            assertEquals(1_999, ledger.lastEntryNumber());
        }
    }

    @Test
    void retentionDropsByAgeAndByRowsButKeepsTheNewest() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            List<Entry> entries = new ArrayList<>();
            for (int number = 1; number <= 5_000; number++) {
                entries.add(entry(number, "web", T0.plusSeconds(number)));
            }
            ledger.append(entries);
            assertEquals(0, ledger.prune(Retention.DEFAULT, T0));
            assertEquals(2_999, ledger.prune(retention(Duration.ofSeconds(1_000), 200_000), T0.plusSeconds(4_000)));
            assertEquals(Optional.empty(), ledger.entry(2_999));
            assertTrue(ledger.entry(3_000).isPresent());
            assertEquals(501, ledger.prune(retention(Duration.ofDays(90), 1_500), T0));
            assertEquals(500, ledger.prune(Retention.DEFAULT, T0.plus(Duration.ofDays(10_000))));
            assertEquals(1_000, ledger.entries(Query.newest(Query.MOST)).size());
            assertEquals(5_000, ledger.lastEntryNumber());
        }
    }

    @Test
    void onlyTheOwnerMayRead() throws Exception {
        Path file = directory.resolve("ledger.db");
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.append(List.of(entry(1, "web", T0)));
            for (String name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm")) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))),
                        name);
            }
        }
    }

    @Test
    void whereNothingCanBeWrittenItSaysSo() {
        StoreException missing = assertThrows(StoreException.class, () -> Ledger.open(directory.resolve("absent")));
        assertEquals(Reason.ACCESS, missing.reason());
        assertTrue(missing.getMessage().contains("there is no directory"), missing.getMessage());
        // Not even root can make files here.
        StoreException refused = assertThrows(StoreException.class, () -> Ledger.open(Path.of("/proc/self")));
        assertEquals(Reason.ACCESS, refused.reason());
    }

    @Test
    void aDirectoryInItsPlaceIsNoLedger() throws Exception {
        Files.createDirectory(directory.resolve("ledger.db"));
        StoreException failure = assertThrows(StoreException.class, () -> Ledger.open(directory));
        assertTrue(failure.getMessage().endsWith("it is not a regular file"), failure.getMessage());
    }

    @Test
    void aLockedDatabaseIsGivenUpOn() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            StoreException failure =
                    assertThrows(StoreException.class, () -> ledger.append(List.of(entry(1, "web", T0))));
            assertEquals(Reason.BUSY, failure.reason());
            assertEquals(List.of(), ledger.entries(Query.newest(1)));
            statement.execute("ROLLBACK");
            ledger.append(List.of(entry(1, "web", T0)));
        }
    }

    @Test
    void afterClosingItSaysSo() throws Exception {
        Ledger ledger = Ledger.open(directory);
        ledger.close();
        ledger.close();
        assertEquals(
                Reason.CLOSED,
                assertThrows(StoreException.class, ledger::lastEntryNumber).reason());
        assertEquals(
                Reason.CLOSED,
                assertThrows(StoreException.class, () -> ledger.append(List.of(entry(1, "web", T0))))
                        .reason());
        assertFalse(Files.exists(directory.resolve("ledger.db-wal")));
    }
}
