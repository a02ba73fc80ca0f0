package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;

/** Many services that go down at once have one cause. */
class StormTest {

    private static World services(int count) {
        StringBuilder spec = new StringBuilder("services:\n");
        for (int i = 0; i < count; i++) {
            spec.append("  s").append(i).append(": {exec: /usr/bin/s, user: s}\n");
        }
        return Worlds.running(spec.toString());
    }

    @Test
    void fiveWithinHalfAMinuteAreOneIncident() {
        World world = services(7);
        for (int i = 0; i < 6; i++) {
            world.fail("s" + i);
        }
        Entry storm = world.last(Kind.INCIDENT_OPENED, "");
        assertEquals(
                "5 services went down within 30 s: the fault is likely the machine's; those that follow are told with this one",
                storm.text());
        assertEquals(List.of("firing"), world.told("s3"));
        assertEquals(List.of(), world.told("s5"), "it is told with the others");
        assertEquals(Optional.of(storm.number()), world.service("s5").attached());
        assertEquals(Set.of("s4", "s5"), world.incident(IncidentKey.STORM).children());
    }

    @Test
    void oneThatGoesDownAgainAndAgainIsNoStorm() {
        World world = services(7);
        for (int i = 0; i < 6; i++) {
            world.crashAndRestart("s0");
            world.pass(Duration.ofSeconds(1));
        }
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, ""), world.story());
    }

    @Test
    void fourAreNone() {
        World world = services(7);
        for (int i = 0; i < 4; i++) {
            world.fail("s" + i);
        }
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, ""), world.story());
    }

    @Test
    void fiveOverALongerTimeAreNone() {
        World world = services(7);
        for (int i = 0; i < 5; i++) {
            world.fail("s" + i);
            world.pass(Duration.ofSeconds(8));
        }
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, ""), world.story());
    }

    @Test
    void whatSomebodyReleasedCountsNoMore() {
        World world = services(7);
        for (int i = 0; i < 5; i++) {
            world.crashAndRestart("s" + i);
            world.send(new Event.ReleaseAsked(world.now, "s" + i, Worlds.ROOT));
        }
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, ""), world.story());
    }

    @Test
    void itEndsWhenAllIsUpAgain() {
        World world = services(6);
        for (int i = 0; i < 6; i++) {
            world.crashAndRestart("s" + i);
        }
        world.pass(Duration.ofMinutes(1));
        Entry resolved = world.last(Kind.INCIDENT_RESOLVED, "");
        assertTrue(resolved.text().contains("everything is up again"), resolved.text());
        assertTrue(resolved.text().endsWith("2 services suffered from it: s4, s5"), resolved.text());
    }

    @Test
    void whatIsStillDownAfterFiveMinutesHasACauseOfItsOwn() {
        World world = services(6);
        for (int i = 0; i < 6; i++) {
            world.send(new Event.HoldAsked(world.now, "s" + i, world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
            world.fail("s" + i);
        }
        world.pass(Duration.ofMinutes(4));
        assertEquals(List.of(), world.told("s5"), world.story());
        world.pass(Duration.ofMinutes(2));
        assertTrue(world.last(Kind.INCIDENT_RESOLVED, "").text().contains("what is still down has a cause of its own"));
        assertEquals(List.of("firing"), world.told("s5"), world.story());
    }

    @Test
    void fiveWithinLessThanHalfAMinuteAreEnough() {
        for (int millis : List.of(29_999, 30_000)) {
            World world = services(7);
            for (int i = 0; i < 4; i++) {
                world.fail("s" + i);
            }
            world.pass(Duration.ofMillis(millis));
            world.fail("s4");
            assertEquals(
                    millis < 30_000 ? 1 : 0,
                    world.entries(Kind.INCIDENT_OPENED, "").size(),
                    world.story());
        }
    }

    @Test
    void theMachinesIncidentIsTitledByNobodysName() {
        World world = services(7);
        for (int i = 0; i < 5; i++) {
            world.fail("s" + i);
        }
        assertEquals(
                world.last(Kind.INCIDENT_OPENED, "").text(),
                world.alerts("").getFirst().text());
    }

    @Test
    void itLastsUntilNothingHasGoneDownForHalfAMinute() {
        World world = services(6);
        for (int i = 0; i < 6; i++) {
            world.crashAndRestart("s" + i);
        }
        world.pass(Duration.ofSeconds(25));
        assertEquals(Optional.empty(), world.service("s5").attached());
        assertEquals(List.of("firing"), world.told(""), world.story());
        world.pass(Duration.ofSeconds(15));
        assertEquals(List.of("firing", "resolved"), world.told(""), world.story());
    }

    @Test
    void itIsOverAfterFiveMinutesAtTheLatest() {
        World world = services(6);
        for (int i = 0; i < 6; i++) {
            world.send(new Event.HoldAsked(world.now, "s" + i, world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
            world.fail("s" + i);
        }
        world.pass(Duration.ofMillis(5));
        world.send(new Event.Woken(world.now, ""));
        world.pass(Duration.ofMinutes(10));
        Entry opened = world.last(Kind.INCIDENT_OPENED, "");
        assertEquals(
                Duration.ofMinutes(5),
                world.last(Kind.INCIDENT_RESOLVED, "").at().since(opened.at()),
                world.story());
    }

    @Test
    void whatSuffersFromSomethingElseIsNoPartOfIt() {
        World world = Worlds.running("""
                services:
                  db: {exec: /usr/bin/db, user: db}
                  web: {exec: /usr/bin/web, user: web, requires: [db.service]}
                  s0: {exec: /usr/bin/s, user: s}
                  s1: {exec: /usr/bin/s, user: s}
                  s2: {exec: /usr/bin/s, user: s}
                  s3: {exec: /usr/bin/s, user: s}
                  s4: {exec: /usr/bin/s, user: s}
                """);
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.send(new Event.ReleaseAsked(world.now, "web", Worlds.ROOT));
        world.fail("db");
        world.fail("web");
        world.pass(Duration.ofMinutes(1));
        long root = world.last(Kind.INCIDENT_OPENED, "db").number();
        assertEquals(Optional.of(root), world.service("web").attached(), world.story());
        for (int i = 0; i < 5; i++) {
            world.crashAndRestart("s" + i);
        }
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing", "resolved"), world.told(""), world.story());
        assertTrue(world.last(Kind.INCIDENT_RESOLVED, "").text().contains("everything is up again"));
        assertEquals(Optional.of(root), world.service("web").attached(), world.story());
        assertEquals(1, world.entries(Kind.REFUSAL, "web").size(), "it is told once" + world.story());
    }

    @Test
    void atMostTwelveThatSufferedAreNamed() {
        for (int count : List.of(16, 17)) {
            World world = services(count);
            for (int i = 0; i < count; i++) {
                world.crashAndRestart("s" + i);
            }
            world.pass(Duration.ofMinutes(2));
            String text = world.last(Kind.INCIDENT_RESOLVED, "").text();
            String expected = count == 16
                    ? "; 12 services suffered from it: s10, s11, s12, s13, s14, s15, s4, s5, s6, s7, s8, s9"
                    : "; 13 services suffered from it: s10, s11, s12, s13, s14, s15, s16, s4, s5, s6, s7, s8 and 1 more";
            assertTrue(text.endsWith(expected), text);
        }
    }
}
