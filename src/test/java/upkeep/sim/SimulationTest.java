package upkeep.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;

/**
 * A short run in every build; {@code -Dupkeep.simulate.minutes=N} for a long one on {@code -Dupkeep.simulate.threads=N}
 * threads, {@code -Dupkeep.simulate.seed=N} for one seed.
 */
class SimulationTest {

    private static final int SEEDS = 120;

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

    /** A service that is only observed is told of, and decided on, as one that is acted on, up to the first action. */
    @Test
    void whatIsObservedIsDecidedOnInTheSameWay() {
        for (long seed = 5_000; seed < 5_010; seed++) {
            List<String> acting = upToTheFirstAction(Seeds.run(seed, Simulation.Variant.WHOLE));
            List<String> observing = upToTheFirstAction(Seeds.run(seed, Simulation.Variant.OBSERVED));
            assertEquals(acting, observing, "seed " + seed);
            assertTrue(!acting.isEmpty(), "seed " + seed);
        }
    }

    private static List<String> upToTheFirstAction(Simulation simulation) {
        return simulation.entries().stream()
                .takeWhile(entry -> entry.kind() != Kind.DECISION
                        || "systemd".equals(entry.fields().get("by")))
                .takeWhile(entry -> !entry.text().startsWith("upkeepd put supervision on hold"))
                .map(SimulationTest::withoutWall)
                .toList();
    }

    @Test
    void aStepOfTheWallClockMovesNothing() {
        for (long seed = 6_000; seed < 6_010; seed++) {
            List<String> steady = story(Seeds.run(seed, Simulation.Variant.STEADY));
            List<String> drifting = story(Seeds.run(seed, Simulation.Variant.DRIFTING));
            assertEquals(steady, drifting, "seed " + seed);
        }
    }

    private static List<String> story(Simulation simulation) {
        return simulation.entries().stream().map(SimulationTest::withoutWall).toList();
    }

    private static String withoutWall(Entry entry) {
        return entry.number() + " " + entry.at().monotonicNanos() + " " + entry.kind() + " " + entry.subject() + " "
                + entry.text() + " " + entry.causes();
    }
}
