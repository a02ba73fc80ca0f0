package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import upkeep.base.Severity;

/** What those who use something have of it, and what is made of an objective that will not hold. */
class StandingsTest {

    private static final String SPEC = """
            services:
              web:
                exec: /usr/bin/web
                user: web
                port: 80
                objective: 99.9% per 30d
                probes: {liveness: {tcp: {}, otherwise: alert}, readiness: {tcp: {}}}
              job: {exec: /usr/bin/job, user: web, type: oneshot}
            checks:
              net: {tcp: {host: 192.0.2.1, port: 53}, every: 10s, failures: 1}
            apps:
              shop: {parts: [web, net]}
            """;

    private static Map<String, Standing> standings(World world) {
        return new Supervisor(world.plan).standings(world.state, world.now);
    }

    private static Standing of(World world, String name) {
        return Optional.ofNullable(standings(world).get(name)).orElseThrow();
    }

    private static World world() {
        World world = Worlds.running(SPEC);
        world.pass(Duration.ofMinutes(1));
        return world;
    }

    @Test
    void allIsUpThatAnswers() {
        assertEquals(
                new TreeMap<>(Map.of("web", Standing.UP, "job", Standing.UP, "net", Standing.UP, "shop", Standing.UP)),
                standings(world()));
    }

    @Test
    void beforeTheFirstLookNothingIsKnown() {
        World world = new World(Worlds.plan(SPEC));
        assertEquals(Standing.UNKNOWN, of(world, "web"));
        assertEquals(Standing.UNKNOWN, of(world, "net"));
    }

    @Test
    void whatFailsIsDownAndWhatIsStoppedIsWorkedOn() {
        World world = world();
        world.answers.put("net", World.failed());
        world.fail("web");
        world.pass(Duration.ofSeconds(20));
        assertEquals(Standing.DOWN, of(world, "net"));
        assertEquals(Standing.DOWN, of(world, "web"));
        assertEquals(Standing.DOWN, of(world, "shop"));
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        assertEquals(Standing.MAINTENANCE, of(world, "web"));
        world.answers.put("net", World.unknown());
        world.pass(Duration.ofSeconds(20));
        assertEquals(Standing.UNKNOWN, of(world, "net"));
    }

    @Test
    void anOperatorsStopIsNoFailure() {
        World world = world();
        world.operatorStops("web");
        assertEquals(Standing.MAINTENANCE, of(world, "web"));
    }

    @Test
    void aShutdownIsNoFailure() {
        World world = world();
        world.send(new Event.HostStopping(world.now));
        world.see(world.down("web"));
        assertEquals(Standing.MAINTENANCE, of(world, "web"));
    }

    @Test
    void whatIsUpAndDoesNotAnswerIsDown() {
        World world = world();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(Standing.DOWN, of(world, "web"));
    }

    @Test
    void anObjectiveThatWillNotHoldIsAnIncidentAndGetsLouder() {
        World world = world();
        world.send(new Event.ObjectiveSeen(world.now, "web", Optional.of("is down so much"), false));
        world.send(new Event.ObjectiveSeen(world.now, "web", Optional.of("is down so much"), false));
        assertEquals(List.of("firing"), world.told("web"), world.story());
        assertEquals(Severity.WARNING, world.alerts("web").getLast().severity());
        assertEquals("web: objective", world.alerts("web").getLast().key());
        world.send(new Event.ObjectiveSeen(world.now, "web", Optional.of("is down for long"), true));
        assertEquals(Severity.CRITICAL, world.alerts("web").getLast().severity());
        world.send(new Event.ObjectiveSeen(world.now, "web", Optional.empty(), false));
        assertEquals(List.of("firing", "firing", "resolved"), world.told("web"), world.story());
    }

    @Test
    void anObjectiveOfNothingIsNone() {
        World world = world();
        world.send(new Event.ObjectiveSeen(world.now, "job", Optional.of("is down so much"), true));
        assertEquals(List.of(), world.told("job"));
        world.send(new Event.ObjectiveSeen(world.now, "web", Optional.of("is down so much"), true));
        world.plan = Worlds.plan(SPEC.replace("    objective: 99.9% per 30d\n", ""));
        world.send(new Event.PlanReplaced(world.now));
        assertEquals(List.of("firing", "resolved"), world.told("web"), world.story());
    }
}
