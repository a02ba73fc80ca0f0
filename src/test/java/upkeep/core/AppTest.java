package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.AppStanding.State;
import upkeep.core.Entry.Kind;
import upkeep.spec.App;

/** What is one thing to those who use it has one incident, whatever of it is ill. */
class AppTest {

    private static final String SERVICES = """
            services:
              db: {exec: /usr/bin/db, user: db, port: 5432, probes: {liveness: {tcp: {}, otherwise: alert}}}
              worker: {exec: /usr/bin/worker, user: db, port: 7000, instances: 3, probes: {liveness: {tcp: {}, otherwise: alert}}}
              other: {exec: /usr/bin/other, user: db, port: 80, probes: {liveness: {tcp: {}}}}
            checks:
              front: {http: {url: "http://192.0.2.1/"}, every: 10s, failures: 2}
            """;

    private static World world(String app) {
        World world = Worlds.running(SERVICES + "apps: {shop: {" + app + "}}\n");
        world.pass(Duration.ofMinutes(1));
        return world;
    }

    private static AppStanding standing(World world) {
        return new Supervisor(world.plan).standing(world.state, app(world), world.now);
    }

    private static App app(World world) {
        return world.plan.apps().values().iterator().next();
    }

    private static Alert last(World world) {
        return world.alerts("shop").getLast();
    }

    @Test
    void whatIsWellIsUp() {
        World world = world("parts: [db, worker, front], essential: db");
        assertEquals(new AppStanding(State.UP, List.of(), 5), standing(world));
    }

