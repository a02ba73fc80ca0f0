package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.base.Moment;
import upkeep.core.Entry.Kind;
import upkeep.core.UnitStatus.Exit;

/** What rules call the measurements of a unit, what they are worth, and when they are not known. */
class MeasurementTest {

    private static final OptionalDouble NONE = OptionalDouble.empty();

    /** A service that is measured every 10 s, at rest but for its counters, which grow by so much from one to the next. */
    private static World measured(String rule) {
        World world = Worlds.running("""
                settings: {every: 10s}
                services:
                  web: {exec: /usr/bin/web, user: web, port: 80, probes: {liveness: {tcp: {}}}, rules: [{if: RULE, then: alert}]}
                """.replace("RULE", rule));
        world.pass(Duration.ofSeconds(15));
        return world;
    }

    private static UnitMeasures usage(double counter) {
        return new UnitMeasures(
                OptionalDouble.of(3e8),
                OptionalDouble.of(4e8),
                OptionalDouble.of(counter),
                OptionalDouble.of(7),
                OptionalDouble.of(1_000 * counter),
                OptionalDouble.of(2_000 * counter),
                OptionalDouble.of(12));
    }

    private static boolean holds(World world) {
        return world.told("web").equals(List.of("firing"));
    }

    @ParameterizedTest
    @CsvSource({
        "memory = 300000000, true",
        "memory > 300000000, false",
        "memory = 75%, true",
        "memory > 75%, false",
        "cpu = 50%, true",
        "cpu > 50%, false",
        "tasks = 7, true",
        "io.read = 500, true",
        "io.write = 1000, true",
        "fds = 12, true",
        "restarts = 0, true",
        "health = ok, true",
        "state = active, true",
        "sub-state = running, true",
        "result = success, true",
        "not failed, true",
        "failed, false",
        "uptime < 70s, true",
        "uptime < 60s, false",
        "uptime >= 60s, true",
        "exit-status = 0, false",
        "liveness.connect = 0.25, true",
    })
    void hasAName(String rule, boolean expected) {
        World world = measured("'" + rule + "'");
        world.answers.put("web", new Observation.Passed(Observation.Depth.OPEN, "accepted", Map.of("connect", 0.25)));
        for (int counter = 0; counter <= 10; counter += 5) {
            world.usage.put("web", usage(counter));
            world.pass(Duration.ofSeconds(10));
        }
        assertEquals(expected, holds(world), world.story());
    }

    @Test
    void aShareOfNoLimitIsNotKnown() {
        for (OptionalDouble limit : List.of(NONE, OptionalDouble.of(0))) {
            World world = measured("memory > 1%");
            world.usage.put("web", new UnitMeasures(OptionalDouble.of(9e9), limit, NONE, NONE, NONE, NONE, NONE));
            world.pass(Duration.ofSeconds(20));
            assertEquals(List.of(), world.told("web"));
        }
    }

    @Test
    void aCounterThatBeganAnewHasNoRate() {
        World world = measured("cpu >= 0%");
        world.usage.put("web", usage(8));
        world.pass(Duration.ofSeconds(10));
        assertEquals(List.of(), world.told("web"), "one value makes no rate");
        world.usage.put("web", usage(1));
        world.pass(Duration.ofSeconds(10));
        assertEquals(List.of(), world.told("web"));
        world.pass(Duration.ofSeconds(10));
        assertTrue(holds(world), "a counter that stands still has a rate, none" + world.story());
    }

    @Test
    void twoMeasurementsAtOneMomentMakeNoRate() {
        World world = measured("cpu >= 0%");
        world.send(new Event.Measured(
                world.now, world.service("web").status().orElseThrow().unit(), usage(1)));
        world.send(new Event.Measured(
                world.now, world.service("web").status().orElseThrow().unit(), usage(2)));
        assertEquals(List.of(), world.told("web"));
    }

    @ParameterizedTest
    @CsvSource({"exit-status = 1, true", "exit-status = 2, false", "state = failed, true", "failed, true"})
    void tellsOfARunThatEnded(String rule, boolean expected) {
        World world = measured("'" + rule + "'");
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.fail("web");
        world.pass(Duration.ofSeconds(20));
        assertEquals(expected, world.state.incidents().containsKey("web: " + rule), world.story());
    }

    @Test
    void aSignalIsNoExitStatus() {
        World world = measured("exit-status >= 0");
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.see(world.set("web", "failed", "failed", "signal", Optional.of(new Exit.Signal(9, false)), 0));
        world.pass(Duration.ofSeconds(20));
        assertEquals(Map.of(), world.state.incidents());
    }

