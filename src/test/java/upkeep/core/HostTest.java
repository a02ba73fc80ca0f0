package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import upkeep.base.Moment;
import upkeep.core.Entry.Kind;
import upkeep.core.HostFacts.Pressure;

/** What holds for the machine as a whole. */
class HostTest {

    private static HostFacts pressed(double processor, double memory, double disks) {
        Optional<Pressure> pressure = Optional.of(new Pressure(processor, memory, disks));
        return new HostFacts(pressure, false, Optional.empty(), Optional.empty());
    }

    @Test
    void aShortageIsAnIncidentAndKeepsProbesFromRestartsForAWhile() {
        World world = Worlds.web();
        world.send(new Event.HostSeen(world.now, pressed(85, 1, 2)));
        assertEquals(
                "the machine is short of resources: tasks waited 85 % of the time for the processor, 1 % for memory, 2 % "
                        + "for disks; probes get twice the time, and for 5 min none restarts anything",
                world.last(Kind.INCIDENT_OPENED, "").text());
        assertEquals(List.of("firing"), world.told(""));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(290));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals("pressure", world.last(Kind.REFUSAL, "web").fields().get("row"));
        world.pass(Duration.ofSeconds(20));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void whatWasHighIsHighDownToTwoThirds() {
        World world = Worlds.web();
        world.send(new Event.HostSeen(world.now, pressed(79, 9, 39)));
        assertEquals(List.of(), world.told(""));
        world.send(new Event.HostSeen(world.now, pressed(0, 10, 0)));
        assertEquals(List.of("firing"), world.told(""));
        world.send(new Event.HostSeen(world.now, pressed(0, 0, 27)));
        assertEquals(List.of("firing"), world.told(""));
        world.send(new Event.HostSeen(world.now, pressed(53, 6, 26)));
        assertEquals(List.of("firing", "resolved"), world.told(""), world.story());
    }

