package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.Severity;
import upkeep.core.Action;
import upkeep.core.Action.Alert;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.State;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.store.Ledger;
import upkeep.store.Life;
import upkeep.store.Life.Beginning;
import upkeep.store.Retention;
import upkeep.store.StoreException;

class RecorderTest {

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final LinkedBlockingQueue<Event> told = new LinkedBlockingQueue<>();

    private final Path directory;

    RecorderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Decision decision(long number, Action... actions) {
        State state = State.begin(Plan.EMPTY, List.of(), 0, Now.moment(), false);
        Entry entry = new Entry(
                number, Now.moment(), Entry.Kind.DECISION, "web", "text", List.of(), Optional.empty(), Map.of());
        return new Decision(state, List.of(actions), List.of(entry), Set.of());
    }

    private Recorder recorder(Ledger ledger, Consumer<Action> actions) throws StoreException {
        Beginning beginning = new Beginning(List.of(), 0, Now.moment(), false);
        return new Recorder(
                ledger,
                Optional.empty(),
                Life.now("test", "", PlanSources.EMPTY, beginning),
                () -> Retention.DEFAULT,
                actions,
                told::add);
    }

    private static void take(Recorder recorder, Decision decision, HardChanges changes) {
        recorder.take(PlanSources.EMPTY, new Event.HostStopping(Now.moment()), decision, changes);
    }

    private static final Action ACTION = new Action.WakeNever("web");

    @Test
    void aLedgerThatIsNotWhereItBelongsIsIllAllAlong() throws Exception {
        Beginning beginning = new Beginning(List.of(), 0, Now.moment(), false);
        try (Ledger ledger = Ledger.open(directory);
                Recorder recorder = new Recorder(
                        ledger,
                        Optional.of("it is in memory"),
                        Life.now("test", "", PlanSources.EMPTY, beginning),
                        () -> Retention.DEFAULT,
                        action -> seen.add("acted"),
                        told::add)) {
            take(recorder, decision(1, ACTION), HardChanges.NONE);
            assertEquals("acted", seen.poll(10, TimeUnit.SECONDS));
        }
        Event.LedgerSeen event = assertInstanceOf(Event.LedgerSeen.class, told.poll());
        assertEquals(Optional.of("it is in memory"), event.fault());
        assertTrue(told.isEmpty(), told::toString);
    }

    @Test
    void anEntryIsInTheLedgerBeforeItsActionRuns() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                Recorder recorder = recorder(ledger, action -> {
                    try {
                        seen.add("entry there: " + ledger.entry(1).isPresent());
                    } catch (Exception e) {
                        seen.add(e.toString());
                    }
                })) {
            take(recorder, decision(1, ACTION), HardChanges.NONE);
            assertEquals("entry there: true", seen.poll(10, TimeUnit.SECONDS));
        }
    }

    /** Of what is told and then forgotten by a crash, people would be told once more. */
    @Test
    void peopleAreToldOnceItIsWrittenAndUnitsDoNotWaitThatLong() throws Exception {
        Alert alert = new Alert(Alert.State.RESOLVED, "web", Severity.ERROR, "web", "text", "is up", 1);
        try (Ledger ledger = Ledger.open(directory);
                Recorder recorder =
                        recorder(ledger, action -> seen.add(action.getClass().getSimpleName()));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE"); // nobody else can write meanwhile
            take(recorder, decision(1, alert, ACTION), HardChanges.NONE);
            assertEquals("WakeNever", seen.poll(10, TimeUnit.SECONDS));
            assertTrue(seen.isEmpty());
            statement.execute("ROLLBACK");
            assertEquals("Alert", seen.poll(10, TimeUnit.SECONDS));
            assertTrue(ledger.entry(1).isPresent());
        }
    }

    @Test
    void aLedgerThatCannotBeWrittenDelaysNoAction() throws Exception {
        Ledger ledger = Ledger.open(directory);
        try (Recorder recorder = recorder(ledger, action -> seen.add("done"))) {
            ledger.close();
            take(recorder, decision(1, ACTION), HardChanges.NONE);
            take(recorder, decision(2, ACTION), HardChanges.NONE);
            assertEquals("done", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("done", seen.poll(10, TimeUnit.SECONDS));
            assertEquals(Optional.of("cannot write the ledger: it is closed"), fault());
        }
    }

    /** What was told next about the ledger. */
    private Optional<String> fault() throws InterruptedException {
        Event.LedgerSeen event = (Event.LedgerSeen) told.poll(10, TimeUnit.SECONDS);
        return event == null ? Optional.of("nothing was told") : event.fault();
    }

    @Test
    void aDamagedLedgerIsToldAndSoIsThatTheNewOneIsWritten() throws Exception {
        Files.writeString(directory.resolve("ledger.db"), "this is not a database");
        try (Ledger ledger = Ledger.open(directory);
                Recorder recorder = recorder(ledger, action -> {})) {
            assertTrue(fault().orElse("").startsWith("it was damaged; a new one is begun"));
            take(recorder, decision(1), HardChanges.NONE);
            assertEquals(Optional.empty(), fault());
        }
    }

    @Test
    void anActionThatThrowsStopsNoOther() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                Recorder recorder = recorder(ledger, action -> {
                    seen.add("called");
                    throw new IllegalStateException("on purpose");
                })) {
            take(recorder, decision(1, ACTION), HardChanges.NONE);
            take(recorder, decision(2, ACTION), HardChanges.NONE);
            assertEquals("called", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("called", seen.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatIsTakenIsWrittenBeforeTheEnd() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Recorder recorder = recorder(ledger, action -> {});
            for (long number = 1; number <= 500; number++) {
                take(recorder, decision(number), HardChanges.NONE);
            }
            take(recorder, decision(501), new HardChanges(List.of(HardState.unknown("web")), List.of()));
            recorder.close();
            assertEquals(501, ledger.lastEntryNumber());
            assertEquals(List.of(HardState.unknown("web")), ledger.loadHardStates());
        }
    }

    @Test
    void whatIsNoLongerSupervisedIsForgotten() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Recorder recorder = recorder(ledger, action -> {});
            take(recorder, decision(1), new HardChanges(List.of(HardState.unknown("web")), List.of()));
            take(recorder, decision(2), new HardChanges(List.of(), List.of("web")));
            recorder.close();
            assertTrue(ledger.loadHardStates().isEmpty());
        }
    }
}
