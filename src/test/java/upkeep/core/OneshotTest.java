package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.core.UnitStatus.Exit;

/** Services that are inactive once they have done their work. */
class OneshotTest {

    private static final String PAIR = """
            services:
              job: {exec: /usr/bin/job, user: job, type: oneshot, restart: {policy: on-failure}}
              web: {exec: /usr/bin/web, user: web, requires: [job.service]}
            checks:
              gate: {tcp: {host: 192.0.2.1, port: 25}, every: 10s, failures: 1, otherwise: [start job.service]}
            """;

    private static World running() {
        World world = new World(Worlds.plan(PAIR));
        world.oneshot(world.up("job"));
        world.up("web");
        world.list();
        world.see(world.oneshot(ended(world, "inactive", "success", 0)));
        world.pass(Duration.ofSeconds(30));
        return world;
    }

    private static UnitStatus ended(World world, String active, String result, int status) {
        world.set("job", "active", "start", "success", Optional.empty(), 0);
        String sub = active.equals("failed") ? "failed" : "dead";
        return world.set("job", active, sub, result, Optional.of(new Exit.Status(status)), 0);
    }

    @Test
    void aResetMakesNoSuccessOfAFailure() {
        World world = running();
        UnitStatus failed = world.oneshot(ended(world, "failed", "exit-code", 1));
        world.see(failed);
        assertFalse(world.service("job").hasDoneItsWork());
        world.see(world.oneshot(world.set("job", "inactive", "dead", "success", failed.exit(), 0)));
        assertFalse(world.service("job").hasDoneItsWork(), "systemctl reset-failed");
        assertTrue(world.service("job").incident().isPresent(), world.story());
        world.see(world.oneshot(ended(world, "inactive", "success", 0)));
        world.pass(Duration.ofSeconds(2));
        assertTrue(world.service("job").hasDoneItsWork());
        assertTrue(world.service("job").incident().isEmpty(), world.story());
    }

    @Test
    void oneAtRestIsNotIllForBeingAskedToStart() {
        World world = running();
        world.send(new Event.HoldAsked(world.now, "job", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.answers.put("gate", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing"), world.told("gate"));
        assertEquals(List.of(), world.told("job"), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStartSaysWhoAskedForIt() {
        World world = running();
        world.answers.put("gate", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertTrue(
                world.last(Kind.DECISION, "job").text().startsWith("start job.service: gate asks for it"),
                world.story());
    }

    @Test
    void whatNeedsItWaitsUntilOurOwnStartHasEnded() {
        World world = running();
        world.see(world.oneshot(ended(world, "failed", "exit-code", 1)));
        world.fail("web");
        world.passUntil(() -> !world.jobs().isEmpty());
        Action.Job start = world.jobs().getLast();
        assertEquals("job", start.service());
        world.see(world.oneshot(ended(world, "inactive", "success", 0)));
        world.pass(Duration.ofSeconds(2));
        assertEquals(1, world.jobs().size(), world.story());
        world.send(new Event.ActionEnded(
                world.now, "job", start.number(), new Event.ActionOutcome(true, "done", Optional.of(400L))));
        world.pass(Duration.ofSeconds(30));
        assertEquals("web", world.jobs().getLast().service(), world.story());
    }

    /** What timed out may have been a start or a stop: nothing is started on a guess. */
    @Test
    void oneThatTimedOutWhileNobodyLookedIsLeftAlone() {
        World world = running().restartUpkeepd(true);
        world.oneshot(ended(world, "failed", "timeout", 1));
        world.list();
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("job").intent(), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }
}