    @Test
    void oneOfSeveralIsDegradedAndNotDown() {
        World world = world("parts: worker");
        world.answers.put("worker@2", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(new AppStanding(State.DEGRADED, List.of("worker@2"), 3), standing(world));
        assertEquals(List.of("firing"), world.told("shop"), world.story());
        assertEquals(Severity.WARNING, last(world).severity());
        assertTrue(
                last(world).text().startsWith("shop: degraded: 1 of 3 parts ill (worker@2); worker@2: liveness "),
                last(world).text());
        assertEquals(List.of(), world.told("worker@2"), world.story());
        assertEquals(
                Optional.of(world.incident("shop").number()),
                world.service("worker@2").attached());
        world.answers.put("worker@1", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(State.DEGRADED, standing(world).state());
        assertEquals(List.of("firing"), world.told("shop"), world.story());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertEquals(State.UP, standing(world).state());
        assertEquals(List.of("firing", "resolved"), world.told("shop"), world.story());
        assertTrue(
                last(world).text().contains(": all its parts are well (was: "),
                last(world).text());
        assertEquals(Optional.empty(), world.service("worker@2").attached());
    }

    @Test
    void belowItsQuorumItIsDownAndThatIsToldWithTheSameIncident() {
        World world = world("parts: [worker, front], quorum: 3");
        world.answers.put("worker@2", World.failed());
        world.pass(Duration.ofMinutes(1));
        world.answers.put("front", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(new AppStanding(State.DOWN, List.of("worker@2", "front"), 4), standing(world));
        assertEquals(List.of("firing", "firing"), world.told("shop"), world.story());
        assertEquals(Severity.CRITICAL, last(world).severity());
        assertEquals(world.incident("shop").number(), last(world).entry());
        assertTrue(
                last(world).text().startsWith("shop: down: 2 of 4 parts ill (worker@2, front); front: the check "),
                last(world).text());
        assertEquals(List.of(), world.told("front"), world.story());
        world.answers.remove("front");
        world.pass(Duration.ofMinutes(1));
        world.answers.put("front", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(2, world.told("shop").size(), "what gets better and worse is told once" + world.story());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing", "firing", "resolved"), world.told("shop"), world.story());
    }

    @Test
    void withoutWhatIsEssentialItIsDown() {
        World world = world("parts: [db, worker], essential: [db]");
        world.answers.put("db", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(new AppStanding(State.DOWN, List.of("db"), 4), standing(world));
        assertEquals(Severity.CRITICAL, last(world).severity());
    }

    @Test
    void aServiceWithInstancesIsMissingOnceAllOfThemAreIll() {
        World world = world("parts: [db, worker], essential: [worker]");
        world.answers.put("worker@1", World.failed());
        world.pass(Duration.ofMinutes(1));
        world.answers.put("worker@2", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(State.DEGRADED, standing(world).state());
        world.answers.put("worker@3", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(State.DOWN, standing(world).state());
        assertEquals(List.of("firing", "firing"), world.told("shop"), world.story());
    }

    @Test
    void allOfThemMeansAll() {
        World world = world("parts: worker, quorum: all");
        world.answers.put("worker@1", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(State.DOWN, standing(world).state());
    }

    @Test
    void whatHasItsCauseOutsideIsToldAsThat() {
        World world = Worlds.running(SERVICES.replace("exec: /usr/bin/worker,", "exec: /usr/bin/worker, needs: db,")
                + "apps: {shop: {parts: worker}}\n");
        world.pass(Duration.ofMinutes(1));
        world.answers.put("db", World.failed());
        world.pass(Duration.ofMinutes(1));
        world.answers.put("worker@1", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing"), world.told("db"), world.story());
        assertEquals(List.of(), world.told("shop"), world.story());
        assertEquals(new AppStanding(State.DEGRADED, List.of("worker@1"), 3), standing(world));
    }

    @Test
    void whatDependsOnAPartIsToldWithTheApp() {
        World world = Worlds.running(SERVICES.replace("exec: /usr/bin/other,", "exec: /usr/bin/other, needs: front,")
                + "apps: {shop: {parts: [front, db]}}\n");
        world.pass(Duration.ofMinutes(1));
        world.answers.put("front", World.failed());
        world.pass(Duration.ofMinutes(1));
        world.answers.put("other", World.failed());
        world.pass(Duration.ofMinutes(2));
        assertEquals(List.of("firing"), world.told("shop"), world.story());
        assertEquals(List.of(), world.told("other"), world.story());
        assertEquals(
                Optional.of(world.incident("shop").number()),
                world.service("other").attached(),
                world.story());
    }

    @Test
    void whatOperatorsStoppedDoesNotCount() {
        World world = world("parts: [db, worker], quorum: 4");
        world.operatorStops("worker@1");
        world.pass(Duration.ofMinutes(1));
        assertEquals(new AppStanding(State.UP, List.of(), 3), standing(world), world.story());
        world.answers.put("worker@2", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(State.DOWN, standing(world).state());
        world.operatorStops("worker@2");
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing", "resolved"), world.told("shop"), world.story());
        world.operatorStops("worker@3");
        world.operatorStops("db");
        world.pass(Duration.ofMinutes(1));
        assertEquals(new AppStanding(State.STOPPED, List.of(), 0), standing(world));
        assertEquals(List.of("firing", "resolved"), world.told("shop"), world.story());
    }

    @Test
    void aSpentBudgetIsToldWithTheIncidentThatEnds() {
        World world = Worlds.running(
                SERVICES.replace("exec: /usr/bin/other,", "exec: /usr/bin/other, restart: {budget: 1 per 10min},")
                        + "apps: {shop: {parts: [other, db]}}\n");
        world.pass(Duration.ofMinutes(1));
        world.fail("other");
        world.pass(Duration.ofSeconds(3));
        world.carryOut();
        world.fail("other");
        world.pass(Duration.ofSeconds(30));
        assertTrue(world.service("other").exhausted().isPresent(), world.story());
        assertEquals(List.of("firing", "exhausted"), world.told("shop"), world.story());
        assertEquals("shop", last(world).key());
        assertTrue(
                last(world).what().startsWith("other: no more restarts for now"),
                last(world).what());
        assertEquals(
                "shop",
                Alert.of(world.last(Kind.REFUSAL, "other")).orElseThrow().key());
        world.see(world.up("other"));
        world.pass(Duration.ofMinutes(2));
        assertEquals(List.of("firing", "exhausted", "resolved"), world.told("shop"), world.story());
    }

    @Test
    void anotherUpkeepdGoesOnWithTheIncident() {
        World world = world("parts: [db, worker, front]");
        world.answers.put("worker@2", World.failed());
        world.pass(Duration.ofMinutes(1));
        World next = world.restartUpkeepd();
        next.list();
        next.pass(Duration.ofMinutes(2));
        assertEquals(List.of(), next.told("shop"), next.story());
        assertEquals(State.DEGRADED, standing(next).state(), next.story());
        next.answers.clear();
        next.pass(Duration.ofMinutes(1));
        assertEquals(List.of("resolved"), next.told("shop"), next.story());
    }

    @Test
    void whatIsNoPartAnyMoreIsToldByItself() {
        World world = world("parts: [worker, front, db]");
        world.answers.put("worker@2", World.failed());
        world.answers.put("front", World.failed());
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing"), world.told("shop"), world.story());
        world.plan = Worlds.plan(SERVICES);
        world.send(new Event.PlanReplaced(world.now));
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing", "resolved"), world.told("shop"), world.story());
        assertEquals(List.of("firing"), world.told("worker@2"), world.story());
        assertEquals(List.of("firing"), world.told("front"), world.story());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing", "resolved"), world.told("worker@2"), world.story());
        assertEquals(List.of("firing", "resolved"), world.told("front"), world.story());
    }

    @Test
    void whatIsNotKnownIsNoFaultAndNoCure() {
        World world = world("parts: [db, worker]");
        world.answers.put("db", World.failed());
        world.pass(Duration.ofMinutes(1));
        world.answers.put("db", World.unknown());
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of("firing"), world.told("shop"), world.story());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("firing", "resolved"), world.told("shop"), world.story());
    }
}
