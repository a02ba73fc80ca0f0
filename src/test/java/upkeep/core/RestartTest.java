package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.Moment;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.spec.CheckId;
import upkeep.spec.CheckId.Role;
import upkeep.spec.Probes;

/** From a hung service to its restart, and what is not a reason for one. */
class RestartTest {

    @Test
    void aHungServiceIsRestartedOnceItsProbeFailedOftenEnough() {
        World world = Worlds.web();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals(1, world.jobs().size(), world.story());
        Action.Job job = world.jobs().getFirst();
        assertEquals(Verb.RESTART, job.verb());
        assertTrue(job.resetFailed(), "a restart must not spend systemd's start limit");
        assertEquals(
                3,
                world.entries(Kind.OBSERVATION, "web").stream()
                        .filter(entry -> entry.text().contains("failed"))
                        .count());
        Entry decision = world.entries(Kind.DECISION, "web").getLast();
        assertTrue(decision.causes().size() >= 3, "the decision names what was seen: " + decision);

        world.answers.clear();
        world.carryOut();
        world.pass(Duration.ofSeconds(10));
        assertEquals(1, world.entries(Kind.INCIDENT_RESOLVED, "web").size(), world.story());
        assertEquals(1, world.jobs().size(), world.story());
    }

    /** A verdict that has fallen stands until the probe passes often enough; a restart takes as many failures once more. */
    @Test
    void aPassStartsTheCountAnewAlsoAfterAVerdict() {
        World world = Worlds.running("""
                services:
                  web:
                    exec: /usr/bin/web
                    user: web
                    port: 80
                    restart: {policy: always, delay: 1min, max-delay: 1min}
                    probes: {liveness: {tcp: {}, every: 2s, timeout: 1s, failures: 3, successes: 3}}
                """);
        world.answers.put("web", World.failed());
        world.passUntil(() -> !world.jobs().isEmpty());
        world.answers.clear();
        world.carryOut();
        world.passUntil(() -> world.check("web/liveness").passes() == 3);
        world.answers.put("web", World.failed());
        world.passUntil(() -> world.check("web/liveness").failures() == 3);
        for (int i = 0; i < 60; i++) {
            world.answers.clear();
            world.passUntil(() -> world.check("web/liveness").passes() == 1);
            world.answers.put("web", World.failed());
            world.passUntil(() -> world.check("web/liveness").failures() == 1);
        }
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aProbeIsRepeatedSoonWhileTheVerdictIsOpen() {
        World world = Worlds.web();
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(15));
        List<Entry> failures = world.entries(Kind.OBSERVATION, "web").stream()
                .filter(entry -> entry.text().contains("failed"))
                .toList();
        assertEquals(
                Duration.ofSeconds(4),
                failures.get(2).at().since(failures.get(0).at()),
                world.story());
    }

    @Test
    void unknownIsNeverAFailure() {
        World world = Worlds.web();
        world.answers.put("web", World.unknown());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"));
        assertEquals(
                1,
                world.entries(Kind.OBSERVATION, "web").stream()
                        .filter(entry -> entry.text().contains("could not be run"))
                        .count());
    }

    @Test
    void aProbeThatBeganBeforeTheRestartSaysNothingAboutTheNewRun() {
        World world = Worlds.web();
        world.crashAndRestart("web");
        Moment before = world.now.plus(Duration.ofSeconds(-3));
        CheckId liveness = CheckId.ofProbe("web", Role.LIVENESS);
        for (int i = 0; i < 5; i++) {
            world.send(new Event.Probed(world.now, liveness, before, World.failed()));
        }
        assertEquals(
                List.of(),
                world.entries(Kind.OBSERVATION, "web").stream()
                        .filter(entry -> entry.text().contains("failed"))
                        .toList());
    }

