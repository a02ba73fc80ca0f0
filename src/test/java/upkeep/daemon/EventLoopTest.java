package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.State;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.store.Ledger;
import upkeep.store.Life;
import upkeep.store.Life.Beginning;
import upkeep.store.Query;
import upkeep.store.Retention;
import upkeep.store.StoreException;

class EventLoopTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private static EventLoop loop(Runnable onChange) {
        return new EventLoop(
                AppliedPlan.NONE,
                State.begin(Plan.EMPTY, List.of(), 0, Now.moment(), false),
                snapshot -> onChange.run());
    }

    private static Recorder recorder(Ledger ledger) throws StoreException {
        Beginning beginning = new Beginning(List.of(), 0, Now.moment(), false);
        return new Recorder(
                ledger,
                Optional.empty(),
                Life.now("test", "", PlanSources.EMPTY, beginning),
                () -> Retention.DEFAULT,
                action -> {},
                event -> {});
    }

    @Test
    void decidesAndRecordsInOrder(@TempDir Path directory) throws Exception {
        try (Ledger ledger = Ledger.open(directory);
                EventLoop loop = loop(() -> {})) {
            Recorder recorder = recorder(ledger);
            loop.post(new Event.Listed(Now.moment(), Map.of()));
            loop.start(recorder);
            loop.post(new Event.BusLost(Now.moment(), "test"));
            loop.replace(AppliedPlan.NONE);
            assertTrue(loop.isTurning(LONG));
            assertFalse(loop.snapshot().state().listed());
            recorder.close();
            List<Entry> entries = ledger.entries(Query.newest(10));
            assertEquals(3, entries.size(), entries.toString());
        }
    }

    @Test
    void aLoopThatHangsDoesNotTurn(@TempDir Path directory) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Ledger ledger = Ledger.open(directory);
                EventLoop loop = loop(() -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                Recorder recorder = recorder(ledger)) {
            loop.start(recorder);
            loop.post(new Event.Listed(Now.moment(), Map.of()));
            assertFalse(loop.isTurning(Duration.ofMillis(50)));
            release.countDown();
            assertTrue(loop.isTurning(LONG));
        }
    }
}
