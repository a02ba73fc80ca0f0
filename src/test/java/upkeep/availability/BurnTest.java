package upkeep.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.TimeSpan;
import upkeep.core.Standing;
import upkeep.spec.Objective;

/** How fast the time goes in which something may be down, and what is left of it. */
class BurnTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    /** 43 min 12 s. */
    private static final Objective OBJECTIVE = new Objective(99_900, TimeSpan.ofSeconds(30 * 86_400L));

    private static Change ago(Duration duration, Standing standing) {
        return new Change(NOW.minus(duration), standing);
    }

    private static Optional<Burn> after(Change... changes) {
        return Burn.of(OBJECTIVE, List.of(changes), NOW);
    }

    private static final Change LONG_UP = ago(Duration.ofDays(40), Standing.UP);

    @Test
    void aMinuteOfAnHourIsTooFast() {
        Burn burn = after(LONG_UP, ago(Duration.ofSeconds(60), Standing.DOWN)).orElseThrow();
        assertTrue(burn.isFast());
        assertEquals(Duration.ofHours(1), burn.within());
        assertEquals(16.7, burn.rate(), 0.05);
        assertEquals(
                "is down so much that 99.9% per 30d will not hold: within 60 min 17 times as long as it may",
                burn.text(OBJECTIVE));
        assertEquals(Optional.empty(), after(LONG_UP, ago(Duration.ofSeconds(45), Standing.DOWN)));
    }

    @Test
    void whatIsOverIsToldOfNoMore() {
        assertEquals(
                Optional.empty(),
                after(LONG_UP, ago(Duration.ofMinutes(40), Standing.DOWN), ago(Duration.ofMinutes(35), Standing.UP)));
    }

    @Test
    void aLittleAgainAndAgainIsTooFastInTheEnd() {
        Burn burn = after(
                        LONG_UP,
                        ago(Duration.ofMinutes(300), Standing.DOWN),
                        ago(Duration.ofMinutes(298), Standing.UP),
                        ago(Duration.ofSeconds(20), Standing.DOWN))
                .orElseThrow();
        assertFalse(burn.isFast());
        assertEquals(Duration.ofHours(6), burn.within());
    }

    @Test
    void whoHasJustComeToSeeItNeedsAsMuchAsAnybody() {
        assertEquals(Optional.empty(), after(ago(Duration.ofSeconds(45), Standing.DOWN)));
        assertTrue(after(ago(Duration.ofSeconds(60), Standing.DOWN)).isPresent());
    }

    @Test
    void whatIsNotKnownBurnsNothing() {
        assertEquals(Optional.empty(), after(ago(Duration.ofDays(1), Standing.UNKNOWN)));
        assertEquals(Optional.empty(), after(LONG_UP, ago(Duration.ofHours(2), Standing.MAINTENANCE)));
    }

    @Test
    void aBudgetIsWhatMayBeMissed() {
        Budget budget = Budget.of(
                OBJECTIVE,
                List.of(
                        ago(Duration.ofDays(31), Standing.DOWN),
                        ago(Duration.ofDays(30).minusMinutes(10), Standing.UP),
                        ago(Duration.ofMinutes(3), Standing.DOWN)),
                NOW);
        assertEquals(Duration.ofSeconds(43 * 60 + 12), budget.allowed());
        assertEquals(Duration.ofMinutes(13), budget.spent());
        assertEquals(Duration.ofSeconds(30 * 60 + 12), budget.left());
        assertFalse(budget.isSpent());
        Budget over = Budget.of(OBJECTIVE, List.of(ago(Duration.ofHours(1), Standing.DOWN)), NOW);
        assertEquals(Duration.ZERO, over.left());
        assertTrue(over.isSpent());
    }
}
