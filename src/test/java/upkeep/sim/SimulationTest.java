package upkeep.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A short run in every build; {@code -Dupkeep.simulate.minutes=N} for a long one on {@code -Dupkeep.simulate.threads=N}
 * threads, {@code -Dupkeep.simulate.seed=N} for one seed.
 */
class SimulationTest {

    private static final int SEEDS = 200;

    @Test
    void theInvariantsHold() throws InterruptedException {
        Long only = Long.getLong("upkeep.simulate.seed");
        if (only != null) {
            Seeds.run(only, Simulation.Variant.WHOLE);
            return;
        }
        Seeds seeds = new Seeds(
                Long.getLong("upkeep.simulate.first", 1),
                SEEDS,
                Duration.ofMinutes(Long.getLong("upkeep.simulate.minutes", 0)),
                Integer.getInteger("upkeep.simulate.threads", 1));
        seeds.run();
        assertTrue(seeds.events() > SEEDS * 100L, seeds.events() + " events");
    }

    @Test
    void theSameSeedTellsTheSameStoryAndAReplayEndsTheSame() {
        for (long seed = 4_000; seed < 4_010; seed++) {
            Simulation first = Seeds.run(seed, Simulation.Variant.WHOLE);
            Simulation second = Seeds.run(seed, Simulation.Variant.WHOLE);
            assertEquals(first.entries(), second.entries());
        }
    }
}
