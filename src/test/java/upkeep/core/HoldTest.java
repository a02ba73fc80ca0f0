package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;

/** Supervision suspended and resumed. */
class HoldTest {

    @Test
    void aHoldStopsActionsAndEnds() {
        World world = Worlds.web();
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "upgrade", Worlds.ROOT));
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

    private static final String CHAIN = """
            services:
              db: {exec: /usr/bin/db, user: db}
              app: {exec: /usr/bin/app, user: app, requires: [db.service]}
              web: {exec: /usr/bin/web, user: web, needs: [app]}
              alone: {exec: /usr/bin/alone, user: alone}
            checks:
              far: {tcp: {host: 192.0.2.1, port: 25}, every: 10s, failures: 1, otherwise: hold db.service}
            """;

    @Test
    void whatNeedsAServiceIsHeldAndReleasedWithIt() {
        World world = Worlds.running(CHAIN);
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "move", Worlds.ROOT));
        assertEquals(
                Optional.of("db"), world.service("app").hold().orElseThrow().with());
        assertEquals(
                Optional.of("db"), world.service("web").hold().orElseThrow().with());
        assertEquals(Optional.empty(), world.service("alone").hold());
        assertEquals(
                "root put supervision on hold together with db for 60 min: move",
                world.last(Kind.INTENT, "web").text());
        world.send(new Event.ReleaseAsked(world.now, "db", Worlds.ROOT));
        assertEquals(Optional.empty(), world.service("web").hold());
        assertEquals(
                "root released it together with db",
                world.last(Kind.INTENT, "web").text());
        assertEquals(
                "root released it; supervision goes on after one full grace, with a whole budget",
                world.last(Kind.INTENT, "db").text());
    }

    @Test
    void aHoldOfItsOwnStaysItsOwn() {
        World world = Worlds.running(CHAIN);
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(5)), "mine", Worlds.ROOT));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "move", Worlds.ROOT));
        world.send(new Event.ReleaseAsked(world.now, "db", Worlds.ROOT));
        assertEquals("mine", world.service("web").hold().orElseThrow().reason());
    }

    @Test
    void aHoldForAFaultIsRenewedWhileThatStands() {
        World world = Worlds.running(CHAIN);
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals("far", world.service("db").hold().orElseThrow().reason(), world.story());
        world.pass(Duration.ofHours(4));
        assertEquals(
                "far still stands", world.service("db").hold().orElseThrow().reason(), world.story());
        world.answers.clear();
        world.pass(Duration.ofHours(4));
        assertEquals(Optional.empty(), world.service("db").hold(), world.story());
        assertEquals(
                "the hold has come to its end; supervision goes on after one full grace",
                world.last(Kind.INTENT, "db").text());
    }

    @Test
    void aReleaseWithoutAHoldTakesBackAStop() {
        World world = Worlds.web();
        world.operatorStops("web");
        world.pass(Duration.ofSeconds(5));
        world.send(new Event.ReleaseAsked(world.now, "web", Worlds.ROOT));
        assertEquals(
                "root released it: it is wanted running again",
                world.entries(Kind.INTENT, "web").getLast().text());
        assertEquals(Verb.START, world.jobs().getLast().verb());
        world.carryOut();
        world.send(new Event.ReleaseAsked(world.now, "web", Worlds.ROOT));
        assertEquals(
                "root released it: its restart budget is whole again",
                world.last(Kind.INTENT, "web").text());
        assertEquals(List.of(), world.service("web").restarts());
    }

    @Test
    void whatIsRightlyDownIsNotHeldDown() {
        World world = Worlds.running("services: {job: {exec: /usr/bin/job, user: job, type: oneshot}}");
        world.see(world.with(world.down("job"), "loaded", Optional.empty(), true, Bonds.NONE));
        world.send(new Event.HoldAsked(world.now, "job", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), world.told("job"), world.story());
        assertEquals(List.of(), world.entries(Kind.REFUSAL, "job"));
    }

    @Test
    void aShorterHoldOfItsOwnStaysItsOwnToo() {
        World world = Worlds.running(CHAIN);
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "mine", Worlds.ROOT));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(5)), "move", Worlds.ROOT));
        assertEquals("mine", world.service("web").hold().orElseThrow().reason(), world.story());
        assertEquals("move", world.service("app").hold().orElseThrow().reason());
    }

    @Test
    void ofTwoHoldsOfWhatItNeedsTheLongerCounts() {
        World world = Worlds.running(CHAIN);
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "short", Worlds.ROOT));
        world.send(new Event.HoldAsked(world.now, "app", world.now.plus(Duration.ofHours(5)), "long", Worlds.ROOT));
        assertEquals("long", world.service("web").hold().orElseThrow().reason(), world.story());
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(2)), "later", Worlds.ROOT));
        assertEquals("long", world.service("web").hold().orElseThrow().reason(), world.story());
        assertEquals(
                Optional.of("app"), world.service("web").hold().orElseThrow().with());
    }

    @Test
    void whatIsDownIsStartedAtOnceWhenItIsReleasedWithWhatItNeeds() {
        World world = Worlds.running(CHAIN);
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "move", Worlds.ROOT));
        world.fail("web");
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of(), world.jobs(), world.story());
        world.send(new Event.ReleaseAsked(world.now, "db", Worlds.ROOT));
        assertEquals(
                List.of("web"), world.jobs().stream().map(Action.Job::service).toList(), world.story());
    }

    /** Each of them fails when the hold of db has come to its end, and none asks for that one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alert",
                "hold alone.service",
                "stop alone.service",
                "restart alone.service",
                "start alone.service",
                "reload alone.service",
                "{exec: [/usr/bin/page], user: nobody}"
            })
    void aHoldIsNotRenewedForAnotherFault(String reaction) {
        World world = Worlds.running(
                CHAIN + "  near: {tcp: {host: 192.0.2.2, port: 25}, every: 10s, failures: 1, otherwise: [" + reaction
                        + "]}\n");
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(15));
        world.answers.clear();
        world.answers.put("near", World.failed());
        world.pass(Duration.ofHours(4));
        assertEquals(List.of("firing"), world.told("near"));
        assertEquals(Optional.empty(), world.service("db").hold(), world.story());
    }

    @Test
    void aHoldForAStopIsRenewedWhileTheFaultStands() {
        World world = Worlds.running(CHAIN.replace("hold db.service", "stop db.service"));
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals(Verb.STOP, world.jobs().getLast().verb());
        world.carryOutStop();
        world.pass(Duration.ofHours(4));
        assertEquals(
                "far still stands", world.service("db").hold().orElseThrow().reason(), world.story());
    }

    private static World ruled() {
        World world = Worlds.running("""
                settings: {every: 30s}
                services:
                  web:
                    exec: /usr/bin/web
                    user: web
                    rules: [{if: memory > 300M, then: hold}, {if: memory > 100M, then: alert}]
                """);
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(31));
        return world;
    }

    @Test
    void aHoldByARuleIsRenewedWhileThatHolds() {
        World world = ruled();
        world.pass(Duration.ofHours(4));
        assertEquals(
                "web: memory > 300M still stands",
                world.service("web").hold().orElseThrow().reason(),
                world.story());
    }

    @Test
    void aHoldByARuleIsNotRenewedForAnother() {
        World world = ruled();
        world.memory.put("web", 2e8);
        world.pass(Duration.ofHours(4));
        assertEquals(Optional.empty(), world.service("web").hold(), world.story());
        assertEquals(List.of("firing", "firing", "resolved"), world.told("web"));
    }
}
