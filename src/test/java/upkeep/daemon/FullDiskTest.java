package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.SmallDisk;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.HardState;
import upkeep.core.HardState.Intent;
import upkeep.core.State;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.store.Checkpoint;
import upkeep.store.Input;
import upkeep.store.Ledger;
import upkeep.store.Life;
import upkeep.store.Retention;
import upkeep.store.StoreException;
import upkeep.store.StoreException.Reason;

/** A file system of four megabytes, filled to the last byte; needs root, who may mount it. */
class FullDiskTest {

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mount(directory, 4);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.unmount();
        }
    }

    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(directory.resolve("other"))) {
            byte[] some = new byte[4_096];
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full.toString());
        }
    }

    private static Input input(long number) {
        return new Input(number, PlanSources.EMPTY, new Event.BusLost(Now.moment(), "x".repeat(2_000)));
    }

    private static List<Entry> entries(long number) {
        return List.of(new Entry(
                number,
                Now.moment(),
                Entry.Kind.OBSERVATION,
                "web",
                Long.toString(number).repeat(4_000).substring(0, 4_000),
                List.of(),
                Optional.empty(),
                Map.of()));
    }

    private static HardChanges saved(Intent intent) {
        return new HardChanges(
                List.of(new HardState(
                        "web",
                        intent,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                List.of());
    }

    @Test
    void whatAnOperatorWantsIsWrittenAllTheSame() throws Exception {
        State state = State.begin(Plan.EMPTY, List.of(), 0, Now.moment(), false);
        try (Ledger ledger = Ledger.open(directory)) {
            ledger.begin(
                    Life.now("test", "", PlanSources.EMPTY, new Life.Beginning(List.of(), 0, Now.moment(), false)));
            Backlog backlog = new Backlog(
                    ledger,
                    1,
                    () -> Optional.of(new Checkpoint(10_000, Now.moment().wall(), PlanSources.EMPTY, state)),
                    () -> Retention.DEFAULT);
            backlog.add(input(1), entries(1), saved(Intent.RUN));
            backlog.write();
            fill();
            long number = 2;
            StoreException failure = null;
            while (failure == null && number < 1_500) {
                backlog.add(input(number), entries(number), saved(Intent.RUN));
                failure = attempt(backlog);
                number++;
            }
            assertEquals(Reason.FULL, failure == null ? null : failure.reason());
            assertFalse(Files.exists(directory.resolve("ledger.reserve-1")));
            long known = ledger.lastEntryNumber();
            backlog.add(input(number), entries(number), saved(Intent.STOPPED));
            assertEquals(
                    Reason.FULL,
                    assertThrows(StoreException.class, backlog::write).reason());
            assertEquals(Intent.STOPPED, ledger.loadHardStates().getFirst().intent());
            assertEquals(known, ledger.lastEntryNumber());
            Files.delete(directory.resolve("other"));
            backlog.write();
            assertEquals(number, ledger.lastEntryNumber());
            assertTrue(Files.exists(directory.resolve("ledger.reserve-1")));
            assertEquals(Optional.empty(), ledger.checkChain().broken());
        }
    }

    private static @org.jspecify.annotations.Nullable StoreException attempt(Backlog backlog) {
        try {
            backlog.write();
            return null;
        } catch (StoreException failure) {
            return failure;
        }
    }
}
