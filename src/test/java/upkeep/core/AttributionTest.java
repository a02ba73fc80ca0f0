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

/** Who or what moved a unit. */
class AttributionTest {

    private static String cause(World world, Kind kind) {
        return world.last(kind, "web").fields().getOrDefault("cause", "none");
    }

    private static World ended(String result, Exit exit) {
        World world = Worlds.web();
        world.see(world.set("web", "failed", "failed", result, Optional.of(exit), 0));
        return world;
    }

    @Test
    void anEndTellsItsCause() {
        assertEquals("watchdog", cause(ended("watchdog", new Exit.Signal(6, true)), Kind.TRANSITION));
        assertEquals("out-of-memory", cause(ended("oom-kill", new Exit.Signal(9, false)), Kind.TRANSITION));
        assertEquals("timeout", cause(ended("timeout", new Exit.Signal(9, false)), Kind.TRANSITION));
        assertEquals("start-limit", cause(ended("start-limit-hit", new Exit.Signal(9, false)), Kind.TRANSITION));
        assertEquals("crash", cause(ended("core-dump", new Exit.Signal(11, true)), Kind.TRANSITION));
        assertEquals("exit", cause(ended("exit-code", new Exit.Status(1)), Kind.TRANSITION));
    }

    @Test
    void whatSystemdGaveUpAfterRestartsHitItsLimit() {
        World world = Worlds.web();
        world.see(world.set("web", "activating", "auto-restart", "exit-code", Optional.of(new Exit.Status(1)), 0));
        world.fail("web");
        assertEquals("start-limit", cause(world, Kind.TRANSITION));
        assertEquals(
                "systemd gave up restarting it, its start limit being spent: the main process exited with status 1",
                world.last(Kind.TRANSITION, "web").text());
    }

    @Test
    void itMayBeInactiveBeforeThat() {
        World world = Worlds.web();
        Optional<Exit> exited = Optional.of(new Exit.Status(1));
        world.see(world.set("web", "activating", "auto-restart", "exit-code", exited, 0));
        world.see(world.set("web", "inactive", "auto-restart-done", "exit-code", exited, 7));
        world.fail("web");
        assertEquals("start-limit", cause(world, Kind.TRANSITION), world.story());
    }

    /** Its restarts are jobs as well; the count comes before the unit is up. */
    @Test
    void aRestartBySystemdIsSystemds() {
        World world = Worlds.web();
        Optional<Exit> killed = Optional.of(new Exit.Signal(9, false));
        world.see(world.set("web", "activating", "auto-restart", "signal", killed, 0));
        long job = world.queue("web");
        world.see(world.set("web", "activating", "auto-restart-done", "signal", killed, job));
        UnitStatus up = world.up("web");
        world.send(new Event.JobEnded(world.now, up.unit(), job, JobResult.DONE, up));
        assertEquals("systemd", cause(world, Kind.TRANSITION), world.story());
    }

    /** Both the end and the new run lie between two looks. */
    @Test
    void aRunThatWasReplacedUnseenIsTold() {
        World world = Worlds.web();
        world.down("web");
        world.see(world.up("web"));
        assertEquals(
                List.of("a new run began unseen by upkeepd", "running again with pid 4002"),
                world.entries(Kind.TRANSITION, "web").stream().map(Entry::text).toList(),
                world.story());
        assertEquals(List.of("firing"), world.told("web"));
    }

    @Test
    void theJournalIsAskedWhereItMayKnowMore() {
        assertEquals(1, ended("exit-code", new Exit.Status(1)).lookUps().size());
        assertEquals(
                0, ended("exit-code", new Exit.Status(1)).lookUps().getFirst().job());
        assertEquals(List.of(), ended("watchdog", new Exit.Signal(6, true)).lookUps());
        World world = Worlds.web();
        world.operatorStops("web");
        Action.LookUp lookUp = world.lookUps().getLast();
        assertEquals(world.last(Kind.INTENT, "web").number(), lookUp.entry());
        assertTrue(lookUp.job() > 0);
        assertEquals(world.now.plus(Duration.ofSeconds(-10)), lookUp.since());
    }

    @Test
    void aTimerThatStartedItIsNamed() {
        World world = Worlds.web();
        world.operatorStops("web");
        long job = world.queue("web");
        UnitStatus up = world.up("web");
        UnitStatus started = world.with(up, "loaded", Optional.of(new UnitName("web.timer")), up.oneshot(), up.bonds());
        world.send(new Event.JobEnded(world.now, up.unit(), job, JobResult.DONE, started));
        assertEquals("web.timer started it", world.last(Kind.INTENT, "web").text());
        assertEquals("trigger", cause(world, Kind.INTENT));
        assertTrue(world.last(Kind.TRANSITION, "web").text().contains(", started by web.timer"));
    }

