package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;

/** What people do with systemctl is right, and told apart from what goes wrong. */
class OperatorTest {

    @Test
    void whatAnOperatorStoppedStaysStoppedAlsoAfterARestartOfUpkeepd() {
        World world = Worlds.web();
        world.operatorStops("web");
        world.pass(Duration.ofHours(2));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.jobs());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"), world.story());

        World next = world.restartUpkeepd();
        next.list();
        next.pass(Duration.ofHours(2));
        assertEquals(Intent.STOPPED, next.service("web").intent());
        assertEquals(List.of(), next.jobs());

        next.operatorStarts("web");
        next.pass(Duration.ofMinutes(1));
        assertEquals(Intent.RUN, next.service("web").intent(), next.story());
    }

    @Test
    void aStopWhileSystemdWaitsToRestartIsAStop() {
        World world = Worlds.web();
        world.see(world.set("web", "activating", "auto-restart", "exit-code", Optional.empty(), 0));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertTrue(world.service("web").incident().isEmpty(), "the stop resolves the incident");
    }

    @Test
    void aStopWhoseEndIsNotHeardOfIsAStop() {
        World world = Worlds.web();
        long job = world.queue("web");
        Optional<UnitStatus.Exit> terminated = Optional.of(new UnitStatus.Exit.Signal(15, false));
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", terminated, job));
        world.see(world.set("web", "inactive", "dead", "success", terminated, 0));
        world.send(new Event.BusLost(world.now, "gone"));
        world.list();
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopThatTookTooLongAndWhoseEndIsNotHeardOfIsAStop() {
        World world = Worlds.web();
        long job = world.queue("web");
        Optional<UnitStatus.Exit> killed = Optional.of(new UnitStatus.Exit.Signal(9, false));
        world.see(world.set("web", "deactivating", "stop-sigkill", "timeout", Optional.empty(), job));
        world.see(world.set("web", "failed", "failed", "timeout", killed, job));
        world.set("web", "failed", "failed", "timeout", killed, 0);
        world.list();
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopUnderWayWhenTheBusIsBackIsAStopOfTheRunThatNobodySaw() {
        World world = Worlds.web();
        world.operatorStops("web");
        world.send(new Event.BusLost(world.now, "gone"));
        world.up("web");
        world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), 900);
        world.list();
        Optional<UnitStatus.Exit> terminated = Optional.of(new UnitStatus.Exit.Signal(15, false));
        UnitStatus down = world.set("web", "inactive", "dead", "success", terminated, 0);
        world.send(new Event.JobEnded(world.now, new UnitName("web.service"), 900, JobResult.DONE, down));
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopOfWhatWaitsForItsStartIsAStopAlsoWhenTheStartIsHeardOfLast() {
        World world = Worlds.web();
        Optional<UnitStatus.Exit> killed = Optional.of(new UnitStatus.Exit.Signal(9, false));
        UnitName unit = new UnitName("web.service");
        long firstStop = world.queue("web");
        world.see(world.set("web", "deactivating", "stop-sigkill", "timeout", killed, firstStop));
        UnitStatus failed = world.set("web", "failed", "failed", "timeout", killed, 0);
        world.send(new Event.JobEnded(world.now, unit, firstStop, JobResult.DONE, failed));
        long start = world.queue("web");
        long stop = world.queue("web");
        world.send(new Event.JobEnded(world.now, unit, stop, JobResult.DONE, failed));
        world.send(new Event.JobEnded(world.now, unit, start, JobResult.CANCELED, failed));
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopThatCancelsSystemdsOwnRestartIsAStop() {
        World world = Worlds.web();
        Optional<UnitStatus.Exit> killed = Optional.of(new UnitStatus.Exit.Signal(11, false));
        Optional<UnitStatus.Exit> terminated = Optional.of(new UnitStatus.Exit.Signal(15, false));
        UnitName unit = new UnitName("web.service");
        world.see(world.set("web", "activating", "auto-restart", "signal", killed, 0));
        world.see(world.set("web", "inactive", "dead", "signal", killed, 0));
        long restart = world.queue("web");
        long stop = world.queue("web");
        world.up("web");
        UnitStatus stopping = world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), stop);
        world.see(stopping);
        world.send(new Event.JobEnded(world.now, unit, restart, JobResult.CANCELED, stopping));
        world.see(world.set("web", "inactive", "dead", "success", terminated, stop));
        UnitStatus down = world.set("web", "inactive", "dead", "success", terminated, 0);
        world.send(new Event.JobEnded(world.now, unit, stop, JobResult.DONE, down));
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopThatCancelsSystemdsOwnRestartOfAOneshotIsAStop() {
        World world = Worlds.web();
        UnitName unit = new UnitName("web.service");
        Optional<UnitStatus.Exit> failed = Optional.of(new UnitStatus.Exit.Status(1));
        Optional<UnitStatus.Exit> terminated = Optional.of(new UnitStatus.Exit.Signal(15, false));
        world.see(world.oneshot(world.set("web", "activating", "auto-restart", "exit-code", failed, 0)));
        long restart = world.queue("web");
        long stop = world.queue("web");
        world.up("web");
        UnitStatus stopping =
                world.oneshot(world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), stop));
        world.see(stopping);
        world.send(new Event.JobEnded(world.now, unit, restart, JobResult.CANCELED, stopping));
        world.see(world.oneshot(world.set("web", "failed", "failed", "signal", terminated, stop)));
        UnitStatus down = world.oneshot(world.set("web", "failed", "failed", "signal", terminated, 0));
        world.send(new Event.JobEnded(world.now, unit, stop, JobResult.DONE, down));
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopThatComesWithinMomentsOfAStartIsAStopHoweverItEnds() {
        World world = Worlds.web();
        Optional<UnitStatus.Exit> killed = Optional.of(new UnitStatus.Exit.Signal(9, false));
        UnitName unit = new UnitName("web.service");
        world.operatorStops("web");
        world.queue("web");
        long stop = world.queue("web");
        world.up("web");
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), stop));
        world.see(world.set("web", "failed", "failed", "timeout", killed, stop));
        UnitStatus failed = world.set("web", "failed", "failed", "timeout", killed, 0);
        world.send(new Event.JobEnded(world.now, unit, stop, JobResult.DONE, failed));
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void anOperatorsRestartIsNoFailure() {
        World world = Worlds.web();
        world.operatorRestarts("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(Intent.RUN, world.service("web").intent());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"), world.story());
        assertTrue(world.entries(Kind.INTENT, "web").getLast().text().contains("operator restarted"), world.story());
        assertEquals(0, world.service("web").restarts().size(), "an operator's restart spends no budget");
    }

    /** systemd's words on the first restart come late: they show the unit under the second one, or after it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRestartOnTheHeelsOfAnotherIsNoStopAndItsRefusalIsToldAsSuch(boolean late) {
        World world = Worlds.web();
        UnitName unit = new UnitName("web.service");
        Optional<UnitStatus.Exit> terminated = Optional.of(new UnitStatus.Exit.Signal(15, false));
        long first = world.queue("web");
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), first));
        world.up("web"); // unseen
        long second = world.queue("web");
        UnitStatus waiting = world.set("web", "inactive", "dead", "success", terminated, second);
        UnitStatus refused = world.set("web", "failed", "failed", "start-limit-hit", terminated, 0);
        world.send(new Event.JobEnded(world.now, unit, first, JobResult.DONE, late ? refused : waiting));
        world.send(new Event.JobEnded(world.now, unit, second, JobResult.FAILED, refused));
        assertEquals(
                List.of("start-limit"),
                world.entries(Kind.TRANSITION, "web").stream()
                        .map(entry -> entry.fields().get("cause"))
                        .toList(),
                world.story());
        world.passUntil(() -> !world.jobs().isEmpty());
        assertEquals(Intent.RUN, world.service("web").intent(), world.story());
    }

    @Test
    void ourOwnRestartIsNotTakenForAnOperators() {
        World world = Worlds.web();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(15));
        world.answers.clear();
        world.carryOut();
        assertEquals(Intent.RUN, world.service("web").intent());
        assertEquals(List.of(), world.entries(Kind.INTENT, "web"), world.story());
    }

    @Test
    void ourOwnJobsEndMayBeToldAfterTheActionsEnd() {
        World world = Worlds.web();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(15));
        Action.Job job = world.jobs().getFirst();
        UnitName unit = new UnitName("web.service");
        world.send(new Event.JobQueued(world.now, unit, 55));
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), 55));
        world.see(world.set("web", "inactive", "dead", "success", Optional.empty(), 55));
        world.see(world.up("web"));
        Event.ActionOutcome outcome = new Event.ActionOutcome(true, "done", Optional.of(55L));
        world.send(new Event.ActionEnded(world.now, "web", job.number(), outcome));
        world.send(new Event.JobEnded(world.now, unit, 55, JobResult.DONE, world.up("web")));
        assertEquals(List.of(), world.entries(Kind.INTENT, "web"), world.story());
    }

    @Test
    void anOperatorsStopInTheMiddleOfOurRestartWins() {
        World world = Worlds.web();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(15));
        Action.Job job = world.jobs().getFirst();
        world.operatorStops("web");
        world.send(new Event.ActionEnded(
                world.now,
                "web",
                job.number(),
                new Event.ActionOutcome(false, "the job was canceled", Optional.of(9_999L))));
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(1, world.jobs().size());
    }

    @Test
    void anOperatorsStopThatCancelsOurStartOfAOneshotIsAStop() {
        World world = Worlds.web();
        UnitName unit = new UnitName("web.service");
        Optional<UnitStatus.Exit> failed = Optional.of(new UnitStatus.Exit.Status(1));
        Optional<UnitStatus.Exit> terminated = Optional.of(new UnitStatus.Exit.Signal(15, false));
        world.see(world.oneshot(world.set("web", "failed", "failed", "exit-code", failed, 0)));
        world.passUntil(() -> !world.jobs().isEmpty());
        Action.Job job = world.jobs().getFirst();
        long start = world.queue("web");
        world.see(world.oneshot(world.set("web", "activating", "start", "success", Optional.empty(), start)));
        long stop = world.queue("web");
        UnitStatus stopping =
                world.oneshot(world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), stop));
        world.send(new Event.JobEnded(world.now, unit, start, JobResult.CANCELED, stopping));
        UnitStatus down = world.oneshot(world.set("web", "failed", "failed", "signal", terminated, 0));
        world.send(new Event.JobEnded(world.now, unit, stop, JobResult.DONE, down));
        Event.ActionOutcome outcome = new Event.ActionOutcome(false, "the job is canceled", Optional.of(start));
        world.send(new Event.ActionEnded(world.now, "web", job.number(), outcome));
        world.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertEquals(List.of(job), world.jobs(), world.story());
    }

    @Test
    void whatWentInactiveUnseenIsTakenAsStopped() {
        World world = Worlds.web();
        World next = world.restartUpkeepd();
        next.down("web");
        next.list();
        next.pass(Duration.ofHours(1));
        assertEquals(List.of(), next.jobs(), next.story());
        assertEquals(Intent.STOPPED, next.service("web").intent());
    }

    @Test
    void aServiceNeverSeenRunningIsNotStarted() {
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
        world.down("web");
        world.list();
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs());
        assertEquals(Intent.UNKNOWN, world.service("web").intent());
    }

    @Test
    void aStoppedUnitSeenBeforeItsJobsEndIsNotStarted() {
        World world = Worlds.web();
        UnitName unit = new UnitName("web.service");
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", Optional.empty(), 77));
        world.send(new Event.JobQueued(world.now, unit, 77));
        world.see(world.down("web"));
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of(), world.jobs(), world.story());
        world.send(new Event.JobEnded(world.now, unit, 77, JobResult.DONE, world.down("web")));
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(Intent.STOPPED, world.service("web").intent());
    }
}