    @Test
    void aDeadServiceCountsAsFailedAndOneThatCouldNotBeProbedAsNeither() {
        World world = measured("failed");
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.answers.put("web", World.unknown());
        world.pass(Duration.ofMinutes(2));
        assertEquals(Map.of(), world.state.incidents());
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(2));
        assertTrue(world.state.incidents().containsKey("web: failed"), world.story());
        world.answers.put("web", World.unknown());
        world.pass(Duration.ofMinutes(2));
        assertTrue(
                world.state.incidents().containsKey("web: failed"), "what is not known ends nothing" + world.story());
    }

    @Test
    void nothingIsJudgedBeforeTheUnitsWereListed() {
        World world = new World(Worlds.plan("""
                services: {web: {exec: /usr/bin/web, user: web, rules: [{if: memory > 1M, then: alert}]}}
                """));
        Consumer<World> measure =
                it -> it.send(new Event.Measured(it.now, it.up("web").unit(), usage(0)));
        measure.accept(world);
        assertEquals(List.of(), world.told("web"));
        world.list();
        measure.accept(world);
        assertTrue(holds(world), world.story());
    }

    @Test
    void measurementsComeAPeriodApartFromAPlaceInThePeriodThatTheNameGives() {
        World world = new World(Worlds.plan("""
                settings: {every: 10s}
                services:
                  web: {exec: /usr/bin/web, user: web, rules: [{if: memory > 1G, then: alert}]}
                  app: {exec: /usr/bin/app, user: app, rules: [{if: memory > 1G, then: alert}]}
                  calm: {exec: /usr/bin/calm, user: calm}
                """));
        List.of("web", "app", "calm").forEach(world::up);
        Moment begin = world.now;
        world.list();
        assertEquals(begin.plus(Duration.ofNanos((long) (Spread.of("web") * 10e9))), next(world, "web"));
        assertEquals(begin.plus(Duration.ofNanos((long) (Spread.of("app") * 10e9))), next(world, "app"));
        Moment first = next(world, "web");
        world.pass(first.since(world.now));
        assertEquals(first.plus(Duration.ofSeconds(10)), next(world, "web"));
        world.pass(Duration.ofSeconds(3));
        world.list();
        assertEquals(first.plus(Duration.ofSeconds(10)), next(world, "web"), "looking anew moves nothing");
        assertTrue(measures(world).stream().noneMatch(it -> it.unit().text().equals("calm.service")));
    }

    private static Moment next(World world, String service) {
        return measures(world).stream()
                .filter(it -> it.unit().stem().equals(service))
                .reduce((_, last) -> last)
                .orElseThrow()
                .due();
    }

    private static List<Action.MeasureAt> measures(World world) {
        return world.actions.stream()
                .filter(Action.MeasureAt.class::isInstance)
                .map(Action.MeasureAt.class::cast)
                .toList();
    }

    @Test
    void aCheckSaysHowItEndedAndWhatItMeasured() {
        World world = Worlds.running("""
                checks:
                  far:
                    tcp: {host: 192.0.2.1, port: 25}
                    every: 10s
                    failures: 100
                    rules:
                      - {if: failed for 2 checks, then: alert}
                      - {if: succeeded for 2 checks, then: alert}
                      - {if: changed, then: alert}
                """);
        world.pass(Duration.ofSeconds(30));
        assertTrue(world.state.incidents().containsKey("far: succeeded for 2 checks"), world.story());
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(30));
        assertEquals(1, changes(world), world.story());
        assertTrue(world.state.incidents().containsKey("far: failed for 2 checks"), world.story());
        assertTrue(
                world.entries(Kind.OBSERVATION, "far").stream()
                        .anyMatch(entry -> entry.text().equals("no longer: it failed")
                                && "succeeded for 2 checks"
                                        .equals(entry.fields().get("rule"))),
                world.story());
        world.answers.put("far", World.unknown());
        world.pass(Duration.ofSeconds(30));
        assertEquals(2, changes(world), "unknown is another outcome" + world.story());
        assertTrue(world.state.incidents().containsKey("far: failed for 2 checks"), world.story());
    }

    private static long changes(World world) {
        return world.alerts("far").stream()
                .filter(alert -> alert.state() == Action.Alert.State.CHANGED)
                .count();
    }

    @Test
    void aJumpOfTheClockBreaksRowsButEndsNothing() {
        World world = measured("memory > 1M for 60s");
        world.usage.put("web", usage(0));
        world.pass(Duration.ofSeconds(50));
        step(world);
        world.pass(Duration.ofSeconds(30));
        assertEquals(List.of(), world.told("web"), world.story());
        world.pass(Duration.ofSeconds(50));
        assertTrue(holds(world), world.story());
        step(world);
        world.pass(Duration.ofSeconds(5));
        assertTrue(holds(world), world.story());
    }

    /** What is on a schedule comes with the old clock again: two steps in a row. */
    private static void step(World world) {
        Moment stepped = new Moment(world.now.monotonicNanos(), world.now.wall().plus(Duration.ofHours(1)));
        world.send(new Event.Woken(stepped, "web"));
    }
}
