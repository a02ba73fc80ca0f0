package upkeep.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.availability.Budget;
import upkeep.availability.Shares;
import upkeep.base.TimeSpan;
import upkeep.core.Standing;
import upkeep.spec.Objective;

class AvailabilityTextTest {

    private static final Objective OBJECTIVE = new Objective(99_900, TimeSpan.ofSeconds(30 * 86_400L));

    private static AvailabilityView shop(Duration down) {
        Shares shares = new Shares(Map.of(
                Standing.UP, Duration.ofDays(28),
                Standing.DOWN, down,
                Standing.MAINTENANCE, Duration.ofHours(3),
                Standing.UNKNOWN, Duration.ofMinutes(61)));
        Budget budget = new Budget(OBJECTIVE.budget(), down);
        return new AvailabilityView(
                "shop", Duration.ofDays(30), shares, Optional.of(new AvailabilityView.Aim(OBJECTIVE, budget)));
    }

    private static final AvailabilityView NEW =
            new AvailabilityView("web", Duration.ofDays(30), new Shares(Map.of()), Optional.empty());

    @Test
    void nothingIsHiddenInTheShare() {
        Answer answer = AvailabilityText.answer(List.of(shop(Duration.ofMinutes(13)), NEW), false);
        assertEquals(0, answer.exitCode());
        assertEquals("""
                In the last 30d, of the time in which it is known:
                NAME  ANSWERED  DOWN   DEGRADED  MAINTENANCE  UNKNOWN  OBJECTIVE      MAY BE DOWN
                shop  99.967%   13min  -         3h           1h 1min  99.9% per 30d  another 30min 12s of 43min 12s
                web   -         -      -         -            -        -              -
                """, answer.out());
    }

    @Test
    void aMissedObjectiveIsAnExitCode() {
        Answer answer = AvailabilityText.answer(List.of(shop(Duration.ofHours(1))), true);
        assertEquals(1, answer.exitCode());
        assertTrue(answer.out().contains("\"maintenance\" : 10800"), answer.out());
        assertTrue(answer.out().contains("\"spent\" : 3600"), answer.out());
        assertTrue(answer.out().contains("\"availability\" : 0.998"), answer.out());
    }

    @Test
    void almostAllOfItIsNotAll() {
        assertTrue(AvailabilityText.answer(List.of(shop(Duration.ofSeconds(1))), false)
                .out()
                .contains("99.999%"));
    }
}
