package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;

/** Packages are installed, and their scripts stop and start units. */
class PackageTest {

    private static final HostFacts AT_WORK = new HostFacts(Optional.empty(), true, Optional.empty(), Optional.empty());

    private static World atWork() {
        World world = Worlds.web();
        world.send(new Event.HostSeen(world.now, AT_WORK));
        return world;
    }

    @Test
    void whatAPackageStopsAndStartsIsLeftToIt() {
        World world = atWork();
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_PACKAGE, world.service("web").intent());
        assertEquals("package", world.last(Kind.INTENT, "web").fields().get("cause"));
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.told("web"));
        world.operatorStarts("web");
        assertEquals(
                "a package's script started it", world.last(Kind.INTENT, "web").text());
        assertEquals(Intent.RUN, world.service("web").intent());
    }

    @Test
    void whatAPackageLeavesDownIsToldOnceThingsHaveSettled() {
        World world = atWork();
        world.operatorStops("web");
        world.pass(Duration.ofMinutes(1));
        world.send(new Event.HostSeen(world.now, HostFacts.CALM));
        world.pass(Duration.ofSeconds(29));
        assertEquals(List.of(), world.told("web"), world.story());
        world.pass(Duration.ofSeconds(2));
        assertEquals(List.of("firing"), world.told("web"), world.story());
        assertEquals(
                "packages were installed, and what they stopped was not started again",
                world.last(Kind.INCIDENT_OPENED, "web").text());
        assertEquals(List.of(), world.jobs());
        world.operatorStarts("web");
        world.pass(Duration.ofSeconds(15));
        assertEquals(List.of("firing", "resolved"), world.told("web"), world.story());
    }

    @Test
    void nothingIsRestartedMeanwhile() {
        World world = atWork();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.told("web"));
        world.send(new Event.HostSeen(world.now, HostFacts.CALM));
        world.pass(Duration.ofSeconds(29));
        assertEquals(List.of(), world.jobs(), world.story());
        world.pass(Duration.ofSeconds(2));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aRunThatTakesTooLongWaitsForAPersonAndIsWaitedForNoMore() {
        World world = atWork();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(59));
        assertEquals(List.of(), world.jobs(), world.story());
        world.pass(Duration.ofMinutes(2));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void bothEndsAreNoted() {
        World world = atWork();
        world.send(new Event.HostSeen(world.now, AT_WORK));
        world.send(new Event.HostSeen(world.now, HostFacts.CALM));
        assertEquals(
                List.of(
                        "packages are being installed or removed; until they are, units are left to their scripts",
                        "packages are done; in 30 s it is looked at whether all is up again that was up"),
                world.entries(Kind.DAEMON, "").stream().skip(1).map(Entry::text).toList());
    }
}
