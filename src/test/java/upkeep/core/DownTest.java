package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.spec.Restart;

/** Units that are down: left to systemd, started, or left down. */
class DownTest {

    @Test
    void aKilledServiceIsLeftToSystemdAndCounted() {
        World world = Worlds.web();
        world.crashAndRestart("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(1, world.service("web").restarts().size());
        Entry down = world.entries(Kind.TRANSITION, "web").get(0);
        assertTrue(down.text().contains("killed by SIGKILL"), down.text());
        assertEquals(1, world.entries(Kind.INCIDENT_OPENED, "web").size(), world.story());
        assertEquals(1, world.entries(Kind.INCIDENT_RESOLVED, "web").size(), world.story());
    }

    @Test
    void aCrashBeforeTheEndOfTheRestartsJobWasToldIsACrash() {
        World world = Worlds.web();
        Optional<UnitStatus.Exit> status3 = Optional.of(new UnitStatus.Exit.Status(3));
        world.see(world.set("web", "activating", "auto-restart", "exit-code", status3, 0));
        world.pass(Duration.ofMillis(100));
        world.send(new Event.JobQueued(world.now, new UnitName("web.service"), 900));
        world.see(world.set("web", "active", "auto-restart-done", "success", Optional.empty(), 900));
        Optional<UnitStatus.Exit> status4 = Optional.of(new UnitStatus.Exit.Status(4));
        UnitStatus crashed = world.set("web", "activating", "auto-restart", "exit-code", status4, 0);
        world.see(crashed);
        world.send(new Event.JobEnded(world.now, new UnitName("web.service"), 900, JobResult.DONE, crashed));
        assertTrue(
                world.entries(Kind.TRANSITION, "web").getLast().text().contains("exited with status 4"), world.story());
        assertEquals(Intent.RUN, world.service("web").intent());
    }

    @Test
    void whatSystemdGaveUpIsStartedWithinTheBudget() {
        World world = Worlds.web();
        world.fail("web");
        world.pass(Duration.ofSeconds(1));
        assertEquals(1, world.jobs().size(), world.story());
        assertEquals(Verb.START, world.jobs().getFirst().verb());
        world.carryOut();
        world.pass(Duration.ofMinutes(1));
        assertTrue(world.service("web").incident().isEmpty(), world.story());
    }

    @Test
    void aPolicyOfNoRestartIsHonoured() {
        Restart never =
                new Restart(Restart.Policy.NO, Plans.ALWAYS.delay(), Plans.ALWAYS.maxDelay(), Plans.ALWAYS.budget());
        World world = Worlds.running(Plans.of(Plans.service("web", never, Plans.liveness("web"))));
        world.fail("web");
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(1, world.entries(Kind.INCIDENT_OPENED, "web").size(), "it is told all the same");
    }

    @Test
    void anAdoptedUnitThatFailedIsStarted() {
        Restart units =
                new Restart(Restart.Policy.UNIT, Plans.ALWAYS.delay(), Plans.ALWAYS.maxDelay(), Plans.ALWAYS.budget());
        World world = Worlds.running(Plans.of(Plans.service("web", units, Plans.liveness("web"))));
        world.fail("web");
        world.pass(Duration.ofSeconds(2));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void whatFailedUnseenIsStarted() {
        World world = Worlds.web();
        World next = world.restartUpkeepd();
        next.set("web", "failed", "failed", "exit-code", Optional.of(new UnitStatus.Exit.Status(1)), 0);
        next.list();
        next.pass(Duration.ofSeconds(2));
        assertEquals(1, next.jobs().size(), next.story());
    }

    @Test
    void theStatesOnTheWayToSystemdsOwnRestartStartNothing() {
        World world = Worlds.web();
        Optional<UnitStatus.Exit> ended = Optional.of(new UnitStatus.Exit.Status(0));
        world.see(world.set("web", "inactive", "dead", "success", ended, 0));
        world.pass(Duration.ofMillis(5));
        world.see(world.set("web", "activating", "auto-restart", "success", ended, 0));
        world.pass(Duration.ofMillis(100));
        world.see(world.set("web", "inactive", "dead", "success", ended, 7));
        world.see(world.set("web", "active", "auto-restart-done", "success", Optional.empty(), 0));
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(Intent.RUN, world.service("web").intent());
    }

    @Test
    void threeAreBroughtUpAtATime() {
        World world = Worlds.running("""
                services:
                  a: {exec: /usr/bin/a, user: a}
                  b: {exec: /usr/bin/b, user: b}
                  c: {exec: /usr/bin/c, user: c}
                  d: {exec: /usr/bin/d, user: d}
                """);
        List.of("a", "b", "c", "d").forEach(world::fail);
        world.pass(Duration.ofMinutes(1));
        assertEquals(
                List.of("a", "b", "c"),
                world.jobs().stream().map(Action.Job::service).toList(),
                world.story());
        world.carryOut();
        world.pass(Duration.ofSeconds(2));
        assertEquals("d", world.jobs().getLast().service(), world.story());
    }
}
