package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import upkeep.base.Moment;

/** When checks are run. The world begins on Thursday, 2026-01-01, at 0:00 UTC. */
class PacingTest {

    private static World checked(String keys) {
        World world = new World(Worlds.plan("checks: {far: {tcp: {host: 192.0.2.1, port: 25}, " + keys + "}}"));
        world.list();
        return world;
    }

    private static Instant due(World world) {
        return world.check("far").due().orElseThrow().wall();
    }

    private static List<Instant> runs(World world) {
        return world.actions.stream()
                .filter(Action.ProbeAt.class::isInstance)
                .map(action -> ((Action.ProbeAt) action).due().wall())
                .collect(Collectors.toList());
    }

    @Test
    void goesByTheCalendar() {
        World world = checked("every: \"Fri..Sat 02:30\"");
        assertEquals(Instant.parse("2026-01-02T02:30:00Z"), due(world));
        world.pass(Duration.ofHours(27));
        assertEquals(Instant.parse("2026-01-03T02:30:00Z"), due(world));
    }

    @Test
    void goesByTheFieldsOfCron() {
        World world = checked("every: \"*/20 * * * *\"");
        assertEquals(Instant.parse("2026-01-01T00:20:00Z"), due(world));
        world.pass(Duration.ofMinutes(21));
        assertEquals(Instant.parse("2026-01-01T00:40:00Z"), due(world));
    }

    @Test
    void whatFailsIsLookedAtSoonerThanTheCalendarSays() {
        World world = checked("every: hourly");
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(3_605));
        assertEquals(CheckState.Verdict.FAILING, world.check("far").verdict(), world.story());
        assertEquals(Instant.parse("2026-01-01T02:00:00Z"), due(world));
    }

    @Test
    void theMachinesClockIsTheOneThatCounts() {
        World world = checked("every: \"02:30\"");
        assertEquals(Instant.parse("2026-01-01T02:30:00Z"), due(world));
        HostFacts vienna = new HostFacts(Optional.empty(), false, Optional.empty(), Optional.empty(), "Europe/Vienna");
        world.send(new Event.HostSeen(world.now, vienna));
        assertEquals(Instant.parse("2026-01-01T01:30:00Z"), due(world));
    }

    @Test
    void aZoneThatIsNotKnownIsUtc() {
        World world = checked("every: \"02:30\"");
        HostFacts lost = new HostFacts(Optional.empty(), false, Optional.empty(), Optional.empty(), "Nowhere/City");
        world.send(new Event.HostSeen(world.now, lost));
        assertEquals(Instant.parse("2026-01-01T02:30:00Z"), due(world));
    }

    @Test
    void aClockThatWasSetChangesWhatIsDue() {
        World world = checked("every: \"02:30\"");
        Moment set = new Moment(world.now.monotonicNanos(), Instant.parse("2026-01-01T05:00:00Z"));
        world.send(new Event.HostSeen(set, HostFacts.CALM));
        Moment due = world.check("far").due().orElseThrow();
        assertEquals(Instant.parse("2026-01-02T02:30:00Z"), due.wall());
        assertEquals(Duration.ofMinutes(21 * 60 + 30), due.since(set));
    }

    @Test
    void minutesAreKeptFree() {
        World world = checked("every: 5min, not-every: [\"* 0 * * *\", \"30 1 * * *\"]");
        assertEquals(Instant.parse("2026-01-01T01:00:00Z"), due(world), "the first minute that is free");
        world.pass(Duration.ofMinutes(86));
        assertEquals(Instant.parse("2026-01-01T01:31:00Z"), due(world));
        world.pass(Duration.ofMinutes(6));
        assertEquals(Instant.parse("2026-01-01T01:36:00Z"), due(world));
    }

    @Test
    void windowsWithoutEndEnd() {
        World world = checked("every: 1h, not-every: [\"* * * * *\"]");
        assertTrue(
                due(world).isBefore(Instant.parse("2026-01-10T00:00:00Z")),
                due(world).toString());
    }

    @Test
    void jitterIsAnotherEachTimeAndDoesNotAddUp() {
        World world = checked("every: 1min, jitter: 20s");
        world.pass(Duration.ofMinutes(30));
        List<Instant> runs = runs(world);
        assertEquals(31, runs.size(), runs.toString());
        Instant first = due(world).minus(Duration.ofMinutes(30));
        List<Long> delays = java.util.stream.IntStream.range(0, runs.size())
                .mapToObj(i -> Duration.between(first.plus(Duration.ofMinutes(i)), runs.get(i))
                        .toMillis())
                .toList();
        assertTrue(delays.stream().allMatch(delay -> delay >= 0 && delay < 20_000), delays.toString());
        assertTrue(delays.stream().distinct().count() > 25, delays.toString());
    }
}
