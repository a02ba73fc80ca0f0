package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;
import upkeep.spec.CheckId;

/** Units that somebody froze, and thaws. */
class FreezeTest {

    private static final CheckId LIVENESS = new CheckId("web/liveness");

    private static String intent(World world, String service) {
        return world.last(Kind.INTENT, service).text();
    }

    @Test
    void whatIsFrozenIsNotProbedAndLeftAlone() {
        World world = Worlds.web();
        world.answers.put("web", World.failed());
        world.freeze("web", true);
        assertEquals(
                "somebody froze it: it is not probed, and nothing is done to it, until it is thawed",
                intent(world, "web"));
        int entries = world.entries.size();
        world.pass(Duration.ofHours(5));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(entries, world.entries.size(), world.story());
        assertEquals(Health.UNKNOWN, health(world));
    }

    private static Health health(World world) {
        return new Supervisor(world.plan)
                .health(
                        world.state,
                        Optional.ofNullable(world.plan.services().get("web")).orElseThrow(),
                        world.now);
    }

    @Test
    void afterTheThawItHasOneWholeGrace() {
        World world = Worlds.web();
        world.freeze("web", true);
        world.pass(Duration.ofMinutes(10));
        world.answers.put("web", World.failed());
        world.freeze("web", false);
        assertEquals("it was thawed; supervision goes on after one full grace", intent(world, "web"));
        world.pass(Duration.ofSeconds(60));
        assertEquals(List.of(), world.jobs(), world.story());
        world.pass(Duration.ofMinutes(2));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aProbeThatWasUnderWayTellsNothing() {
        World world = Worlds.web();
        world.pass(Duration.ofSeconds(10));
        world.freeze("web", true);
        world.pass(Duration.ofSeconds(1));
        world.freeze("web", false);
        world.send(new Event.Probed(
                world.now.plus(Duration.ofSeconds(3)),
                LIVENESS,
                world.now.plus(Duration.ofSeconds(-2)),
                World.failed()));
        assertEquals(
                0,
                Optional.ofNullable(world.state.checks().get(LIVENESS))
                        .orElseThrow()
                        .failures());
    }

    @Test
    void anIncidentStaysOpenAndWhatIsDeadIsLeftSo() {
        World world = Worlds.web();
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofMinutes(2)), "look", Worlds.ROOT));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertTrue(world.service("web").incident().isPresent(), world.story());
        world.freeze("web", true);
        world.pass(Duration.ofMinutes(20));
        assertEquals(List.of(), world.jobs(), world.story());
        assertTrue(world.service("web").incident().isPresent(), world.story());
        world.answers.clear();
        world.freeze("web", false);
        world.pass(Duration.ofMinutes(1));
        assertFalse(world.service("web").incident().isPresent(), world.story());
    }

    @Test
    void aRestartEndsItWithoutAWordOfAThaw() {
        World world = Worlds.web();
        world.freeze("web", true);
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), 7));
        world.see(world.up("web"));
        assertFalse(world.service("web").isFrozen());
        assertTrue(intent(world, "web").startsWith("somebody froze it"), world.story());
    }

    @Test
    void upkeepdFindsItFrozen() {
        World world = Worlds.web();
        world.freeze("web", true);
        World next = world.restartUpkeepd();
        next.list();
        assertTrue(intent(next, "web").startsWith("found frozen: "), next.story());
        next.answers.put("web", World.failed());
        next.pass(Duration.ofMinutes(10));
        assertEquals(List.of(), next.jobs(), next.story());
    }

    @Test
    void whoNeedsItWaitsForIt() {
        World world = Worlds.running("""
                services:
                  db: {exec: /usr/bin/db, user: db}
                  web:
                    exec: /usr/bin/web
                    user: web
                    port: 80
                    requires: [db.service]
                    probes: {liveness: {tcp: {}}}
                """);
        world.freeze("db", true);
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), world.jobs(), world.story());
        world.freeze("db", false);
        world.pass(Duration.ofMinutes(5));
        assertFalse(world.jobs().isEmpty(), world.story());
    }
}
