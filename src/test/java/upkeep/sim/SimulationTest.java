package upkeep.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry;
import upkeep.replay.Replay;
import upkeep.store.StoreException;

/**
 * A short run in every build; {@code -Dupkeep.simulate.minutes=N} for a long one, {@code -Dupkeep.simulate.seed=N} for
 * one seed, with its story on failure.
 */
class SimulationTest {

    private static final int SEEDS = 20;
    private static final Duration FAULTS = Duration.ofHours(3);

    @Test
    void theInvariantsHold() {
        Long only = Long.getLong("upkeep.simulate.seed");
        if (only != null) {
            simulate(only);
            return;
        }
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong("upkeep.simulate.minutes", 0)).toNanos();
        long events = 0;
        long seed = 1;
        while (seed <= SEEDS || System.nanoTime() < end) {
            events += simulate(seed++);
        }
        assertTrue(events > SEEDS * 1_000L, events + " events");
    }

    private static long simulate(long seed) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.run(FAULTS);
            assertEquals(Optional.empty(), Replay.of(simulation.recording).run().difference());
        } catch (AssertionError | RuntimeException | StoreException failure) {
            throw new AssertionError(
                    "seed " + seed + " (again: mvn test -Dtest=SimulationTest -Dupkeep.simulate.seed=" + seed + "): "
                            + failure.getMessage() + "\n" + story(simulation.entries),
                    failure);
        }
        return simulation.events;
    }

    private static String story(List<Entry> entries) {
        return entries.stream()
                .skip(Math.max(0, entries.size() - 60))
                .map(entry -> entry.number() + " " + entry.at().wall() + " "
                        + entry.kind().word() + " " + entry.subject() + ": " + entry.text())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        Simulation first = new Simulation(4711);
        first.run(FAULTS);
        Simulation second = new Simulation(4711);
        second.run(FAULTS);
        assertEquals(first.entries, second.entries);
    }
}
