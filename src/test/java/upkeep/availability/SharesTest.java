package upkeep.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import upkeep.core.Standing;

/** How long something stood how. */
class SharesTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static final List<Standing> ALL = List.of(Standing.values());

    private static Change at(long minutes, Standing standing) {
        return new Change(NOON.plus(Duration.ofMinutes(minutes)), standing);
    }

    private static Shares of(long from, long to, Change... changes) {
        return Shares.of(List.of(changes), NOON.plus(Duration.ofMinutes(from)), NOON.plus(Duration.ofMinutes(to)));
    }

    @Test
    void anHourInWhichUpkeepdWasAwayIsAnHourOfWhichNothingIsKnown() {
        Shares shares = of(
                0,
                240,
                at(-100, Standing.UP),
                at(60, Standing.UNKNOWN),
                at(120, Standing.UP),
                at(150, Standing.DOWN),
                at(168, Standing.UP));
        assertEquals(Duration.ofHours(1), shares.of(Standing.UNKNOWN));
        assertEquals(Duration.ofMinutes(18), shares.of(Standing.DOWN));
        assertEquals(Duration.ofHours(3), shares.reckoned());
        assertEquals(OptionalDouble.of(0.9), shares.availability());
    }

    @Test
    void beforeTheFirstLookNothingIsKnown() {
        Shares shares = of(0, 60, at(45, Standing.UP));
        assertEquals(Duration.ofMinutes(45), shares.of(Standing.UNKNOWN));
        assertEquals(OptionalDouble.of(1), shares.availability());
        assertEquals(OptionalDouble.empty(), of(0, 60).availability());
    }

    @Test
    void whatIsWorkedOnIsNeitherUpNorDown() {
        Shares shares = of(0, 60, at(0, Standing.MAINTENANCE), at(30, Standing.DEGRADED));
        assertEquals(Duration.ofMinutes(30), shares.reckoned());
        assertEquals(OptionalDouble.of(1), shares.availability(), "it answers, though not all of it is well");
    }

    @Test
    void whatComesLaterDoesNotCount() {
        assertEquals(
                Duration.ofHours(1),
                of(0, 60, at(-5, Standing.UP), at(70, Standing.DOWN)).of(Standing.UP));
    }

    @Test
    void aClockThatWasSetBackTakesNothingBack() {
        Shares shares = of(0, 60, at(0, Standing.UP), at(40, Standing.DOWN), at(20, Standing.UP));
        assertEquals(Duration.ofHours(1), shares.of(Standing.UP));
    }

    @Property
    void allOfItIsSomething(@ForAll @Size(max = 20) List<@IntRange(min = -100, max = 300) Integer> moments) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            changes.add(at(moments.get(i), ALL.get(i % ALL.size())));
        }
        Shares shares = Shares.of(changes, NOON, NOON.plus(Duration.ofMinutes(200)));
        Duration sum = shares.times().values().stream().reduce(Duration.ZERO, Duration::plus);
        assertEquals(Duration.ofMinutes(200), sum);
        assertTrue(shares.times().values().stream().noneMatch(Duration::isNegative));
    }
}
