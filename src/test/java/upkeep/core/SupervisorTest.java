package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Action.Severity;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.core.Event.Caller;
import upkeep.core.HardState.Intent;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.CheckId.Role;
import upkeep.spec.Plan;
import upkeep.spec.Probes;
import upkeep.spec.Restart;
import upkeep.spec.Service;

/** Scenarios in virtual time. */
class SupervisorTest {

    private static final Caller ROOT = new Caller(0, "root");

    private static World running(Plan plan) {
        World world = new World(plan);
        plan.services().keySet().forEach(world::up);
        world.list();
        world.pass(Duration.ofSeconds(30));
        return world;
    }

    private static World web() {
        return running(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
    }

    /** So many services, the first few of which begin to hang at once. */
    private static World hanging(int services, int hung) {
        Service[] all = new Service[services];
        for (int i = 0; i < services; i++) {
            all[i] = Plans.service("web" + i, Plans.ALWAYS, Plans.liveness("web" + i));
        }
        World world = running(Plans.of(all));
        for (int i = 0; i < hung; i++) {
            world.answers.put("web" + i, World.failed());
        }
        return world;
    }

    @Test
    void aKilledServiceIsLeftToSystemdAndCounted() {
        World world = web();
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
    void aHungServiceIsRestartedOnceItsProbeFailedOftenEnough() {
        World world = web();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals(1, world.jobs().size(), world.story());
        Action.Job job = world.jobs().getFirst();
        assertEquals(Verb.RESTART, job.verb());
        assertTrue(job.resetFailed(), "a restart must not spend systemd's start limit");
        assertEquals(
                3,
                world.entries(Kind.OBSERVATION, "web").stream()
                        .filter(entry -> entry.text().contains("failed"))
                        .count());
        Entry decision = world.entries(Kind.DECISION, "web").getLast();
        assertTrue(decision.causes().size() >= 3, "the decision names what was seen: " + decision);

        world.answers.clear();
        world.carryOut();
        world.pass(Duration.ofSeconds(10));
        assertEquals(1, world.entries(Kind.INCIDENT_RESOLVED, "web").size(), world.story());
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aProbeIsRepeatedSoonWhileTheVerdictIsOpen() {
        World world = web();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(15));
        List<Entry> failures = world.entries(Kind.OBSERVATION, "web").stream()
                .filter(entry -> entry.text().contains("failed"))
                .toList();
        assertEquals(
                Duration.ofSeconds(4),
                failures.get(2).at().since(failures.get(0).at()),
                world.story());
    }

    @Test
    void whatAnOperatorStoppedStaysStoppedAlsoAfterARestartOfUpkeepd() {
        World world = web();
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
        World world = web();
        world.see(world.set("web", "activating", "auto-restart", "exit-code", Optional.empty(), 0));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        assertTrue(world.service("web").incident().isEmpty(), "the stop resolves the incident");
    }

    @Test
    void anOperatorsRestartIsNoFailure() {
        World world = web();
        world.operatorRestarts("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(Intent.RUN, world.service("web").intent());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"), world.story());
        assertTrue(world.entries(Kind.INTENT, "web").getLast().text().contains("operator restarted"), world.story());
        assertEquals(0, world.service("web").restarts().size(), "an operator's restart spends no budget");
    }

    @Test
    void ourOwnRestartIsNotTakenForAnOperators() {
        World world = web();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(15));
        world.answers.clear();
        world.carryOut();
        assertEquals(Intent.RUN, world.service("web").intent());
        assertEquals(List.of(), world.entries(Kind.INTENT, "web"), world.story());
    }

