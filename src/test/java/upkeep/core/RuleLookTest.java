package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import upkeep.base.Moment;
import upkeep.core.Observation.Depth;
import upkeep.core.RuleLook.Standing;
import upkeep.spec.Check;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/** How rules stand after a look that does not count. */
class RuleLookTest {

    private static final Moment T0 = new Moment(1_000_000_000_000L, Instant.parse("2026-11-26T12:00:00Z"));

    private static Plan plan(String rules) {
        return Specs.load(List.of(new Source("f", "checks: {root: {filesystem: /, rules: [" + rules + "]}}")))
                .value()
                .orElseThrow();
    }

    private static Check check(String rules) {
        return plan(rules).checks().values().iterator().next();
    }

    private static Observation full(double percent) {
        return new Observation.Passed(Depth.VALUE, "looked", Map.of("space-percent", percent));
    }

    private static List<Standing> standings(List<RuleLook> looks) {
        return looks.stream().map(RuleLook::standing).toList();
    }

    @Test
    void aFirstLookJudgesByWhatItFound() {
        Check check = check("{if: space > 90%, then: alert}, {if: space > 99%, then: alert},"
                + " {if: inodes > 90%, then: alert}, {if: failed, then: alert}");
        List<RuleLook> looks = RuleLook.first(check, full(93), T0);
        assertEquals(
                List.of(Standing.HOLDS, Standing.HOLDS_NOT, Standing.UNKNOWN, Standing.HOLDS_NOT), standings(looks));
        assertEquals(new RuleLook("space > 90%", Standing.HOLDS, "space is 93%, more than 90%"), looks.getFirst());
        assertEquals(
                List.of(Standing.UNKNOWN, Standing.UNKNOWN, Standing.UNKNOWN, Standing.UNKNOWN),
                standings(RuleLook.first(check, new Observation.Unknown("cannot look"), T0)));
    }

    @Test
    void aNextLookGoesOnFromWhatWasSeenAndChangesNothing() {
        Plan plan = plan(
                "{if: space > 90% for 3 checks, then: alert}," + " {if: space > 90%, clear: space < 80%, then: alert}");
        Check check = plan.checks().values().iterator().next();
        Supervisor supervisor = new Supervisor(plan);
        State state = State.begin(plan, List.of(), 0, T0, false);
        state = supervisor.decide(state, new Event.Listed(T0, Map.of())).state();
        Moment now = T0;
        for (int probes = 0; probes < 2; probes++) {
            assertEquals(
                    Standing.HOLDS_NOT,
                    RuleLook.next(state, check, full(93), now).getFirst().standing());
            now = now.plus(Duration.ofSeconds(30));
            state = supervisor
                    .decide(state, new Event.Probed(now, check.id(), now, full(93)))
                    .state();
        }
        now = now.plus(Duration.ofSeconds(1));
        assertEquals(List.of(Standing.HOLDS, Standing.HOLDS), standings(RuleLook.next(state, check, full(93), now)));
        // Between the two limits the second goes on to hold, but would not begin to.
        assertEquals(
                List.of(Standing.HOLDS_NOT, Standing.HOLDS), standings(RuleLook.next(state, check, full(85), now)));
        assertEquals(List.of(Standing.HOLDS_NOT, Standing.HOLDS_NOT), standings(RuleLook.first(check, full(85), now)));
    }
}