    @Test
    void notReadyIsToldAndNeverRestarted() {
        Probes probes = new Probes(
                Optional.empty(),
                Optional.of(Plans.probe("web", Role.LIVENESS)),
                Optional.of(Plans.probe("web", Role.READINESS)));
        World world = Worlds.running(Plans.of(Plans.service("web", Plans.ALWAYS, probes)));
        world.answers.put("web/readiness", World.failed());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs());
        assertEquals(1, world.entries(Kind.INCIDENT_OPENED, "web").size(), world.story());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertEquals(1, world.entries(Kind.INCIDENT_RESOLVED, "web").size(), world.story());
    }

    @Test
    void theHostAllowsFewRestartsAMinute() {
        World world = Worlds.hanging(10, 5);
        world.pass(Duration.ofSeconds(20));
        assertEquals(3, world.jobs().size(), world.story());
        world.pass(Duration.ofSeconds(70));
        assertEquals(5, world.jobs().size(), world.story());
    }

    @Test
    void nothingIsDoneWhileTheBusIsLost() {
        World world = Worlds.web();
        world.send(new Event.BusLost(world.now, "gone"));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs());
        world.list();
        world.pass(Duration.ofMinutes(2));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void theSameEventsGiveTheSameDecisions() {
        assertEquals(crashStory(), crashStory());
    }

    private static List<Entry> crashStory() {
        World world = Worlds.web();
        world.crashAndRestart("web");
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(3));
        return world.entries;
    }

    @Test
    void theNextOneOverTheHostsShareIsRestartedAMinuteAfterTheFirst() {
        World world = Worlds.hanging(10, 5);
        world.pass(Duration.ofMinutes(3));
        List<Entry> decisions = world.entries.stream()
                .filter(entry -> entry.kind() == Kind.DECISION)
                .toList();
        assertEquals(
                Duration.ofMinutes(1),
                decisions.get(3).at().since(decisions.get(0).at()),
                world.story());
    }

    @Test
    void onAMachineThatIsShortForLongOneAMinuteIsTried() {
        World world = Worlds.hanging(10, 3);
        Optional<HostFacts.Pressure> pressure = Optional.of(new HostFacts.Pressure(99, 0, 0));
        world.send(new Event.HostSeen(world.now, new HostFacts(pressure, false, Optional.empty(), Optional.empty())));
        world.pass(Duration.ofMinutes(10));
        List<Entry> decisions = world.entries.stream()
                .filter(entry -> entry.kind() == Kind.DECISION)
                .toList();
        assertEquals(3, decisions.size(), world.story());
        assertEquals(
                Duration.ofMinutes(1),
                decisions.get(1).at().since(decisions.get(0).at()),
                world.story());
    }

    @Test
    void whatFailsAndRecoversByItselfAgainAndAgainIsNotRestarted() {
        for (int flips : List.of(3, 4)) {
            World world = Worlds.web();
            world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
            for (int i = 0; i < flips; i++) {
                world.answers.put("web", World.failed());
                world.pass(Duration.ofSeconds(20));
                world.answers.clear();
                world.pass(Duration.ofSeconds(20));
            }
            world.send(new Event.ReleaseAsked(world.now, "web", Worlds.ROOT));
            world.pass(Duration.ofSeconds(20));
            world.answers.put("web", World.failed());
            world.pass(Duration.ofSeconds(20));
            assertEquals(flips == 4 ? 0 : 1, world.jobs().size(), world.story());
            if (flips == 4) {
                assertEquals(
                        "not restarted: it has been failing and recovering by itself",
                        world.last(Kind.REFUSAL, "web").text());
            }
        }
    }

    private static boolean isLooping(World world) {
        return new Supervisor(world.plan)
                .isLooping(
                        world.state,
                        Objects.requireNonNull(world.plan.services().get("web")),
                        world.now);
    }

    @Test
    void twoRestartsWithinHalfAMinuteAreALoopUntilItHasBeenUpForTenSeconds() {
        World world = Worlds.running(Plans.of(Plans.service("web", Plans.ALWAYS, Probes.NONE)));
        world.crashAndRestart("web");
        assertFalse(isLooping(world));
        world.pass(Duration.ofSeconds(5));
        world.crashAndRestart("web");
        assertTrue(isLooping(world), world.story());
        world.pass(Duration.ofMillis(9_999));
        assertTrue(isLooping(world), world.story());
        world.pass(Duration.ofMillis(1));
        assertFalse(isLooping(world), world.story());
        world.crashAndRestart("web");
        world.see(world.set("web", "activating", "auto-restart", "exit-code", Optional.empty(), 0));
        world.pass(Duration.ofSeconds(12));
        assertTrue(isLooping(world), "it waits for the next" + world.story());
    }

    @Test
    void oneCheckRestartsAllThatItNamesThoughItPassesAgainAtOnce() {
        World world = Worlds.running("""
                services:
                  app: {exec: /usr/bin/app, user: app}
                  web: {exec: /usr/bin/web, user: web}
                checks:
                  far:
                    tcp: {host: 192.0.2.1, port: 25}
                    every: 10s
                    failures: 1
                    otherwise: [restart app.service, restart web.service]
                """);
        world.answers.put("far", World.failed());
        world.passUntil(() -> !world.jobs().isEmpty());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertEquals(
                List.of("app", "web"),
                world.jobs().stream().map(Action.Job::service).toList(),
                world.story());
    }

    @Test
    void aProbeMayAskForTheRestartOfAnotherService() {
        World world = Worlds.running("""
                services:
                  proxy: {exec: /usr/bin/proxy, user: proxy}
                  web:
                    exec: /usr/bin/web
                    user: web
                    probes: {liveness: {tcp: 80, failures: 1, otherwise: [restart proxy.service]}}
                """);
        world.answers.put("web", World.failed());
        world.passUntil(() -> !world.jobs().isEmpty());
        assertEquals("proxy", world.jobs().getFirst().service(), world.story());
    }
}