    @Test
    void whatUpkeepdCannotTrustItsProbesForIsUnknown() {
        World world = Worlds.web();
        HostFacts blind = new HostFacts(Optional.empty(), false, Optional.of("no loopback"), Optional.empty());
        world.send(new Event.HostSeen(world.now, blind));
        assertEquals(
                "upkeepd cannot trust its own probes, so a failed one counts as unknown: no loopback",
                world.last(Kind.INCIDENT_OPENED, "").text());
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), world.jobs(), world.story());
        assertTrue(world.last(Kind.OBSERVATION, "web")
                .text()
                .contains("upkeepd cannot trust its own probes now (no loopback)"));
        world.send(new Event.HostSeen(world.now, HostFacts.CALM));
        assertEquals(List.of("firing", "resolved"), world.told(""));
        world.pass(Duration.ofSeconds(30));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void anIllResolverIsTold() {
        World world = Worlds.web();
        HostFacts mute = new HostFacts(Optional.empty(), false, Optional.empty(), Optional.of("no answer"));
        world.send(new Event.HostSeen(world.now, mute));
        assertEquals(
                "names cannot be looked up, so what is probed by name is unknown: no answer",
                world.last(Kind.INCIDENT_OPENED, "").text());
        world.send(new Event.HostSeen(world.now, HostFacts.CALM));
        assertEquals(List.of("firing", "resolved"), world.told(""));
    }

    @Test
    void aLedgerThatCannotBeWrittenHindersNothing() {
        World world = Worlds.web();
        world.send(new Event.LedgerSeen(world.now, Optional.of("no space left")));
        assertEquals(
                "the ledger fails, and supervision goes on: no space left",
                world.last(Kind.INCIDENT_OPENED, "").text());
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(30));
        assertEquals(1, world.jobs().size(), world.story());
        world.send(new Event.LedgerSeen(world.now, Optional.empty()));
        assertEquals(List.of("firing", "resolved"), world.told(""));
    }

    @Test
    void anotherUpkeepdLooksAgain() {
        World world = Worlds.web();
        world.send(new Event.LedgerSeen(world.now, Optional.of("no space left")));
        long told = world.last(Kind.INCIDENT_OPENED, "").number();
        World next = world.restartUpkeepd();
        Decision decision = next.send(new Event.LedgerSeen(next.now, Optional.of("no space left")));
        assertEquals(List.of("firing"), next.told(""));
        assertEquals(next.state.incidents().keySet(), decision.touched(), "both have to be saved under their names");
        next.list();
        assertEquals(List.of("firing", "resolved"), next.told(""), next.story());
        assertEquals(Optional.of(told), next.last(Kind.INCIDENT_RESOLVED, "").incident());
        assertTrue(next.state.incidents().containsKey(IncidentKey.LEDGER));
        assertEquals(
                1,
                next.state.hard().keySet().stream()
                        .filter(key -> key.startsWith("host:"))
                        .count());
    }

    @Test
    void aStepOfTheClockVoidsWhatIsUnderWay() {
        World world = Worlds.web();
        world.answers.put("web", World.failed());
        world.passUntil(() -> world.check("web/liveness").failures() > 0);
        assertEquals(1, world.check("web/liveness").failures());
        Instant wall = world.now.wall();
        world.now = new Moment(world.now.monotonicNanos(), wall.plus(Duration.ofHours(2)));
        world.send(new Event.Woken(world.now, "web"));
        assertEquals(
                "the clock went ahead by 2 h, or the machine slept; probes under way are void, and each service gets a "
                        + "grace anew",
                world.last(Kind.DAEMON, "").text());
        assertEquals(0, world.check("web/liveness").failures());
        world.pass(Duration.ofSeconds(80));
        assertEquals(List.of(), world.jobs(), "a grace anew" + world.story());
        world.pass(Duration.ofSeconds(40));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aSmallStepIsNoNews() {
        World world = Worlds.web();
        world.now = new Moment(world.now.monotonicNanos(), world.now.wall().minus(Duration.ofSeconds(4)));
        world.send(new Event.Woken(world.now, "web"));
        assertEquals(1, world.entries(Kind.DAEMON, "").size(), world.story());
        world.now = new Moment(world.now.monotonicNanos(), world.now.wall().minus(Duration.ofSeconds(5)));
        world.send(new Event.Woken(world.now, "web"));
        assertTrue(world.last(Kind.DAEMON, "").text().startsWith("the clock went back by 5.0 s"), world.story());
    }

    @Test
    void aClockThatWasSetBackMakesNothingHappenInTimeToCome() {
        World world = Worlds.web();
        world.crashAndRestart("web");
        world.now = new Moment(world.now.monotonicNanos(), world.now.wall().minus(Duration.ofDays(1)));
        World next = world.restartUpkeepd();
        assertEquals(List.of(next.now), next.service("web").restarts());
        assertEquals(next.now, next.service("web").incident().orElseThrow().opened());
    }

    @Test
    void aReceiverThatCannotBeToldIsAnIncidentOfTheMachine() {
        World world = Worlds.web();
        Event.ReceiverSeen away = new Event.ReceiverSeen(world.now, "ops", Optional.of("connection refused"));
        world.send(away);
        world.send(away);
        assertEquals(
                List.of("ops cannot be told, which is tried again until it can: connection refused"),
                world.entries(Kind.INCIDENT_OPENED, "").stream()
                        .map(Entry::text)
                        .toList());
        assertEquals(Set.of("host:receiver:ops"), world.state.openIncidents().keySet());
        world.send(new Event.ReceiverSeen(world.now, "phone", Optional.empty()));
        assertEquals(1, world.state.openIncidents().size());
        world.send(new Event.ReceiverSeen(world.now, "ops", Optional.empty()));
        assertTrue(world.state.openIncidents().isEmpty(), world.story());
    }

    @Test
    void whoWasToldIsPartOfTheIncidentsStory() {
        World world = Worlds.web();
        world.send(new Event.Told(world.now, "ops, by mail: 250 queued", new TreeMap<>(Map.of(7L, "web"))));
        Entry told = world.last(Kind.TOLD, "web");
        assertEquals(Optional.of(7L), told.incident());
        assertEquals("ops, by mail: 250 queued", told.text());
    }
}
