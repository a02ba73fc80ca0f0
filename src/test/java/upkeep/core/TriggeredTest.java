package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.core.UnitStatus.Exit;

/** Services that a socket, a timer or a path starts: they may be down, and may take their time. */
class TriggeredTest {

    private static final String LAZY = """
            services:
              lazy: {exec: /usr/bin/lazy, user: lazy, socket: {listen: 80, on-demand: true}}
            timers:
              backup: {calendar: daily, service: {exec: /usr/bin/backup, user: backup}}
              short: {calendar: daily, service: {exec: /usr/bin/backup, user: backup, start-timeout: 1min}}
            """;

    private static World listed() {
        World world = new World(Worlds.plan(LAZY));
        world.set("lazy", "inactive", "dead", "success", Optional.empty(), 0);
        world.oneshot(world.set("backup", "inactive", "dead", "success", Optional.empty(), 0));
        world.oneshot(world.set("short", "inactive", "dead", "success", Optional.empty(), 0));
        world.list();
        world.pass(Duration.ofMinutes(5));
        return world;
    }

    private static void ended(World world, String name, String active, int status) {
        String sub = active.equals("failed") ? "failed" : "dead";
        String result = active.equals("failed") ? "exit-code" : "success";
        world.see(world.set(name, active, sub, result, Optional.of(new Exit.Status(status)), 0));
        world.pass(Duration.ofMinutes(5));
    }

    @Test
    void whatNobodyAskedForYetIsNotMissed() {
        World world = listed();
        assertEquals(List.of(), world.told("lazy"), world.story());
        assertEquals(List.of(), world.told("backup"), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aRunIsToldAsWhatStartedIt() {
        World world = listed();
        long job = world.queue("backup");
        world.set("backup", "active", "start", "success", Optional.empty(), job);
        UnitStatus done = world.set("backup", "inactive", "dead", "success", Optional.of(new Exit.Status(0)), 0);
        UnitStatus triggered =
                world.with(world.oneshot(done), "loaded", Optional.of(new UnitName("backup.timer")), true, Bonds.NONE);
        world.send(new Event.JobEnded(world.now, new UnitName("backup.service"), job, JobResult.DONE, triggered));
        Entry told = world.last(Kind.INTENT, "backup");
        assertEquals(Cause.TRIGGER.word(), told.fields().get("cause"), world.story());
    }

    @Test
    void whatEndsForWantOfWorkIsLeftAlone() {
        World world = listed();
        world.operatorStarts("lazy");
        world.pass(Duration.ofMinutes(1));
        assertEquals(Intent.RUN, world.service("lazy").intent(), world.story());
        ended(world, "lazy", "inactive", 0);
        assertEquals(List.of(), world.told("lazy"), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
        assertTrue(world.entries(Kind.REFUSAL, "lazy").isEmpty(), world.story());
    }

    @Test
    void aFailureIsToldAndOverWithTheNextGoodEnd() {
        World world = listed();
        world.operatorStarts("lazy");
        world.pass(Duration.ofSeconds(3));
        world.see(world.set("lazy", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0));
        world.pass(Duration.ofMillis(500));
        assertEquals(List.of("firing"), world.told("lazy"), world.story());
        world.operatorStarts("lazy");
        world.pass(Duration.ofSeconds(3));
        ended(world, "lazy", "inactive", 0);
        assertEquals(List.of("firing", "resolved"), world.told("lazy"), world.story());
    }

    @Test
    void endsWhileNobodyLookedAreNobodysStop() {
        World world = listed();
        world.operatorStarts("lazy");
        world.pass(Duration.ofMinutes(1));
        World again = world.restartUpkeepd(false);
        again.set("lazy", "inactive", "dead", "success", Optional.of(new Exit.Status(0)), 0);
        again.list();
        again.pass(Duration.ofMinutes(5));
        assertEquals(Intent.RUN, again.service("lazy").intent(), again.story());
        assertEquals(List.of(), again.told("lazy"), again.story());
    }

    @Test
    void afterABootItWaitsAsBefore() {
        World world = listed();
        world.operatorStarts("lazy");
        world.pass(Duration.ofMinutes(1));
        World again = world.restartUpkeepd(true);
        again.set("lazy", "inactive", "dead", "success", Optional.empty(), 0);
        again.list();
        again.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), again.told("lazy"), again.story());
        assertTrue(
                again.entries(Kind.DAEMON, "").stream()
                        .anyMatch(entry -> entry.text().equals("after the boot, 1 of 1 service that ran before is up")),
                again.story());
    }

    @Test
    void aStartWithoutAnEndIsNeverLate() {
        World world = listed();
        world.see(world.oneshot(world.set("backup", "activating", "start", "success", Optional.empty(), 0)));
        world.see(world.oneshot(world.set("short", "activating", "start", "success", Optional.empty(), 0)));
        world.pass(Duration.ofHours(5));
        assertEquals(List.of(), world.told("backup"), world.story());
        assertEquals(List.of("firing"), world.told("short"), world.story());
    }
}
