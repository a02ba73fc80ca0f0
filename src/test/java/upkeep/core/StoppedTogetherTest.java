package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.core.UnitStatus.Exit;

/** A unit that hangs on another one has stopped: an operator did that, or systemd did it together with the other. */
class StoppedTogetherTest {

    private static final Optional<Exit> TERMINATED = Optional.of(new Exit.Signal(15, false));

    @Test
    void aStopRightAfterAJobThatDidNothingElsewhereIsAnOperators() {
        World world = Worlds.running(Pairs.PAIR);
        world.jobThatChangesNothing("db");
        world.pass(Duration.ofMillis(150));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopThatComesWhenItsDependencyIsDownAlreadyIsAnOperators() {
        World world = Worlds.running(Pairs.PAIR);
        goesDownUnderAJob(world);
        world.pass(Duration.ofMillis(100));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        world.operatorStarts("db");
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void soItIsWhenNoSpecDescribesThat() {
        World world =
                new World(Worlds.plan("services: {web: {exec: /usr/bin/web, user: web, requires: [db.service]}}"));
        world.up("db");
        world.up("web");
        world.list();
        world.pass(Duration.ofSeconds(30));
        goesDownUnderAJob(world);
        world.pass(Duration.ofMillis(100));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    /** As far as another unit can see it: a stop that is done, or a restart half done. */
    private static void goesDownUnderAJob(World world) {
        long job = world.queue("db");
        Optional<UnitStatus.Exit> terminated = Optional.of(new UnitStatus.Exit.Signal(15, false));
        world.see(world.set("db", "deactivating", "stop-sigterm", "success", terminated, job));
        world.see(world.set("db", "inactive", "dead", "success", terminated, job));
    }

    @Test
    void soItIsAfterOneOnAUnitThatNoSpecDescribes() {
        World world =
                new World(Worlds.plan("services: {web: {exec: /usr/bin/web, user: web, requires: [db.service]}}"));
        world.up("db");
        world.up("web");
        world.list();
        world.pass(Duration.ofSeconds(30));
        world.jobThatChangesNothing("db");
        world.pass(Duration.ofMillis(150));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        world.operatorStarts("web");
        world.operatorStops("db", "web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void anOperatorsStopOfWhatWentDownWithItsDependencyStands() {
        World world = Worlds.running(Pairs.PAIR);
        world.operatorStops("db", "web");
        world.pass(Duration.ofSeconds(5));
        world.jobThatChangesNothing("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        world.operatorStarts("db");
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void whatWasStoppedBeforeItsDependencyWasStoppedByItself() {
        World world = Worlds.running(Pairs.PAIR);
        world.operatorStops("web");
        world.pass(Duration.ofMillis(50));
        world.operatorStops("db");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        world.operatorStarts("db");
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStartPassesNoStopOn() {
        World world = Worlds.running(Pairs.PAIR);
        world.see(world.set("db", "activating", "auto-restart", "signal", Optional.of(new Exit.Signal(9, false)), 0));
        world.queue("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    @Test
    void whatIsBoundStopsWithTheCrashOfTheOther() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void whatOnlyRequiresDoesNotStopWithTheCrashOfTheOther() {
        World world = Worlds.running(Pairs.PAIR);
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    @Test
    void aLaterRunThatNobodySawEndHasAnotherCause() {
        World world = Worlds.running(Pairs.PAIR);
        world.operatorStops("db", "web");
        world.send(new Event.BusLost(world.now, "test"));
        world.up("db");
        world.up("web");
        world.down("web");
        World next = world.restartUpkeepd();
        next.list();
        next.pass(Duration.ofHours(1));
        assertEquals(Intent.STOPPED, next.service("web").intent(), next.story());
        assertEquals(List.of(), next.jobs(), next.story());
    }

    @ParameterizedTest
    @CsvSource({"requires, STOPPED", "binds-to, STOPPED_WITH_DEPENDENCY", "part-of, STOPPED"})
    void onlyWhatIsBoundBySystemdsGraphStopsWithACrash(String tie, Intent intent) {
        World world = Worlds.running(Pairs.LOOSE);
        world.bind("web", Pairs.bonds(tie, "db"));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(intent, world.service("web").intent(), world.story());
    }

    @ParameterizedTest
    @ValueSource(strings = {"requires", "requisite", "binds-to", "part-of"})
    void aStopIsPassedOnByEachTieOfSystemdsGraph(String tie) {
        World world = Worlds.running(Pairs.LOOSE);
        world.bind("web", Pairs.bonds(tie, "db"));
        world.operatorStops("db", "web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @ParameterizedTest
    @CsvSource({"100, STOPPED_WITH_DEPENDENCY", "101, STOPPED"})
    void whatWentDownATenthOfASecondBeforeIsTheLongestAgoThatExplainsAStop(int millis, Intent intent) {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        world.fail("db");
        world.pass(Duration.ofMillis(millis));
        world.operatorStops("web");
        assertEquals(intent, world.service("web").intent(), world.story());
    }

    /** Both are heard of within the quarter of a second; systemd's own time says which was first. */
    @Test
    void aCrashInTheMiddleOfAStopDoesNotExplainThat() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        long stop = world.queue("web");
        Optional<Exit> terminated = Optional.of(new Exit.Signal(15, false));
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", terminated, stop));
        world.pass(Duration.ofMillis(80));
        world.fail("db");
        world.pass(Duration.ofMillis(900));
        UnitStatus down = world.down("web");
        world.send(new Event.JobEnded(world.now, down.unit(), stop, JobResult.DONE, down));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    /** The other is being restarted, and so was this one, until somebody stopped it: that was no consequence. */
    @Test
    void aStopThatCancelsARestartTogetherIsAnOperators() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        Optional<Exit> terminated = Optional.of(new Exit.Signal(15, false));
        long restart = world.queue("db");
        long together = world.queue("web");
        world.see(world.set("db", "deactivating", "stop-sigterm", "success", terminated, restart));
        world.see(world.set("web", "inactive", "dead", "success", terminated, together));
        world.pass(Duration.ofMillis(30));
        long stop = world.queue("web");
        UnitStatus down = world.down("web");
        world.send(new Event.JobEnded(world.now, down.unit(), together, JobResult.CANCELED, down));
        world.send(new Event.JobEnded(world.now, down.unit(), stop, JobResult.DONE, down));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    @Test
    void aStopThatIsPassedOnTheOtherWayExplainsNothing() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        world.operatorStops("web", "db");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    @Test
    void anEarlierJobOfTheOtherDoesNotHideItsCrash() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        world.operatorRestarts("db");
        world.pass(Duration.ofSeconds(5));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void aJobThatTheOtherGetsAfterItsCrashDoesNotHideThat() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        world.fail("db");
        long stop = world.queue("web");
        Optional<Exit> terminated = Optional.of(new Exit.Signal(15, false));
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", terminated, stop));
        world.pass(Duration.ofMillis(50));
        world.queue("db");
        UnitStatus down = world.down("web");
        world.send(new Event.JobEnded(world.now, down.unit(), stop, JobResult.DONE, down));
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    /** What is stopped with the crash of the other takes its time, and the other is long up again by then. */
    @Test
    void aStopThatIsOverOnceTheOtherIsUpAgainIsStillItsConsequence() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        long stop = crashesWithWhatIsBound(world);
        world.crashAndRestart("db");
        stops(world, stop);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        world.pass(Duration.ofMinutes(1));
        assertEquals("web", world.jobs().getLast().service(), world.story());
    }

    @Test
    void soItIsWithAUnitThatNoSpecDescribes() {
        World world = Pairs.bound();
        long stop = crashesWithWhatIsBound(world);
        world.crashAndRestart("db");
        stops(world, stop);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    private static long crashesWithWhatIsBound(World world) {
        world.fail("db");
        long stop = world.queue("web");
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", TERMINATED, stop));
        world.pass(Duration.ofMillis(100));
        world.see(world.up("db"));
        world.pass(Duration.ofMillis(300));
        return stop;
    }

    private static void stops(World world, long stop) {
        world.pass(Duration.ofMillis(300));
        UnitStatus down = world.set("web", "inactive", "dead", "success", TERMINATED, 0);
        world.send(new Event.JobEnded(world.now, down.unit(), stop, JobResult.DONE, down));
    }

    /** The stop of the other is over before, and it is up again. */
    @Test
    void aStopThatWasPassedOnOutlivesTheJobThatPassedItOn() {
        World world = Worlds.running(Pairs.PAIR);
        long first = world.queue("db");
        long passed = world.queue("web");
        world.see(world.set("db", "deactivating", "stop-sigterm", "success", TERMINATED, first));
        UnitStatus down = world.down("db");
        world.send(new Event.JobEnded(world.now, down.unit(), first, JobResult.DONE, down));
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", TERMINATED, passed));
        world.operatorStarts("db");
        stops(world, passed);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    /** upkeepd hears of it late and in no good order; systemd's own times tell how near the two were. */
    @Test
    void whatIsHeardOfLateIsJudgedByWhenItHappened() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        UnitStatus failed = world.set("db", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0);
        world.pass(Duration.ofMillis(20));
        UnitStatus stopping = world.set("web", "deactivating", "stop-sigterm", "success", TERMINATED, 0);
        world.pass(Duration.ofMillis(200));
        long stop = world.queue("web");
        world.see(stopping);
        world.pass(Duration.ofMillis(400));
        world.see(failed);
        stops(world, stop);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void soItIsWithWhatWaitedForItsRestart() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        Optional<Exit> killed = Optional.of(new Exit.Signal(9, false));
        world.see(world.set("web", "activating", "auto-restart", "signal", killed, 0));
        world.pass(Duration.ofMillis(20));
        UnitStatus failed = world.set("db", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0);
        UnitStatus down = world.set("web", "inactive", "dead", "signal", killed, 0);
        world.pass(Duration.ofMillis(300));
        long stop = world.queue("web");
        world.send(new Event.JobEnded(world.now, down.unit(), stop, JobResult.DONE, down));
        world.see(failed);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    /** That job is later than the crash, which was not seen before it, by systemd's own times. */
    @Test
    void aCrashIsNotTheWorkOfAJobThatCameAfterIt() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        world.set("db", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0);
        long stop = world.queue("web");
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", TERMINATED, stop));
        world.pass(Duration.ofMillis(1));
        world.queue("db");
        world.see(world.up("db"));
        stops(world, stop);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    /** The crash is heard of when the stop that followed from it is over already. */
    @Test
    void whatExplainsAStopMayBeHeardOfAfterIt() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        UnitStatus failed = world.set("db", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0);
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        long stopped = world.last(Kind.INTENT, "web").number();
        world.pass(Duration.ofMillis(15));
        world.see(failed);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        Entry revised = world.last(Kind.INTENT, "web");
        assertEquals(
                "it was stopped together with db, which it hangs on, and by no operator; it comes back with that one",
                revised.text());
        assertEquals(List.of(stopped), revised.causes());
        world.send(evidence(world, stopped, Optional.empty()));
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), "of the stop that was explained");
        world.send(evidence(world, stopped, Optional.of("alice")));
        assertEquals(Intent.STOPPED, world.service("web").intent(), "somebody did ask for it");
    }

    private static Event evidence(World world, long entry, Optional<String> by) {
        Evidence stop = new Evidence(Optional.of("stop"), by, Optional.empty(), Optional.empty(), List.of());
        return new Event.EvidenceFound(world.now, new UnitName("web.service"), entry, stop);
    }

    @Test
    void whatCrashedAfterwardsExplainsNothingWheneverItIsHeardOf() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        world.operatorStops("web");
        world.pass(Duration.ofMillis(15));
        world.fail("db");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    /** What is bound may run while the other is down; systemd stops it when that fails to start. */
    @Test
    void aStartThatFailsTakesAlongWhatIsBound() {
        World world = Pairs.bound();
        world.see(world.down("db"));
        world.pass(Duration.ofSeconds(10));
        world.queue("db");
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void soDoesOneThatNobodyEverWanted() {
        World world = new World(Worlds.plan("""
                services:
                  db: {exec: /usr/bin/db, user: db, type: oneshot}
                  web: {exec: /usr/bin/web, user: web, binds-to: [db.service]}
                """));
        world.oneshot(world.down("db"));
        world.up("web");
        world.list();
        world.pass(Duration.ofSeconds(30));
        long start = world.queue("db");
        world.see(world.set("db", "activating", "start", "success", Optional.empty(), start));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    /** That it was about to be restarted by systemd itself was not seen; it is inactive, and has not forgotten how it failed. */
    @Test
    void whatHadFailedAndIsInactiveNowWasStopped() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        world.fail("db");
        world.fail("web");
        long stop = world.queue("web");
        UnitStatus down = world.set("web", "inactive", "dead", "exit-code", Optional.of(new Exit.Status(1)), 0);
        world.send(new Event.JobEnded(world.now, down.unit(), stop, JobResult.DONE, down));
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    /** A job on what was thought to be down looks like a start, until the unit is seen to be stopped by it. */
    @Test
    void aStopOfWhatHadComeUpUnseenTakesAlongWhatRequiresIt() {
        World world = Worlds.running(Pairs.PAIR);
        world.see(world.down("db"));
        world.pass(Duration.ofSeconds(10));
        long first = world.queue("db");
        long passed = world.queue("web");
        world.up("db");
        world.see(world.set("db", "deactivating", "stop-sigterm", "success", TERMINATED, first));
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", TERMINATED, passed));
        stops(world, passed);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void aOneshotThatHasDoneItsWorkTakesNothingAlong() {
        World world = new World(Worlds.plan("""
                services:
                  db: {exec: /usr/bin/db, user: db, type: oneshot}
                  web: {exec: /usr/bin/web, user: web, binds-to: [db.service]}
                """));
        world.oneshot(world.set("db", "activating", "start", "success", Optional.empty(), 7));
        world.up("web");
        world.list();
        world.pass(Duration.ofSeconds(30));
        world.see(world.oneshot(world.down("db")));
        world.pass(Duration.ofMillis(100));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    /** The job of a restart took the run before down, and not the one that it began, which is seen only once that has failed. */
    @Test
    void whatARestartBeganAndFailedAtOnceTakesAlongWhatIsBound() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        long restart = world.queue("db");
        long passed = world.queue("web");
        world.see(world.set("db", "deactivating", "stop-sigterm", "success", TERMINATED, restart));
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", TERMINATED, passed));
        world.pass(Duration.ofMillis(60));
        world.see(world.set("web", "inactive", "dead", "success", TERMINATED, passed));
        world.pass(Duration.ofMillis(2));
        world.set("db", "inactive", "dead", "success", TERMINATED, restart);
        world.set("db", "active", "running", "success", Optional.empty(), restart);
        world.see(world.set("web", "active", "running", "success", Optional.empty(), passed));
        world.pass(Duration.ofMillis(1));
        UnitStatus failed = world.set("db", "failed", "failed", "exit-code", Optional.of(new Exit.Status(203)), 0);
        world.see(failed);
        long stop = world.queue("web");
        world.see(world.set("web", "deactivating", "stop-sigterm", "success", TERMINATED, stop));
        world.pass(Duration.ofMillis(10));
        world.send(new Event.JobEnded(world.now, failed.unit(), restart, JobResult.DONE, failed));
        stops(world, stop);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    /** upkeepd begins to look, and hears of both jobs at once: that of the other one starts it. */
    @Test
    void aJobThatStartsExplainsNoStopThatIsFoundBesideIt() {
        World world = new World(Worlds.plan(Pairs.PAIR.replace("requires:", "part-of:")));
        world.set("db", "activating", "start", "success", Optional.empty(), 7);
        world.up("web");
        UnitStatus stopping = world.set("web", "deactivating", "stop-sigterm", "success", TERMINATED, 8);
        world.list();
        UnitStatus down = world.set("web", "inactive", "dead", "success", TERMINATED, 0);
        world.send(new Event.JobEnded(world.now, stopping.unit(), 8, JobResult.DONE, down));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    /** A job that is not listed any more has ended, and stopped nothing where the same run goes on. */
    @Test
    void aReloadWhoseEndWasNotHeardOfDoesNotHideALaterCrash() {
        crashesAfterAJobWithoutAnEnd(Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:")));
    }

    @Test
    void soItIsWithTheReloadOfAUnitThatNoSpecDescribes() {
        crashesAfterAJobWithoutAnEnd(Pairs.bound());
    }

    private static void crashesAfterAJobWithoutAnEnd(World world) {
        world.queue("db");
        world.list();
        world.pass(Duration.ofHours(5));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void aRestartWhoseEndWasNotHeardOfDoesNotHideALaterCrash() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        long restart = world.queue("db");
        world.see(world.set("db", "deactivating", "stop-sigterm", "success", TERMINATED, restart));
        world.send(new Event.BusLost(world.now, "gone"));
        world.up("db");
        world.list();
        world.pass(Duration.ofSeconds(20));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    /** A stop takes its time; systemd restarts the other again and again meanwhile. */
    @Test
    void whatCrashesAgainAndAgainMeanwhileIsRememberedFromTheFirstTimeOn() {
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "binds-to:"));
        long stop = crashesWithWhatIsBound(world);
        for (int i = 0; i < 10; i++) {
            world.crashAndRestart("db");
            world.pass(Duration.ofMillis(50));
        }
        stops(world, stop);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void whatIsBoundStopsWithTheCrashOfAUnitThatNoSpecDescribes() {
        World world = Pairs.bound();
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        assertEquals(
                "stopped together with db.service, which it hangs on; it comes back with that one",
                world.last(Kind.INTENT, "web").text());
    }

    @Test
    void whatHasJustComeUpExplainsNoStop() {
        World world = Pairs.bound();
        world.see(world.down("db"));
        world.pass(Duration.ofSeconds(10));
        world.see(world.up("db"));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }
}
