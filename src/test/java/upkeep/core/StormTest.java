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
}
