package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;

/** Nothing is done on the machine, by nobody's fault and for no service, until a time. */
class HandsOffTest {

    private static final String SPEC = """
            services:
              web: {exec: /usr/bin/web, user: web, probes: {liveness: {tcp: 80, every: 10s, failures: 1}}}
              db: {exec: /usr/bin/db, user: db}
            checks:
              far: {tcp: {host: 192.0.2.1, port: 25}, every: 10s, failures: 1, otherwise: {exec: [/bin/tell], user: db}}
              disk: {tcp: {host: 192.0.2.1, port: 26}, every: 10s, failures: 1, otherwise: stop db.service}
            """;

    private static void handsOff(World world, Duration length) {
        world.send(new Event.HandsOffAsked(world.now, world.now.plus(length), "new disks", Worlds.ROOT));
    }

    @Test
    void nothingIsDoneAndEverythingIsSeen() {
        World world = Worlds.running(SPEC);
        handsOff(world, Duration.ofHours(1));
        assertEquals(
                "root has upkeep do nothing on this machine for 60 min: new disks",
                world.last(Kind.INTENT, "").text());
        assertEquals(List.of("changed"), world.told(""));
        world.answers.put("web", World.failed());
        world.answers.put("far", World.failed());
        world.answers.put("disk", World.failed());
        world.pass(Duration.ofMinutes(30));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.programs(), world.story());
        assertEquals(1, world.entries(Kind.REFUSAL, "web").size(), world.story());
        assertTrue(world.last(Kind.REFUSAL, "far").text().startsWith("not run: /bin/tell"), world.story());
        assertTrue(world.last(Kind.REFUSAL, "db").text().startsWith("not stopped"), world.story());
        assertTrue(world.service("web").incident().isPresent(), "people are told all the same");
    }

    @Test
    void itOutlivesUpkeepdAndComesToItsEnd() {
        World world = Worlds.running(SPEC);
        handsOff(world, Duration.ofHours(1));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(30));
        World next = world.restartUpkeepd();
        next.list();
        next.pass(Duration.ofMinutes(20));
        assertEquals(List.of(), next.jobs(), next.story());
        next.pass(Duration.ofMinutes(20));
        assertEquals(Optional.empty(), next.state.host().handsOff());
        assertEquals(Optional.empty(), next.state.hard(HandsOff.SUBJECT));
        assertTrue(next.last(Kind.INTENT, "").text().contains("it acts again"), next.story());
        next.pass(Duration.ofMinutes(2));
        assertEquals(1, next.jobs().size(), "after one grace it is restarted" + next.story());
    }

    @Test
    void whoEndsItHasUpkeepActAfterOneGrace() {
        World world = Worlds.running(SPEC);
        handsOff(world, Duration.ofDays(2));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(9)), "mine", Worlds.ROOT));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(5));
        world.send(new Event.HandsOnAsked(world.now, Worlds.ROOT));
        assertEquals(
                "root has upkeep act again, after one full grace",
                world.last(Kind.INTENT, "").text());
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals("mine", world.service("db").hold().orElseThrow().reason());
        world.pass(Duration.ofMinutes(2));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void itIsOverIfItsTimeWentByWhileUpkeepdWasAway() {
        World world = Worlds.running(SPEC);
        handsOff(world, Duration.ofMinutes(5));
        world.now = world.now.plus(Duration.ofMinutes(30));
        World next = world.restartUpkeepd();
        next.list();
        assertEquals(Optional.empty(), next.state.host().handsOff());
    }

    @Test
    void thereIsNothingToEndWhereNothingWasAsked() {
        World world = Worlds.running(SPEC);
        int entries = world.entries(Kind.INTENT, "").size();
        world.send(new Event.HandsOnAsked(world.now, Worlds.ROOT));
        assertEquals(entries, world.entries(Kind.INTENT, "").size());
    }
}
