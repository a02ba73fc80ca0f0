package upkeep.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.replay.Replay;
import upkeep.replay.ReplayResult;
import upkeep.replay.WhatIfResult;
import upkeep.spec.Plan;
import upkeep.store.Commit;
import upkeep.store.Input;
import upkeep.store.Ledger;
import upkeep.store.LedgerFile;
import upkeep.store.Recorded;

/** What a simulation was told goes through a real ledger, and every decision comes out again. */
class RecordedSimulationTest {

    private static final int SEEDS = 6;

    @TempDir
    Path directory;

    private static Simulation simulated(long seed) {
        return Seeds.run(seed, Simulation.Variant.WHOLE);
    }

    @Test
    void aLedgerGivesBackEveryDecision() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation simulation = simulated(seed);
            Path home = Files.createDirectory(directory.resolve("seed-" + seed));
            write(simulation, home);
            try (LedgerFile file = LedgerFile.open(home.resolve("ledger.db"))) {
                ReplayResult result = Replay.of(file).run();
                assertEquals(Optional.empty(), result.difference(), "seed " + seed);
                assertTrue(result.isEqual(), result.toString());
                assertEquals(simulation.events(), result.inputs());
                assertEquals(simulation.entries().size(), result.entries());
                assertEquals(List.of(), result.notes());
            }
        }
    }

    /** As the recorder would, a few inputs at a time, with the entries that they led to. */
    private static void write(Simulation simulation, Path home) throws Exception {
        try (Ledger ledger = Ledger.open(home)) {
            var cursor = simulation.recording().whole().from(Optional.empty());
            List<Input> inputs = new ArrayList<>();
            for (var one = cursor.next(); one.isPresent(); one = cursor.next()) {
                if (one.get() instanceof Recorded.Told told) {
                    inputs.add(told.input());
                }
                if (one.get() instanceof Recorded.Begun begun) {
                    commit(ledger, List.of(), inputs);
                    ledger.begin(begun.begun());
                }
                if (inputs.size() == 37) {
                    commit(ledger, List.of(), inputs);
                }
            }
            commit(ledger, simulation.entries(), inputs);
        }
    }

    private static void commit(Ledger ledger, List<Entry> entries, List<Input> inputs) throws Exception {
        ledger.commit(new Commit(entries, List.of(), List.of(), inputs, Optional.empty()));
        inputs.clear();
    }

    @Test
    void theSamePlanWouldHaveDecidedTheSame() throws Exception {
        int compared = 0;
        for (long seed = 1; seed <= 3 * SEEDS; seed++) {
            Simulation simulation = simulated(seed);
            WhatIfResult result = Replay.of(simulation.recording().whole()).with(simulation.plan());
            assertTrue(result.replay().isEqual());
            // A plan that is tried is never replaced, and so does not begin anew in the middle either.
            if (!isReplaced(simulation)) {
                assertTrue(result.isSame(), "seed " + seed + ": " + result.totals());
                compared++;
            }
        }
        assertTrue(compared >= SEEDS, compared + " compared");
    }

    private static boolean isReplaced(Simulation simulation) throws Exception {
        var cursor = simulation.recording().whole().from(Optional.empty());
        for (var one = cursor.next(); one.isPresent(); one = cursor.next()) {
            if (one.get() instanceof Recorded.Told told && told.input().event() instanceof Event.PlanReplaced) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anotherPlanIsTriedToTheEnd() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Plan other = simulated(seed + 100).plan();
            WhatIfResult result = Replay.of(simulated(seed).recording().whole()).with(other);
            assertTrue(result.replay().isEqual());
            assertTrue(result.orders().stream()
                    .filter(order ->
                            order.otherwise().isPresent() && !order.subject().isEmpty())
                    .allMatch(order -> other.services().containsKey(order.subject())));
        }
        assertTrue(new Replay(simulated(1).recording().whole(), Optional.of(Instant.MAX), Set.of())
                .with(Plan.EMPTY)
                .orders()
                .isEmpty());
    }
}