    @Test
    void ourOwnJobsEndMayBeToldAfterTheActionsEnd() {
        World world = web();
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
        World world = web();
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
    void unknownIsNeverAFailure() {
        World world = web();
        world.answers.put("web", World.unknown());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"));
        assertEquals(
                1,
                world.entries(Kind.OBSERVATION, "web").stream()
                        .filter(entry -> entry.text().contains("could not be run"))
                        .count());
    }

    @Test
    void aSpentBudgetIsToldLoudlyAndTriedSlowly() {
        World world = web();
        world.answers.put("web", World.failed());
        // Each run passes once, so that the grace ends, and hangs again at once.
        for (int i = 1; i <= 5; i++) {
            world.pass(Duration.ofSeconds(20));
            assertEquals(i, world.jobs().size(), world.story());
            world.answers.clear();
            world.carryOut();
            world.pass(Duration.ofMillis(100));
            world.answers.put("web", World.failed());
        }
        assertEquals(5, world.jobs().size(), world.story());
        world.pass(Duration.ofMinutes(2));
        assertEquals(5, world.jobs().size(), "the sixth is over the budget" + world.story());
        assertTrue(world.alerts("web").stream().anyMatch(alert -> alert.severity() == Severity.CRITICAL));
        world.pass(Duration.ofMinutes(16));
        assertTrue(world.jobs().size() >= 6, "it is tried again slowly" + world.story());
    }

    @Test
    void theBudgetIsSharedWithSystemdAndOutlivesUpkeepd() {
        World world = web();
        for (int i = 0; i < 5; i++) {
            world.crashAndRestart("web");
        }
        assertEquals(5, world.service("web").restarts().size());
        World next = world.restartUpkeepd();
        next.list();
        next.pass(Duration.ofSeconds(20));
        next.answers.put("web", World.failed());
        next.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), next.jobs(), next.story());
        assertTrue(next.service("web").exhausted().isPresent(), next.story());
    }

    @Test
    void stableTimeMakesTheBudgetWhole() {
        World world = web();
        world.crashAndRestart("web");
        world.pass(Duration.ofMinutes(11));
        assertEquals(List.of(), world.service("web").restarts());
        assertTrue(world.actions.contains(new Action.ResetFailed(new UnitName("web.service"))));
    }

    @Test
    void aCrashBeforeTheEndOfTheRestartsJobWasToldIsACrash() {
        World world = web();
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
        World world = web();
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
        World world = running(Plans.of(Plans.service("web", never, Plans.liveness("web"))));
        world.fail("web");
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(1, world.entries(Kind.INCIDENT_OPENED, "web").size(), "it is told all the same");
    }

    @Test
    void anAdoptedUnitThatFailedIsStarted() {
        Restart units =
                new Restart(Restart.Policy.UNIT, Plans.ALWAYS.delay(), Plans.ALWAYS.maxDelay(), Plans.ALWAYS.budget());
        World world = running(Plans.of(Plans.service("web", units, Plans.liveness("web"))));
        world.fail("web");
        world.pass(Duration.ofSeconds(2));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aHoldStopsActionsAndEnds() {
        World world = web();
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "upgrade", ROOT));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(30));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(1, world.entries(Kind.REFUSAL, "web").size(), world.story());
        World next = world.restartUpkeepd();
        next.list();
        next.pass(Duration.ofMinutes(20));
        assertTrue(next.service("web").hold().isPresent(), "a hold outlives upkeepd");
        next.pass(Duration.ofMinutes(20));
        assertTrue(next.service("web").hold().isEmpty(), next.story());
        assertTrue(next.jobs().size() <= 1, next.story());
        next.pass(Duration.ofMinutes(2));
        assertEquals(1, next.jobs().size(), "after the hold and one grace it is restarted" + next.story());
    }

    @Test
    void nothingIsDoneWhileTheBusIsLost() {
        World world = web();
        world.send(new Event.BusLost(world.now, "gone"));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs());
        world.list();
        world.pass(Duration.ofMinutes(2));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void whatWentInactiveUnseenIsTakenAsStopped() {
        World world = web();
        World next = world.restartUpkeepd();
        next.down("web");
        next.list();
        next.pass(Duration.ofHours(1));
        assertEquals(List.of(), next.jobs(), next.story());
        assertEquals(Intent.STOPPED, next.service("web").intent());
    }

    @Test
    void whatFailedUnseenIsStarted() {
        World world = web();
        World next = world.restartUpkeepd();
        next.set("web", "failed", "failed", "exit-code", Optional.of(new UnitStatus.Exit.Status(1)), 0);
        next.list();
        next.pass(Duration.ofSeconds(2));
        assertEquals(1, next.jobs().size(), next.story());
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
    void theStatesOnTheWayToSystemdsOwnRestartStartNothing() {
        World world = web();
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
    void aStoppedUnitSeenBeforeItsJobsEndIsNotStarted() {
        World world = web();
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

    @Test
    void aSlowStartIsExcusedUntilTheGraceEnds() {
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
        world.down("web");
        world.list();
        world.answers.put("web", World.failed());
        world.operatorStarts("web");
        world.pass(Duration.ofSeconds(80));
        assertEquals(List.of(), world.jobs(), world.story());
        world.pass(Duration.ofSeconds(40));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aServiceFoundRunningForLongHasNoGraceLeft() {
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
        UnitStatus up = world.up("web");
        long activeSince = world.now.monotonicNanos() / 1_000 - 600_000_000L;
        UnitStatus forLong = new UnitStatus(
                up.unit(),
                "loaded",
                "active",
                "running",
                "success",
                Optional.empty(),
                0,
                4_711,
                0,
                "a",
                false,
                activeSince,
                0,
                Optional.empty(),
                false,
                Bonds.NONE);
        world.send(new Event.Listed(world.now, java.util.Map.of(up.unit(), forLong)));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(30));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void theStartupProbeGatesTheOthers() {
        Probes probes = new Probes(
                Optional.of(Plans.probe("web", Role.STARTUP)),
                Optional.of(Plans.probe("web", Role.LIVENESS)),
                Optional.empty());
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, probes)));
        world.down("web");
        world.list();
        world.answers.put("web/startup", World.failed());
        world.operatorStarts("web");
        world.pass(Duration.ofSeconds(1));
        assertTrue(world.actions.stream()
                .noneMatch(action -> action instanceof Action.ProbeAt probe
                        && probe.check().equals(CheckId.ofProbe("web", Role.LIVENESS))));
        world.answers.clear();
        world.pass(Duration.ofSeconds(30));
        assertTrue(world.actions.stream()
                .anyMatch(action -> action instanceof Action.ProbeAt probe
                        && probe.check().equals(CheckId.ofProbe("web", Role.LIVENESS))));
    }

    @Test
    void notReadyIsToldAndNeverRestarted() {
        Probes probes = new Probes(
                Optional.empty(),
                Optional.of(Plans.probe("web", Role.LIVENESS)),
                Optional.of(Plans.probe("web", Role.READINESS)));
        World world = running(Plans.of(Plans.service("web", Plans.ALWAYS, probes)));
        world.answers.put("web/readiness", World.failed());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs());
        assertEquals(1, world.entries(Kind.INCIDENT_OPENED, "web").size(), world.story());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertEquals(1, world.entries(Kind.INCIDENT_RESOLVED, "web").size(), world.story());
    }

    @Test
    void whenItsDependencyIsDownTheDependantIsLeftAlone() {
        Service database = Plans.service("db", Plans.ALWAYS, Plans.liveness("db"));
        Service web = Plans.service("web", Plans.ALWAYS, Plans.liveness("web"), "db");
        World world = running(Plans.of(database, web));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(9)), "", ROOT));
        world.answers.put("db", World.failed());
        world.answers.put("web", World.failed());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"), world.story());
    }

    @Test
    void whatWasStoppedWithItsDependencyComesBackWithIt() {
        Service database = Plans.service("db", Plans.ALWAYS, Plans.liveness("db"));
        Service web = Plans.service("web", Plans.ALWAYS, Plans.liveness("web"), "db");
        World world = running(Plans.of(database, web));
        world.see(world.set("db", "failed", "failed", "signal", Optional.empty(), 0));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        world.pass(Duration.ofSeconds(2));
        world.carryOut();
        world.pass(Duration.ofSeconds(20));
        assertEquals("web", world.jobs().getLast().service(), world.story());
    }

    @Test
    void mostServicesBadAtOnceIsThePanicOfTheHost() {
        World world = hanging(6, 6);
        world.pass(Duration.ofMinutes(4));
        assertTrue(world.state.panicSince().isPresent(), world.story());
        assertTrue(world.jobs().size() <= 2, "at most what began before the panic" + world.story());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertTrue(world.state.panicSince().isEmpty(), world.story());
    }

    @Test
    void aLastingPanicIsFollowedByOneCarefulTryAMinute() {
        World world = hanging(6, 6);
        world.pass(Duration.ofMinutes(4));
        int before = world.jobs().size();
        world.pass(Duration.ofSeconds(150));
        int tried = world.jobs().size() - before;
        assertTrue(tried >= 1 && tried <= 2, tried + " tries" + world.story());
    }

    @Test
    void aCheckOfItsOwnTellsAndRestartsWhatItNames() {
        Service mail = Plans.service("mail", Plans.ALWAYS, Probes.NONE);
        Check check = Plans.check(new CheckId("imap"), List.of(new Check.Reaction.Restart(Optional.of(mail.unit()))));
        World world = running(Plans.of(List.of(mail), List.of(check)));
        world.answers.put("imap", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals(1, world.jobs().size(), world.story());
        assertEquals(1, world.entries(Kind.INCIDENT_OPENED, "imap").size(), world.story());
        world.answers.clear();
        world.carryOut();
        world.pass(Duration.ofSeconds(40));
        assertEquals(1, world.entries(Kind.INCIDENT_RESOLVED, "imap").size(), world.story());
    }

    @Test
    void theBackOffGrowsWithEachRestart() {
        assertEquals(Duration.ZERO, BackOff.after(0, Plans.ALWAYS, "web"));
        Duration last = Duration.ZERO;
        for (int n = 1; n < 40; n += 3) {
            Duration wait = BackOff.after(n, Plans.ALWAYS, "web");
            assertTrue(wait.compareTo(last) >= 0 || wait.compareTo(Duration.ofSeconds(225)) >= 0, n + ": " + wait);
            assertTrue(wait.compareTo(Duration.ofSeconds(375)) <= 0);
            last = wait;
        }
    }

    @Test
    void aProbeThatBeganBeforeTheRestartSaysNothingAboutTheNewRun() {
        World world = web();
        world.crashAndRestart("web");
        Moment before = world.now.plus(Duration.ofSeconds(-3));
        CheckId liveness = CheckId.ofProbe("web", Role.LIVENESS);
        for (int i = 0; i < 5; i++) {
            world.send(new Event.Probed(world.now, liveness, before, World.failed()));
        }
        assertEquals(
                List.of(),
                world.entries(Kind.OBSERVATION, "web").stream()
                        .filter(entry -> entry.text().contains("failed"))
                        .toList());
    }

    @Test
    void theHostAllowsFewRestartsAMinute() {
        World world = hanging(10, 5);
        world.pass(Duration.ofSeconds(20));
        assertEquals(3, world.jobs().size(), world.story());
        world.pass(Duration.ofSeconds(70));
        assertEquals(5, world.jobs().size(), world.story());
    }

    @Test
    void theSameEventsGiveTheSameDecisions() {
        assertEquals(crashStory(), crashStory());
    }

    private static List<Entry> crashStory() {
        World world = web();
        world.crashAndRestart("web");
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(3));
        return world.entries;
    }

    @Test
    void aReplacedPlanKeepsWhatIsKnown() {
        World world = web();
        world.operatorStops("web");
        world.plan = Plans.of(
                Plans.service("web", Plans.ALWAYS, Plans.liveness("web")),
                Plans.service("new", Plans.ALWAYS, Plans.liveness("new")));
        world.send(new Event.PlanReplaced(world.now));
        world.up("new");
        world.list();
        world.pass(Duration.ofMinutes(5));
        assertEquals(Intent.STOPPED, world.service("web").intent());
        assertEquals(Intent.RUN, world.service("new").intent());
        world.plan = Plans.of(Plans.service("new", Plans.ALWAYS, Plans.liveness("new")));
        world.send(new Event.PlanReplaced(world.now));
        assertFalse(world.state.services().containsKey("web"));
    }
}
