package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Moment;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.State;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.store.Checkpoint;
import upkeep.store.Input;
import upkeep.store.Ledger;
import upkeep.store.LedgerFile;
import upkeep.store.Life;
import upkeep.store.Recorded;
import upkeep.store.Recording;
import upkeep.store.Retention;
import upkeep.store.StoreException;
import upkeep.store.StoreException.Reason;

class BacklogTest {

    private static final Moment NOW = Now.moment();
    private static final State STATE = State.begin(Plan.EMPTY, List.of(), 0, NOW, false);

    @TempDir
    Path directory;

    private long latest;

    private Backlog backlog(Ledger ledger) {
        ledger.begin(Life.now("test", "", PlanSources.EMPTY, new Life.Beginning(List.of(), 0, NOW, false)));
        return new Backlog(
                ledger,
                1,
                () -> Optional.of(new Checkpoint(latest, NOW.wall(), PlanSources.EMPTY, STATE)),
                () -> Retention.DEFAULT);
    }

    private void add(Backlog backlog, long number, HardChanges changes, String text) {
        latest = number;
        Entry entry =
                new Entry(number, NOW, Entry.Kind.OBSERVATION, "web", text, List.of(), Optional.empty(), Map.of());
        backlog.add(new Input(number, PlanSources.EMPTY, new Event.BusLost(NOW, text)), List.of(entry), changes);
    }

    private static HardChanges saved(String service, HardState.Intent intent) {
        return new HardChanges(
                List.of(new HardState(
                        service,
                        intent,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                List.of());
    }

    private List<Recorded> recorded() throws StoreException {
        List<Recorded> all = new ArrayList<>();
        try (LedgerFile file = LedgerFile.open(directory.resolve("ledger.db"))) {
            Recording.Cursor cursor = file.from(Optional.empty());
            for (Optional<Recorded> one = cursor.next(); one.isPresent(); one = cursor.next()) {
                all.add(one.get());
            }
        }
        return all;
    }

    @Test
    void whatCouldNotBeWrittenForAWhileIsNotLost() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Backlog backlog = backlog(ledger);
            add(backlog, 1, HardChanges.NONE, "first");
            backlog.write();
            try (var other = java.sql.DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
                    var statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                add(backlog, 2, saved("web", HardState.Intent.RUN), "second");
                StoreException failure = assertThrows(StoreException.class, backlog::write);
                assertEquals(Reason.BUSY, failure.reason());
                statement.execute("ROLLBACK");
            }
            add(backlog, 3, HardChanges.NONE, "third");
            backlog.write();
            assertEquals(3, ledger.lastEntryNumber());
            assertEquals(
                    HardState.Intent.RUN, ledger.loadHardStates().getFirst().intent());
            assertEquals(4, recorded().size());
        }
    }

    @Test
    void whatIsTooMuchIsDroppedAndTheStateKeptInstead() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Backlog backlog = backlog(ledger);
            add(backlog, 1, HardChanges.NONE, "first");
            backlog.write();
            try (var other = java.sql.DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
                    var statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                for (long number = 2; number <= 6_000; number++) {
                    add(backlog, number, saved("web", HardState.Intent.STOPPED), "many");
                }
                assertThrows(StoreException.class, backlog::write);
                assertEquals(0, backlog.inputs());
                statement.execute("ROLLBACK");
            }
            add(backlog, 6_001, HardChanges.NONE, "later");
            backlog.write();
            assertEquals(
                    HardState.Intent.STOPPED, ledger.loadHardStates().getFirst().intent());
            List<Recorded> all = recorded();
            assertTrue(
                    all.getLast() instanceof Recorded.Kept kept
                            && kept.checkpoint().after() == 6_001,
                    all.toString());
        }
    }

    /** What was not taken over by a queue shows as a hole in the numbers. */
    @Test
    void aHoleInTheNumbersIsFollowedByTheState() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Backlog backlog = backlog(ledger);
            add(backlog, 1, HardChanges.NONE, "first");
            add(backlog, 5, HardChanges.NONE, "fifth");
            backlog.write();
            assertTrue(recorded().getLast() instanceof Recorded.Kept);
        }
    }

    @Test
    void aReserveIsHeldAndGivenUp() throws Exception {
        Path reserve = directory.resolve("ledger.reserve-4");
        try (Ledger ledger = Ledger.open(directory)) {
            Backlog backlog = backlog(ledger);
            add(backlog, 1, HardChanges.NONE, "first");
            backlog.write();
            assertEquals(1 << 18, Files.size(reserve));
            assertTrue(ledger.useReserve());
            assertFalse(Files.exists(reserve));
            assertTrue(ledger.reserve());
            assertEquals(1 << 18, Files.size(reserve));
        }
    }
}
