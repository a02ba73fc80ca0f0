package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.core.UnitStatus.Exit;

/** What a service needs is down, and comes back. */
class DependencyTest {

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
}
