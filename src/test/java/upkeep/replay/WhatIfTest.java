package upkeep.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.replay.WhatIfResult.Total;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;

class WhatIfTest {

    private final Story story = new Story(Story.sources(3)).run(Duration.ofMinutes(5));

    private WhatIfResult with(PlanSources other) throws Exception {
        return Replay.of(story.recording).with(other.plan().value().orElseThrow());
    }

    @Test
    void theSameSpecsLeadToTheSame() throws Exception {
        WhatIfResult result = with(Story.sources(3));
        assertTrue(result.isSame(), result.totals().toString());
        assertTrue(result.orders().stream().allMatch(Order::isCommon));
        assertTrue(restarts(result).common() >= 2, result.totals().toString());
        assertEquals(List.of(), result.notes());
    }

    @Test
    void morePatienceRestartsLess() throws Exception {
        Total restarts = restarts(with(Story.sources(50)));
        assertTrue(restarts.recorded() >= 2);
        assertEquals(0, restarts.otherwise());
    }

    @Test
    void lessPatienceRestartsSooner() throws Exception {
        WhatIfResult result = with(Story.sources(1));
        assertFalse(result.isSame());
        Order first = firstRestart(result, true);
        assertTrue(first.otherwise().isPresent());
        assertTrue(first.at().isBefore(firstRestart(result, false).at()));
        // A restart that was never made is taken to have succeeded, so that the other plan does not wait for it for
        // ever.
        assertTrue(restarts(result).otherwise() >= 2, result.totals().toString());
    }

    private static Order firstRestart(WhatIfResult result, boolean otherwise) {
        return result.orders().stream()
                .filter(order -> order.what().equals("restart"))
                .filter(order -> (otherwise ? order.otherwise() : order.recorded()).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static Total restarts(WhatIfResult result) {
        return Optional.ofNullable(result.totals().get("web"))
                .map(totals -> totals.getOrDefault("restart", new Total(0, 0, 0)))
                .orElse(new Total(0, 0, 0));
    }

    @Test
    void resultsForAnotherTargetAreLeftOut() throws Exception {
        WhatIfResult result = with(Story.sources(3, "tcp: {port: 81}"));
        assertEquals(0, restarts(result).otherwise());
        assertEquals(
                List.of("web/liveness has another target by that plan; its recorded results were left out"),
                result.notes());
    }

    @Test
    void aCheckThatWasNeverRunIsSaid() throws Exception {
        PlanSources other = new PlanSources(
                List.of(new upkeep.spec.Source(
                        "web.yaml", Story.sources(3).sources().getFirst().text().replace("liveness:", "readiness:"))),
                Story.sources(3).removed());
        WhatIfResult result = with(other);
        assertEquals(
                List.of("web/readiness has no result in the recording; it counts as never probed"), result.notes());
    }

    @Test
    void whatIsNotAskedForIsNotCounted() throws Exception {
        WhatIfResult result = new Replay(story.recording, Optional.empty(), Set.of("another")).with(Plan.EMPTY);
        assertEquals(Map.of(), result.totals());
        WhatIfResult late = new Replay(
                        story.recording, Optional.of(story.moment().wall().plusSeconds(1)), Set.of())
                .with(Plan.EMPTY);
        assertEquals(List.of(), late.orders());
    }
}
