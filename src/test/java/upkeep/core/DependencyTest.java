package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;

/** What a service needs is down, and comes back. */
class DependencyTest {

    @Test
    void whenItsDependencyIsDownTheDependantIsLeftAlone() {
        World world = Worlds.running(Pairs.PAIR);
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(9)), "", Worlds.ROOT));
        world.answers.put("db", World.failed());
        world.answers.put("web", World.failed());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"), world.story());
    }

    @Test
    void whatWasStoppedWithItsDependencyComesBackWithIt() {
        World world = Worlds.running(Pairs.PAIR);
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
        World world = Worlds.running(Pairs.PAIR);
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
    void aDependantsIncidentIsThatOfWhatItNeeds() {
        World world = Worlds.running(Pairs.PAIR);
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
        World world = Worlds.running(Pairs.PAIR.replace("port: 80,", "port: 80, restart: {budget: 1 per 10min},"));
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
        World world = Worlds.running(Pairs.PAIR.replace("requires: [db.service]", "needs: [db]"));
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

    @ParameterizedTest
    @CsvSource({"requires, false", "requisite, false", "binds-to, false", "part-of, true"})
    void whatSystemdsGraphMakesItNeedIsWaitedFor(String tie, boolean started) {
        World world = Worlds.running(Pairs.LOOSE);
        world.bind("web", Pairs.bonds(tie, "db"));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.send(new Event.ReleaseAsked(world.now, "web", Worlds.ROOT));
        world.fail("db");
        world.fail("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(started, !world.jobs().isEmpty(), world.story());
    }

    @Test
    void aTieToAnotherUnitTakesNothingFromWhatTheSpecSays() {
        World world = Worlds.running(Pairs.PAIR);
        world.bind("web", Pairs.bonds("requires", "pg"));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.send(new Event.ReleaseAsked(world.now, "web", Worlds.ROOT));
        world.fail("db");
        world.fail("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void aRefusalNamesTheEntryOfTheUnitThatIsToBlame() {
        World world = Pairs.bound();
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
        World world = Worlds.running(Pairs.PAIR.replace("requires:", "actions: observe, requires:"));
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
