package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.HardState;
import upkeep.core.State;
import upkeep.spec.Plan;
import upkeep.store.Ledger;

class RecorderTest {

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

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

    private static final Action ACTION = new Action.WakeNever("web");

    @Test
    void anEntryIsInTheLedgerBeforeItsActionRuns() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                Recorder recorder = new Recorder(ledger, action -> {
                    try {
                        seen.add("entry there: " + ledger.entry(1).isPresent());
                    } catch (Exception e) {
                        seen.add(e.toString());
                    }
                })) {
            recorder.take(decision(1, ACTION), HardChanges.NONE);
            assertEquals("entry there: true", seen.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aLedgerThatCannotBeWrittenDelaysNoAction() throws Exception {
        Ledger ledger = Ledger.open(directory);
        ledger.close();
        try (Recorder recorder = new Recorder(ledger, action -> seen.add("done"))) {
            recorder.take(decision(1, ACTION), HardChanges.NONE);
            recorder.take(decision(2, ACTION), HardChanges.NONE);
            assertEquals("done", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("done", seen.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void anActionThatThrowsStopsNoOther() throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                Recorder recorder = new Recorder(ledger, action -> {
                    seen.add("called");
                    throw new IllegalStateException("on purpose");
                })) {
            recorder.take(decision(1, ACTION), HardChanges.NONE);
            recorder.take(decision(2, ACTION), HardChanges.NONE);
            assertEquals("called", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("called", seen.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatIsTakenIsWrittenBeforeTheEnd() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Recorder recorder = new Recorder(ledger, action -> {});
            for (long number = 1; number <= 500; number++) {
                recorder.take(decision(number), HardChanges.NONE);
            }
            recorder.take(decision(501), new HardChanges(List.of(HardState.unknown("web")), List.of()));
            recorder.close();
            assertEquals(501, ledger.lastEntryNumber());
            assertEquals(List.of(HardState.unknown("web")), ledger.loadHardStates());
        }
    }

    @Test
    void whatIsNoLongerSupervisedIsForgotten() throws Exception {
        try (Ledger ledger = Ledger.open(directory)) {
            Recorder recorder = new Recorder(ledger, action -> {});
            recorder.take(decision(1), new HardChanges(List.of(HardState.unknown("web")), List.of()));
            recorder.take(decision(2), new HardChanges(List.of(), List.of("web")));
            recorder.close();
            assertTrue(ledger.loadHardStates().isEmpty());
        }
    }
}
