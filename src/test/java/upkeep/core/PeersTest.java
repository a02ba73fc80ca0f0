package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.base.Moment;
import upkeep.core.Action.Alert;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.spec.CheckId;

/** The instances of a service: how many are restarted at once, and what it means if all turn bad together. */
class PeersTest {

    private static final String KEY = "web: common cause";

    /** Enough others that a set is not most of the machine. */
    private static World world(int instances, int maxUnavailable) {
        StringBuilder spec = new StringBuilder("""
                services:
                  web:
                    exec: [/usr/bin/web, "${port}"]
                    user: web
                    port: 3001
                    instances: %d
                    start-timeout: 30s
                    update: {max-unavailable: %d}
                    probes: {liveness: {tcp: {}, every: 10s}}
                """.formatted(instances, maxUnavailable));
        for (int i = 0; i < 12; i++) {
            spec.append("  other")
                    .append(i)
                    .append(": {exec: /usr/bin/other, user: web, port: ")
                    .append(4000 + i)
                    .append(", probes: {liveness: {tcp: {}}}}\n");
        }
        return Worlds.running(spec.toString());
    }

    private static void hang(World world, int... numbers) {
        IntStream.of(numbers).forEach(number -> world.answers.put("web@" + number, World.failed()));
    }

    /** Carries out what was ordered and not yet done, as systemd would at once; answers who was restarted. */
    private static Set<String> carryOut(World world, boolean heals) {
        Set<String> restarted = new TreeSet<>();
        for (Action.Job job : List.copyOf(world.jobs())) {
            boolean isOpen = world.service(job.service())
                    .pending()
                    .filter(pending -> pending.action() == job.number())
                    .isPresent();
            if (isOpen) {
                assertEquals(Verb.RESTART, job.verb());
                restarted.add(job.service());
                if (heals) {
                    world.answers.remove(job.service());
                }
                world.see(world.set(job.service(), "deactivating", "stop-sigterm", "success", Optional.empty(), 5));
                world.see(world.up(job.service()));
                world.send(new Event.ActionEnded(
                        world.now,
                        job.service(),
                        job.number(),
                        new Event.ActionOutcome(true, "done", Optional.of(5L))));
            }
        }
        return restarted;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2"})
    void noMoreThanMayBeOutOfServiceAreRestartedAtOnce(int maxUnavailable, int atOnce) {
        World world = world(4, maxUnavailable);
        hang(world, 1, 2);
        Set<String> all = new TreeSet<>();
        int most = 0;
        for (int i = 0; i < 600; i++) {
            world.pass(Duration.ofMillis(500));
            long pending = IntStream.rangeClosed(1, 4)
                    .filter(number -> world.service("web@" + number).pending().isPresent())
                    .count();
            most = Math.max(most, (int) pending);
            if (i % 10 == 9) {
                all.addAll(carryOut(world, true));
            }
        }
        assertEquals(atOnce, most, world.story());
        assertEquals(Set.of("web@1", "web@2"), all, world.story());
        assertEquals(Optional.empty(), world.service("web@2").incident());
    }

    @Test
    void oneThatDoesNotComeBackKeepsTheOthersWaitingForItsGraceOnly() {
        World world = world(4, 1);
        hang(world, 1, 2);
        world.pass(Duration.ofSeconds(20));
        Set<String> first = carryOut(world, false);
        assertEquals(1, first.size(), world.story());
        Moment at = world.now;
        String other = first.contains("web@1") ? "web@2" : "web@1";
        assertEquals(
                "not restarted yet: as many other instances are being restarted as may be out of service at once",
                world.last(Kind.REFUSAL, other).text());
        world.passUntil(() -> world.service(other).pending().isPresent());
        Duration waited = world.now.since(at);
        assertTrue(waited.compareTo(Duration.ofSeconds(25)) > 0, waited + world.story());
        assertTrue(waited.compareTo(Duration.ofSeconds(35)) < 0, waited + world.story());
    }

    @Test
    void allBadTogetherIsOneIncidentAndNoneIsRestarted() {
        World world = world(4, 1);
        hang(world, 1, 2, 3, 4);
        world.pass(Duration.ofMinutes(4));
        assertEquals(List.of(), world.jobs(), world.story());
        Incident incident = world.incident(KEY);
        assertTrue(incident.what().startsWith("common cause: all 4 instances turned bad within 30 s"), incident.what());
        assertEquals(Set.of("web@1", "web@2", "web@3", "web@4"), incident.children());
        assertEquals(
                List.of("web"),
                world.actions.stream()
                        .filter(action -> action instanceof Alert)
                        .map(action -> ((Alert) action).subject())
                        .toList());
        world.answers.clear();
        world.pass(Duration.ofSeconds(30));
        assertFalse(world.state.incidents().containsKey(KEY), world.story());
        assertTrue(
                world.last(Kind.INCIDENT_RESOLVED, "web").text().contains("4 services suffered from it"),
                world.story());
        assertEquals(List.of(), world.jobs(), world.story());
    }

    @Test
    void oneLostProbeOfEachIsNothing() {
        World world = world(4, 1);
        hang(world, 1, 2, 3, 4);
        world.passUntil(() -> IntStream.rangeClosed(1, 4)
                .allMatch(number -> Optional.ofNullable(
                                world.state.checks().get(new CheckId("web@" + number + "/liveness")))
                        .filter(check -> check.failures() > 0)
                        .isPresent()));
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertEquals(0, world.entries(Kind.INCIDENT_OPENED, "web").size(), world.story());
    }

    @Test
    void whatLastsIsTriedOneAfterTheOther() {
        World world = world(4, 1);
        hang(world, 1, 2, 3, 4);
        world.pass(Duration.ofMinutes(4));
        world.passUntil(() -> !world.jobs().isEmpty());
        world.pass(Duration.ofSeconds(61));
        assertEquals(1, world.jobs().size(), world.story());
        assertEquals(1, carryOut(world, true).size());
        world.pass(Duration.ofSeconds(30));
        assertFalse(world.state.incidents().containsKey(KEY), "one is well, so there is no common cause any more");
        assertEquals(2, world.jobs().size(), world.story());
    }

    @Test
    void ofTwoThatAreBadTogetherEachIsRestartedInItsTurn() {
        World world = world(2, 1);
        hang(world, 1, 2);
        world.pass(Duration.ofSeconds(30));
        assertEquals(1, world.jobs().size(), world.story());
        assertFalse(world.state.incidents().containsKey(KEY), world.story());
    }

    @Test
    void whatTheyNeedIsTheCauseWhereThatIsDown() {
        World world = Worlds.running("""
                services:
                  db: {exec: /usr/bin/db, user: db}
                  web:
                    exec: [/usr/bin/web, "${port}"]
                    user: web
                    port: 3001
                    instances: 3
                    requires: [db.service]
                    probes: {liveness: {tcp: {}, every: 10s}}
                """);
        world.fail("db");
        hang(world, 1, 2, 3);
        world.pass(Duration.ofSeconds(50));
        assertFalse(world.state.incidents().containsKey(KEY), world.story());
    }

    @Test
    void itOutlivesUpkeepdAndEndsWithTheSet() {
        World world = world(4, 1);
        hang(world, 1, 2, 3, 4);
        world.pass(Duration.ofMinutes(1));
        World next = world.restartUpkeepd();
        next.list();
        assertTrue(next.state.incidents().containsKey(KEY), next.story());
        next.pass(Duration.ofMinutes(2));
        assertEquals(List.of(), next.jobs(), next.story());
        next.plan = Plans.of(Plans.service("other", Plans.ALWAYS, Plans.liveness("other")));
        next.send(new Event.PlanReplaced(next.now));
        assertFalse(next.state.incidents().containsKey(KEY), next.story());
    }
}
