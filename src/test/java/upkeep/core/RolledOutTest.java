package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.RolloutResult;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry.Kind;

/** What follows from the end of a rollout. */
class RolledOutTest {

    private static final String KEY = "web: rollout";
    private static final String RUN = "0123456789abcdef0123456789abcdef";

    private static void ended(World world, RolloutResult result, String text) {
        world.pass(Duration.ofSeconds(1));
        String run = result == RolloutResult.WELL ? "" : RUN;
        world.send(new Event.RolledOut(world.now, "web", result, text, world.now.wall(), run));
    }

    private static List<Alert> alerts(World world) {
        return world.actions.stream()
                .filter(Alert.class::isInstance)
                .map(Alert.class::cast)
                .toList();
    }

    @Test
    void oneThatFailedIsAnIncidentUntilOneSucceeds() {
        World world = Worlds.web();
        ended(world, RolloutResult.FAILED, "it did not prove itself: status 500");
        assertEquals(List.of(KEY), List.copyOf(world.state.incidents().keySet()));
        Alert firing = alerts(world).getLast();
        assertEquals(Alert.State.FIRING, firing.state());
        assertEquals(Severity.ERROR, firing.severity());
        assertEquals("web", firing.subject());
        assertEquals("web: it did not prove itself: status 500", firing.text());
        Entry told = world.last(Kind.INTENT, "web");
        assertTrue(
                world.actions.stream()
                        .anyMatch(action -> action instanceof Action.LookUp look
                                && look.entry() == told.number()
                                && look.invocation().equals(RUN)),
                "the journal is asked for what that run said last");
        assertEquals(
                List.of(told.number()), world.last(Kind.INCIDENT_OPENED, "web").causes());
        world.pass(Duration.ofHours(1));
        assertTrue(world.state.incidents().containsKey(KEY), "that it is up and well does not end it");
        ended(world, RolloutResult.PART, "a new version was given up that did not prove itself with db");
        assertTrue(world.state.incidents().containsKey(KEY));
        ended(world, RolloutResult.WELL, "a new version was rolled out, and has proven itself");
        assertEquals(Map.of(), world.state.incidents());
        assertEquals(Alert.State.RESOLVED, alerts(world).getLast().state());
        assertEquals(KEY, alerts(world).getLast().key());
        assertEquals(2, alerts(world).size(), world.story());
    }

    @Test
    void whereNeitherVersionIsWellThatIsCriticalAndToldOnce() {
        World world = Worlds.web();
        ended(world, RolloutResult.PART, "it did not prove itself: status 500");
        ended(world, RolloutResult.STUCK, "the version of before is not well either: status 502");
        assertEquals(1, alerts(world).size(), world.story());
        assertEquals(Severity.CRITICAL, alerts(world).getLast().severity());
        ended(world, RolloutResult.FAILED, "it did not prove itself: status 500");
        assertEquals(1, alerts(world).size(), world.story());
    }

    @Test
    void itGetsLouderWhenTheNextOneCannotGoBack() {
        World world = Worlds.web();
        ended(world, RolloutResult.FAILED, "it did not prove itself: status 500");
        long number = world.incident(KEY).number();
        ended(world, RolloutResult.STUCK, "the version of before is not well either: status 502");
        assertEquals(Alert.State.EXHAUSTED, alerts(world).getLast().state());
        assertEquals(Severity.CRITICAL, alerts(world).getLast().severity());
        assertEquals(number, world.incident(KEY).number());
        assertEquals(Optional.of(number), world.last(Kind.INTENT, "web").incident());
    }

    @Test
    void itOutlivesUpkeepdAndEndsWithTheService() {
        World world = Worlds.web();
        ended(world, RolloutResult.FAILED, "it did not prove itself: status 500");
        World next = world.restartUpkeepd();
        next.list();
        assertTrue(next.state.incidents().containsKey(KEY), next.story());
        next.plan = Plans.of(Plans.service("other", Plans.ALWAYS, Plans.liveness("other")));
        next.send(new Event.PlanReplaced(next.now));
        assertEquals(Map.of(), next.state.incidents());
    }
}
