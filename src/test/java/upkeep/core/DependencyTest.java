package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.UnitName;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.core.UnitStatus.Exit;

/** What a service needs is down, and comes back. */
class DependencyTest {

    private static final Optional<Exit> TERMINATED = Optional.of(new Exit.Signal(15, false));

    private static final String PAIR = """
            services:
              db: {exec: /usr/bin/db, user: db, port: 5432, probes: {liveness: {tcp: {}}}}
              web: {exec: /usr/bin/web, user: web, port: 80, requires: [db.service], probes: {liveness: {tcp: {}}}}
            """;

    @Test
    void whenItsDependencyIsDownTheDependantIsLeftAlone() {
        World world = Worlds.running(PAIR);
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(9)), "", Worlds.ROOT));
        world.answers.put("db", World.failed());
        world.answers.put("web", World.failed());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"), world.story());
    }

    @Test
    void whatWasStoppedWithItsDependencyComesBackWithIt() {
        World world = Worlds.running(PAIR);
        world.operatorStops("db", "web");
        assertEquals(Intent.STOPPED, world.service("db").intent(), world.story());
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        assertEquals(
                "stopped together with db, which it hangs on; it comes back with that one",
                world.last(Kind.INTENT, "web").text());
        assertEquals("dependency", world.last(Kind.INTENT, "web").fields().get("cause"));
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        world.operatorStarts("db");
        world.pass(Duration.ofSeconds(20));
        assertEquals(1, world.jobs().size(), world.story());
        assertEquals("web", world.jobs().getFirst().service());
        assertEquals(Verb.START, world.jobs().getFirst().verb());
        world.carryOut();
        assertEquals(Intent.RUN, world.service("web").intent(), "from here on it is as any other");
        assertEquals(List.of(), world.service("web").restarts(), "coming back with it spends no budget");
    }

    @Test
    void whatDoesNotComeBackWithItsDependencyIsTriedAsAnyOther() {
        World world = Worlds.running(PAIR);
        world.operatorStops("db", "web");
        world.pass(Duration.ofSeconds(5));
        world.operatorStarts("db");
        world.pass(Duration.ofSeconds(20));
        Action.Job job = world.jobs().getLast();
        world.fail("web");
        world.send(new Event.ActionEnded(
                world.now, "web", job.number(), new Event.ActionOutcome(false, "failed", Optional.of(400L))));
        assertEquals(Intent.RUN, world.service("web").intent());
        assertEquals(1, world.service("web").restarts().size(), "the next one waits");
        world.pass(Duration.ofMinutes(20));
        assertTrue(world.jobs().size() <= 2, "the next is waited for" + world.story());
    }

    @Test
    void aStopRightAfterAJobThatDidNothingElsewhereIsAnOperators() {
        World world = Worlds.running(PAIR);
        world.jobThatChangesNothing("db");
        world.pass(Duration.ofMillis(150));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aStopThatComesWhenItsDependencyIsDownAlreadyIsAnOperators() {
        World world = Worlds.running(PAIR);
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
        World world = Worlds.running(PAIR);
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
        World world = Worlds.running(PAIR);
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
        World world = Worlds.running(PAIR);
        world.see(world.set("db", "activating", "auto-restart", "signal", Optional.of(new Exit.Signal(9, false)), 0));
        world.queue("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    @Test
    void whatIsBoundStopsWithTheCrashOfTheOther() {
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void whatOnlyRequiresDoesNotStopWithTheCrashOfTheOther() {
        World world = Worlds.running(PAIR);
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    @Test
    void aLaterRunThatNobodySawEndHasAnotherCause() {
        World world = Worlds.running(PAIR);
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

    @Test
    void aDependantsIncidentIsThatOfWhatItNeeds() {
        World world = Worlds.running(PAIR);
        world.see(world.masked(world.up("db")));
        world.answers.put("db", World.failed());
        world.pass(Duration.ofSeconds(20));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(1));
        long root = world.last(Kind.INCIDENT_OPENED, "db").number();
        assertEquals(Optional.of(root), world.service("web").attached(), world.story());
        Entry refusal = world.last(Kind.REFUSAL, "web");
        assertEquals("not restarted: what it needs is down or has just come back (db)", refusal.text());
        assertEquals(Optional.of(root), refusal.incident());
        assertEquals(List.of(), world.told("web"));
        world.answers.clear();
        world.pass(Duration.ofMinutes(5));
        String resolved = world.last(Kind.INCIDENT_RESOLVED, "db").text();
        assertTrue(resolved.endsWith("; 1 service suffered from it: web"), resolved);
        assertEquals(Optional.empty(), world.service("web").attached());
    }

    @Test
    void aUnitThatNoSpecDescribesIsWatchedToo() {
        World world = Worlds.running("""
                services:
                  web: {exec: /usr/bin/web, user: web, requires: [pg.service]}
                """);
        world.see(world.up("pg"));
        world.fail("pg");
        assertEquals(List.of("firing"), world.told("pg.service"));
        world.fail("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.told("web"));
        world.see(world.up("pg"));
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of("firing", "resolved"), world.told("pg.service"));
        assertEquals("web", world.jobs().getLast().service(), world.story());
    }

    @Test
    void anExhaustedServiceIsTriedOnceMoreWhenWhatItNeedsIsBack() {
        World world = Worlds.running(PAIR.replace("port: 80,", "port: 80, restart: {budget: 1 per 10min},"));
        world.fail("web");
        world.pass(Duration.ofSeconds(3));
        world.carryOut();
        world.fail("web");
        world.pass(Duration.ofSeconds(30));
        assertEquals(1, world.jobs().size());
        assertTrue(world.service("web").exhausted().isPresent(), world.story());
        world.operatorStops("db");
        world.pass(Duration.ofSeconds(5));
        world.operatorStarts("db");
        world.pass(Duration.ofSeconds(30));
        assertEquals(2, world.jobs().size(), world.story());
    }

    @Test
    void aCheckThatIsNeededKeepsFromRestarts() {
        World world = Worlds.running("""
                services:
                  web: {exec: /usr/bin/web, user: web, port: 80, needs: [net], probes: {liveness: {tcp: {}}}}
                checks:
                  net: {tcp: {host: 192.0.2.1, port: 53}, every: 10s, failures: 1}
                  far: {tcp: {host: 192.0.2.2, port: 53}, every: 10s, failures: 1, needs: [net]}
                """);
        world.answers.put("net", World.failed());
        world.pass(Duration.ofSeconds(15));
        world.answers.put("web", World.failed());
        world.answers.put("far", World.failed());
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of("firing"), world.told("net"));
        assertEquals(List.of(), world.told("far"), "what it needs is down, so that it says nothing");
        assertTrue(world.last(Kind.OBSERVATION, "far").text().contains("what it needs is down, net"));
        world.answers.remove("net");
        world.answers.remove("far");
        world.pass(Duration.ofSeconds(40));
        assertEquals("web", world.jobs().getLast().service(), world.story());
    }

    @Test
    void aServiceThatIsNeededByNameExplainsAsARequiredUnitDoes() {
        World world = Worlds.running(PAIR.replace("requires: [db.service]", "needs: [db]"));
        world.see(world.masked(world.up("db")));
        world.answers.put("db", World.failed());
        world.pass(Duration.ofSeconds(20));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(1));
        long root = world.last(Kind.INCIDENT_OPENED, "db").number();
        assertEquals(Optional.of(root), world.service("web").attached(), world.story());
        assertEquals(
                "not restarted: what it needs is down or has just come back (db)",
                world.last(Kind.REFUSAL, "web").text());
    }

    private static final String LOOSE = """
            services:
              db: {exec: /usr/bin/db, user: db}
              web: {exec: /usr/bin/web, user: web}
            """;

    /** The tie of systemd's own graph that has that name. */
    private static Bonds bonds(String name, String unit) {
        Set<UnitName> units = Set.of(new UnitName(unit + ".service"));
        return switch (name) {
            case "requires" -> new Bonds(units, Set.of(), Set.of(), Set.of());
            case "requisite" -> new Bonds(Set.of(), units, Set.of(), Set.of());
            case "binds-to" -> new Bonds(Set.of(), Set.of(), units, Set.of());
            case "part-of" -> new Bonds(Set.of(), Set.of(), Set.of(), units);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({"requires, false", "requisite, false", "binds-to, false", "part-of, true"})
    void whatSystemdsGraphMakesItNeedIsWaitedFor(String tie, boolean started) {
        World world = Worlds.running(LOOSE);
        world.bind("web", bonds(tie, "db"));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.send(new Event.ReleaseAsked(world.now, "web", Worlds.ROOT));
        world.fail("db");
        world.fail("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(started, !world.jobs().isEmpty(), world.story());
    }

    @Test
    void aTieToAnotherUnitTakesNothingFromWhatTheSpecSays() {
        World world = Worlds.running(PAIR);
        world.bind("web", bonds("requires", "pg"));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.send(new Event.ReleaseAsked(world.now, "web", Worlds.ROOT));
        world.fail("db");
        world.fail("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @ParameterizedTest
    @CsvSource({"requires, STOPPED", "binds-to, STOPPED_WITH_DEPENDENCY", "part-of, STOPPED"})
    void onlyWhatIsBoundBySystemdsGraphStopsWithACrash(String tie, Intent intent) {
        World world = Worlds.running(LOOSE);
        world.bind("web", bonds(tie, "db"));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(intent, world.service("web").intent(), world.story());
    }

    @ParameterizedTest
    @ValueSource(strings = {"requires", "requisite", "binds-to", "part-of"})
    void aStopIsPassedOnByEachTieOfSystemdsGraph(String tie) {
        World world = Worlds.running(LOOSE);
        world.bind("web", bonds(tie, "db"));
        world.operatorStops("db", "web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @ParameterizedTest
    @CsvSource({"250, STOPPED_WITH_DEPENDENCY", "251, STOPPED"})
    void whatWentDownAQuarterOfASecondBeforeIsTheLongestAgoThatExplainsAStop(int millis, Intent intent) {
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
        world.fail("db");
        world.pass(Duration.ofMillis(millis));
        world.operatorStops("web");
        assertEquals(intent, world.service("web").intent(), world.story());
    }

    /** Both are heard of within the quarter of a second; systemd's own time says which was first. */
    @Test
    void aCrashInTheMiddleOfAStopDoesNotExplainThat() {
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
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
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
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
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
        world.operatorStops("web", "db");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    @Test
    void anEarlierJobOfTheOtherDoesNotHideItsCrash() {
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
        world.operatorRestarts("db");
        world.pass(Duration.ofSeconds(5));
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    @Test
    void aJobThatTheOtherGetsAfterItsCrashDoesNotHideThat() {
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
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
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
        long stop = crashesWithWhatIsBound(world);
        world.crashAndRestart("db");
        stops(world, stop);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        world.pass(Duration.ofMinutes(1));
        assertEquals("web", world.jobs().getLast().service(), world.story());
    }

    @Test
    void soItIsWithAUnitThatNoSpecDescribes() {
        World world = bound();
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
        World world = Worlds.running(PAIR);
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
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
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

    /** The crash is heard of when the stop that followed from it is over already. */
    @Test
    void whatExplainsAStopMayBeHeardOfAfterIt() {
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
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
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
        world.operatorStops("web");
        world.pass(Duration.ofMillis(15));
        world.fail("db");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    /** What is bound may run while the other is down; systemd stops it when that fails to start. */
    @Test
    void aStartThatFailsTakesAlongWhatIsBound() {
        World world = bound();
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
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
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
        World world = Worlds.running(PAIR);
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

    @Test
    void aRestartWhoseEndWasNotHeardOfDoesNotHideALaterCrash() {
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
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
        World world = Worlds.running(PAIR.replace("requires:", "binds-to:"));
        long stop = crashesWithWhatIsBound(world);
        for (int i = 0; i < 10; i++) {
            world.crashAndRestart("db");
            world.pass(Duration.ofMillis(50));
        }
        stops(world, stop);
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
    }

    private static World bound() {
        World world =
                new World(Worlds.plan("services: {web: {exec: /usr/bin/web, user: web, binds-to: [db.service]}}"));
        world.up("db");
        world.up("web");
        world.list();
        world.pass(Duration.ofSeconds(30));
        return world;
    }

    @Test
    void whatIsBoundStopsWithTheCrashOfAUnitThatNoSpecDescribes() {
        World world = bound();
        world.fail("db");
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        assertEquals(
                "stopped together with db.service, which it hangs on; it comes back with that one",
                world.last(Kind.INTENT, "web").text());
    }

    @Test
    void whatHasJustComeUpExplainsNoStop() {
        World world = bound();
        world.see(world.down("db"));
        world.pass(Duration.ofSeconds(10));
        world.see(world.up("db"));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
    }

    @Test
    void aRefusalNamesTheEntryOfTheUnitThatIsToBlame() {
        World world = bound();
        world.fail("db");
        world.fail("web");
        world.pass(Duration.ofMinutes(1));
        Entry refusal = world.last(Kind.REFUSAL, "web");
        assertEquals("not started: what it needs is down (db.service)", refusal.text());
        long seen = world.last(Kind.TRANSITION, "db.service").number();
        assertTrue(refusal.causes().contains(seen), world.story());
    }

    @Test
    void aCheckWhoseNeedsAreWellCountsAsAnyOther() {
        World world = Worlds.running("""
                services: {web: {exec: /usr/bin/web, user: web}}
                checks:
                  net: {tcp: {host: 192.0.2.1, port: 53}, every: 10s, failures: 1}
                  far: {tcp: {host: 192.0.2.2, port: 53}, every: 10s, failures: 1, needs: [net, web]}
                """);
        world.answers.put("far", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing"), world.told("far"), world.story());
        assertTrue(world.alerts("far").getFirst().text().startsWith("far: "));
    }

    @Test
    void whatWouldComeBackWithItsDependencyIsSaidOnceByAnObserver() {
        World world = Worlds.running(PAIR.replace("requires:", "actions: observe, requires:"));
        world.operatorStops("db", "web");
        world.pass(Duration.ofSeconds(5));
        world.operatorStarts("db");
        world.pass(Duration.ofHours(1));
        world.list();
        world.send(new Event.Woken(world.now, "web"));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(
                List.of("would start web.service: what it needs is back"),
                world.entries(Kind.DECISION, "web").stream().map(Entry::text).toList(),
                world.story());
    }
}