    @Test
    void aStopOfWhatHasFailedIsAStop() {
        World world = Worlds.running(Plans.of(Plans.service("web", Plans.ALWAYS, upkeep.spec.Probes.NONE)));
        world.fail("web");
        world.jobThatChangesNothing("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of("firing", "resolved"), world.told("web"));
        world.pass(Duration.ofHours(2));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStartThatEndedAtOnceIsNoStop() {
        World world = Worlds.web();
        world.operatorStops("web");
        long job = world.queue("web");
        world.up("web");
        UnitStatus down = world.down("web");
        world.send(new Event.JobEnded(world.now, down.unit(), job, JobResult.DONE, down));
        assertEquals(Intent.RUN, world.service("web").intent(), world.story());
        assertEquals("an operator started it", world.last(Kind.INTENT, "web").text());
    }

    @Test
    void aFailedRestartOfAnOperatorIsToldOnce() {
        World world = Worlds.web();
        long job = world.queue("web");
        Optional<Exit> terminated = Optional.of(new Exit.Signal(15, false));
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", terminated, job));
        world.see(world.set("web", "activating", "start", "success", terminated, job));
        UnitStatus failed = world.set("web", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0);
        world.see(failed);
        world.send(new Event.JobEnded(world.now, failed.unit(), job, JobResult.FAILED, failed));
        assertEquals(1, world.entries(Kind.TRANSITION, "web").size(), world.story());
        assertEquals(Intent.RUN, world.service("web").intent());
    }

    @Test
    void theStopsOfAMachineThatShutsDownAreNobodysWish() {
        World world = Worlds.web();
        world.send(new Event.HostStopping(world.now));
        world.operatorStops("web");
        assertEquals(Intent.RUN, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.entries(Kind.INTENT, "web"));
        assertEquals(
                1,
                world.entries(Kind.DAEMON, "").stream()
                        .filter(entry -> entry.text().contains("shutting down"))
                        .count());
    }

    @Test
    void aStopThatTookTooLongWhileNobodyLookedIsLeft() {
        World world = Worlds.web();
        world.send(new Event.BusLost(world.now, "test"));
        world.set("web", "failed", "failed", "timeout", Optional.of(new Exit.Signal(9, false)), 0);
        world.list();
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(Intent.STOPPED, world.service("web").intent());
        assertEquals(List.of("firing"), world.told("web"));
    }

    /** It was started and stopped again, of which nobody saw but the end. */
    @Test
    void aStopThatTookTooLongIsLeftAlsoWhereTheRunBeforeHadFailed() {
        World world = Worlds.web();
        world.see(world.set("web", "failed", "failed", "signal", Optional.of(new Exit.Signal(11, false)), 0));
        world.send(new Event.BusLost(world.now, "test"));
        world.pass(Duration.ofMinutes(1));
        world.up("web");
        world.pass(Duration.ofMinutes(1));
        world.set("web", "failed", "failed", "timeout", Optional.of(new Exit.Signal(9, false)), 0);
        world.list();
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopThatTookTooLongIsLeftAlsoByAnUpkeepdThatKnowsNothing() {
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
        world.up("web");
        world.set("web", "failed", "failed", "timeout", Optional.of(new Exit.Signal(9, false)), 0);
        world.list();
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(Intent.STOPPED, world.service("web").intent());
    }

    @Test
    void aStartThatTookTooLongBeforeUpkeepdLookedIsTriedAgain() {
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
        world.set("web", "failed", "failed", "timeout", Optional.of(new Exit.Signal(9, false)), 0);
        world.list();
        world.pass(Duration.ofMinutes(1));
        assertEquals(Intent.RUN, world.service("web").intent(), world.story());
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aStartThatFailedAtOnceHitNoLimit() {
        World world = Worlds.web();
        world.operatorStops("web");
        world.queue("web");
        world.fail("web");
        assertEquals("exit", cause(world, Kind.TRANSITION), world.story());
    }

    @Test
    void theEndOfItsWaitIsSystemds() {
        World world = Worlds.web();
        world.see(world.set("web", "activating", "auto-restart", "exit-code", Optional.of(new Exit.Status(1)), 0));
        world.see(world.up("web"));
        assertEquals("systemd", cause(world, Kind.TRANSITION), world.story());
    }

    @Test
    void aStartDuringItsWaitIsAnOperators() {
        World world = Worlds.web();
        world.see(world.set("web", "activating", "auto-restart", "exit-code", Optional.of(new Exit.Status(1)), 0));
        long job = world.queue("web");
        world.see(world.set("web", "active", "running", "success", Optional.empty(), job));
        assertEquals("operator", cause(world, Kind.TRANSITION), world.story());
    }

    @Test
    void aStartThatNoJobToldOfIsUnknown() {
        World world = Worlds.web();
        world.see(world.down("web"));
        world.see(world.up("web"));
        assertEquals("unknown", cause(world, Kind.TRANSITION), world.story());
    }
}
