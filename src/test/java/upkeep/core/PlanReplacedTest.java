package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.spec.CheckId;

/** Another plan while upkeepd goes on. */
class PlanReplacedTest {

    @Test
    void aReplacedPlanKeepsWhatIsKnown() {
        World world = Worlds.web();
        world.operatorStops("web");
        world.plan = Plans.of(
                Plans.service("web", Plans.ALWAYS, Plans.liveness("web")),
                Plans.service("new", Plans.ALWAYS, Plans.liveness("new")));
        world.send(new Event.PlanReplaced(world.now));
        world.up("new");
        world.list();
        world.pass(Duration.ofMinutes(5));
        assertEquals(Intent.STOPPED, world.service("web").intent());
        assertEquals(Intent.RUN, world.service("new").intent());
        world.plan = Plans.of(Plans.service("new", Plans.ALWAYS, Plans.liveness("new")));
        world.send(new Event.PlanReplaced(world.now));
        assertFalse(world.state.services().containsKey("web"));
    }

    private static final String ONE = "services: {one: {exec: /usr/bin/one, user: one}}\n";

    private static final String WEB = """
            settings: {every: 30s}
            services:
              one: {exec: /usr/bin/one, user: one}
              web: {exec: /usr/bin/web, user: web}
            """;

    private static final String RULED =
            WEB.replace("user: web", "user: web, rules: [{if: memory > 300M, then: alert}]");

    private static final String NEEDY = WEB.replace("user: web", "user: web, requires: [pg.service]");

    private static final String CHECKED =
            ONE + "checks: {far: {tcp: {host: 192.0.2.1, port: 25}, every: 10s, failures: 1}}\n";

    private static void replace(World world, String spec) {
        world.plan = Worlds.plan(spec);
        world.send(new Event.PlanReplaced(world.now));
    }

    private static String resolution(World world, String subject) {
        String text = world.last(Kind.INCIDENT_RESOLVED, subject).text();
        return text.substring(text.indexOf(": ") + 2);
    }

    @Test
    void aServiceOfAnotherUnitBeginsAnew() {
        World world = Worlds.running(WEB);
        world.crashAndRestart("web");
        replace(world, WEB.replace("exec: /usr/bin/web, user: web", "adopt: nginx.service"));
        assertEquals(Phase.UNSEEN, world.service("web").phase());
        assertEquals(Intent.UNKNOWN, world.service("web").intent());
        assertEquals(List.of(), world.service("web").restarts());
        assertEquals(Phase.UP, world.service("one").phase());
        world.up("nginx");
        world.list();
        assertEquals(Intent.RUN, world.service("web").intent(), world.story());
        assertEquals(Intent.RUN, world.service("one").intent());
    }

    @Test
    void whatHasRulesNowIsMeasuredFromNowOn() {
        World world = Worlds.running(WEB);
        world.memory.put("web", 4e8);
        world.pass(Duration.ofMinutes(2));
        replace(world, RULED);
        world.pass(Duration.ofSeconds(31));
        assertEquals(List.of("firing"), world.told("web"), world.story());
    }

    @Test
    void aRuleThatIsGoneIsForgottenWithItsIncident() {
        World world = Worlds.running(RULED);
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(31));
        assertEquals(List.of("firing"), world.told("web"));
        replace(world, RULED);
        world.pass(Duration.ofMinutes(2));
        assertEquals(List.of("firing"), world.told("web"), "a rule that stays goes on to hold" + world.story());
        replace(world, WEB);
        assertEquals(List.of("firing", "resolved"), world.told("web"), world.story());
        assertEquals("what it was about is no longer in the specs", resolution(world, "web"));
        replace(world, RULED);
        world.pass(Duration.ofSeconds(31));
        assertEquals(List.of("firing", "resolved", "firing"), world.told("web"), "it begins anew" + world.story());
    }

    @Test
    void aCheckThatIsGoneIsRunNoMoreAndItsIncidentEnds() {
        World world = Worlds.running(CHECKED);
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(15));
        replace(world, CHECKED);
        world.pass(Duration.ofSeconds(15));
        assertEquals(List.of("firing"), world.told("far"), world.story());
        replace(world, ONE);
        assertEquals(List.of("firing", "resolved"), world.told("far"), world.story());
        assertEquals("what it was about is no longer in the specs", resolution(world, "far"));
        assertEquals(new Action.ProbeNever(new CheckId("far")), lastOf(world, Action.ProbeNever.class));
        assertEquals(Map.of(), world.state.checks());
        replace(world, CHECKED);
        world.pass(Duration.ofSeconds(15));
        assertEquals(List.of("firing", "resolved", "firing"), world.told("far"), "it begins anew" + world.story());
    }

    private static Action lastOf(World world, Class<? extends Action> kind) {
        return world.actions.stream().filter(kind::isInstance).toList().getLast();
    }

    @Test
    void theIncidentOfAServiceThatIsGoneEnds() {
        World world = Worlds.running(RULED);
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.fail("web");
        assertEquals(List.of("firing"), world.told("web"));
        replace(world, ONE);
        assertEquals(List.of("firing", "resolved"), world.told("web"), world.story());
        assertEquals("what it was about is no longer in the specs", resolution(world, "web"));
        UnitName unit = new UnitName("web.service");
        assertEquals(new Action.MeasureNever(unit), lastOf(world, Action.MeasureNever.class));
        assertEquals(
                Set.of(),
                world.state.hard().keySet().stream()
                        .filter(name -> !name.equals("one"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void theUnitsThatNothingHangsOnAnyMoreAreForgotten() {
        World world = Worlds.running(NEEDY);
        world.see(world.up("pg"));
        world.fail("pg");
        assertEquals(List.of("firing"), world.told("pg.service"));
        replace(world, NEEDY);
        assertEquals(List.of("firing"), world.told("pg.service"), world.story());
        replace(world, WEB);
        assertEquals(List.of("firing", "resolved"), world.told("pg.service"), world.story());
        assertEquals("what it was about is no longer in the specs", resolution(world, "pg.service"));
        assertEquals(Map.of(), world.state.others());
    }

    @Test
    void theTiesOfAServiceThatIsGoneAreWatchedNoMore() {
        World world = Worlds.running(WEB);
        UnitName pg = new UnitName("pg.service");
        world.bind("web", new Bonds(Set.of(pg), Set.of(), Set.of(), Set.of()));
        world.see(world.up("pg"));
        world.fail("pg");
        assertTrue(world.state.units(world.plan).contains(pg));
        replace(world, ONE);
        assertFalse(world.state.units(world.plan).contains(pg));
        assertEquals(List.of("firing", "resolved"), world.told("pg.service"), world.story());
        world.see(world.up("pg"));
        world.fail("pg");
        assertEquals(List.of("firing", "resolved"), world.told("pg.service"), world.story());
    }

    @Test
    void aServiceThatMeansAnotherUnitNowBeginsAnewAndWhatWasToldOfTheOldOneEnds() {
        World world = Worlds.running("services: {web: {exec: /usr/bin/web, user: web, requires: [pg.service]}}");
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "mine", Worlds.ROOT));
        world.fail("web");
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of("firing"), world.told("web"), world.story());
        world.plan = Worlds.plan("services: {web: {adopt: nginx.service}}");
        world.send(new Event.PlanReplaced(world.now));
        assertEquals(List.of("firing", "resolved"), world.told("web"), world.story());
        assertEquals(
                "the hold of root ends: what it was about is no longer in the specs",
                world.last(Kind.INTENT, "web").text());
        assertEquals(Optional.empty(), world.service("web").hold());
        assertEquals(Map.of(), world.state.others());
    }
}
