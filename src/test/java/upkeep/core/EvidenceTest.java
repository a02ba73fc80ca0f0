package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;

/** What the journal knows explains, and only ever makes upkeepd do less. */
class EvidenceTest {

    private static Evidence evidence(String job) {
        return new Evidence(
                Optional.of(job),
                Optional.of("alice (uid 1000)"),
                Optional.of("SIGTERM was sent"),
                Optional.of("web was killed"),
                List.of("one", "two"));
    }

    private static void find(World world, Evidence evidence) {
        world.send(new Event.EvidenceFound(world.now, new UnitName("web.service"), 1, evidence));
    }

    @Test
    void itIsRecordedWithAllThatIsKnown() {
        World world = Worlds.web();
        find(world, evidence("restart"));
        Entry entry = world.last(Kind.EVIDENCE, "web");
        assertEquals(
                "the journal says: SIGTERM was sent; web was killed; it was a restart job; asked for by alice (uid 1000); "
                        + "its last line was \"two\"",
                entry.text());
        assertEquals(List.of(1L), entry.causes());
        assertEquals(
                Map.of("cause", "out-of-memory", "job-type", "restart", "by", "alice (uid 1000)", "log", "one\ntwo"),
                entry.fields());
    }

    @Test
    void nothingFoundIsNothingSaid() {
        World world = Worlds.web();
        find(world, Evidence.NONE);
        assertEquals(List.of(), world.entries(Kind.EVIDENCE, "web"));
    }

    @Test
    void aStopOfWhatIsDownIsAWish() {
        World world = Worlds.web();
        world.fail("web");
        find(world, evidence("start"));
        assertEquals(Intent.RUN, world.service("web").intent());
        find(world, evidence("stop"));
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs());
    }

    @Test
    void aStopOfWhatRunsAgainIsNone() {
        World world = Worlds.web();
        find(world, evidence("stop"));
        assertEquals(Intent.RUN, world.service("web").intent());
    }
}
