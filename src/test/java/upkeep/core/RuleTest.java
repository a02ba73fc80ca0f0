package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import upkeep.base.Severity;
import upkeep.core.Action.Verb;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;

/** Rules over what was measured. */
class RuleTest {

    private static World ruled(String rule) {
        World world = Worlds.running("""
                settings: {every: 30s}
                services:
                  web: {exec: /usr/bin/web, user: web, rules: [RULE]}
                """.replace("RULE", rule));
        world.memory.put("web", 1e8);
        world.pass(Duration.ofMinutes(1));
        return world;
    }

    @Test
    void aRuleThatAlertsIsAnIncidentWhileItHolds() {
        World world = ruled("{if: memory > 300M, clear: memory < 200M, then: alert}");
        assertEquals(List.of(), world.told("web"));
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(31));
        assertEquals(List.of("firing"), world.told("web"), world.story());
        assertEquals(
                "memory > 300M, clear: memory < 200M",
                world.last(Kind.INCIDENT_OPENED, "web").fields().get("rule"));
        assertEquals("error", world.last(Kind.INCIDENT_OPENED, "web").fields().get("severity"));
        world.memory.put("web", 2.5e8);
        world.pass(Duration.ofMinutes(2));
        assertEquals(List.of("firing"), world.told("web"), "between the two it goes on to hold");
        world.memory.put("web", 1e8);
        world.pass(Duration.ofSeconds(31));
        assertEquals(List.of("firing", "resolved"), world.told("web"), world.story());
        assertEquals(List.of(), world.jobs());
        assertTrue(world.last(Kind.OBSERVATION, "web").text().startsWith("no longer: "));
    }

    @Test
    void aRuleThatRestartsBeginsAnewWithTheRun() {
        World world = ruled("{if: memory > 300M for 1min, then: restart}");
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(91));
        assertEquals(1, world.jobs().size(), world.story());
        assertEquals(Verb.RESTART, world.jobs().getFirst().verb());
        assertEquals(1, world.service("web").restarts().size());
        assertEquals(1, world.entries(Kind.INCIDENT_OPENED, "web").size(), "the service's own incident tells it");
        world.memory.put("web", 1e8);
        world.carryOut();
        world.pass(Duration.ofMinutes(5));
        assertEquals(1, world.jobs().size(), world.story());
        assertEquals(List.of("firing", "resolved"), world.told("web"));
    }

    @Test
    void whatIsNotMeasuredIsUnknown() {
        World world = ruled("{if: memory > 300M, then: restart}");
        world.memory.remove("web");
        world.pass(Duration.ofMinutes(5));
        assertEquals(List.of(), world.jobs());
    }

    @Test
    void aRuleThatStopsHoldsTheServiceDown() {
        World world = ruled("{if: memory > 300M, then: stop}");
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(31));
        assertEquals(1, world.jobs().size(), world.story());
        Action.Job stop = world.jobs().getFirst();
        assertEquals(Verb.STOP, stop.verb());
        assertEquals(false, stop.resetFailed());
        ServiceState.Hold hold = world.service("web").hold().orElseThrow();
        assertEquals("upkeepd", hold.by());
        assertEquals("web: memory > 300M", hold.reason());
        assertEquals(
                "stop web.service: web: memory > 300M",
                world.last(Kind.DECISION, "web").text());
    }

    @Test
    void nothingIsStoppedDuringAHold() {
        World world = ruled("{if: memory > 300M, then: stop}");
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "mine", Worlds.ROOT));
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(31));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals("mine", world.service("web").hold().orElseThrow().reason());
        assertEquals(
                "not stopped: supervision is on hold (web: memory > 300M)",
                world.last(Kind.REFUSAL, "web").text());
    }

    @Test
    void aProgramIsToldWhatItIsRunFor() {
        World world = ruled("{if: memory > 300M, then: {exec: [/usr/bin/page, me], user: nobody}}");
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(31));
        Action.Run run = world.programs().getFirst();
        assertEquals("upkeep-run-web-1.service", run.unit().text());
        Entry decision = world.last(Kind.DECISION, "web");
        assertEquals(decision.number(), run.number());
        assertTrue(
                decision.text().startsWith("run /usr/bin/page me: web: memory > 300M says memory is"), decision.text());
        assertEquals("web", run.variables().get("UPKEEP_SUBJECT"));
        assertEquals("web", run.variables().get("MONIT_SERVICE"));
        assertEquals("web: memory > 300M", run.variables().get("UPKEEP_CHECK"));
        assertEquals("web: memory > 300M", run.variables().get("MONIT_EVENT"));
        assertEquals(run.variables().get("UPKEEP_TEXT"), run.variables().get("MONIT_DESCRIPTION"));
        assertEquals(Long.toString(run.number()), run.variables().get("UPKEEP_ENTRY"));
        assertEquals("web.service", run.variables().get("UPKEEP_UNIT"));
        assertEquals("390625", run.variables().get("MONIT_PROCESS_MEMORY"));
        assertEquals("3", run.variables().get("MONIT_PROCESS_CHILDREN"));
        String date = String.valueOf(run.variables().get("MONIT_DATE"));
        assertEquals(
                world.entries.getLast().at().wall().truncatedTo(ChronoUnit.SECONDS),
                Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        assertTrue(date.endsWith(" +0000"), date);
    }

    @Test
    void aProgramIsToldHowBusyItsServiceIs() {
        World world = ruled("{if: cpu > 40%, then: {exec: [/usr/bin/page], user: nobody}}");
        world.usage.put("web", cpu(10));
        world.pass(Duration.ofSeconds(31));
        assertEquals(List.of(), world.programs());
        world.usage.put("web", cpu(25));
        world.pass(Duration.ofSeconds(31));
        assertEquals("50.0", world.programs().getFirst().variables().get("MONIT_PROCESS_CPU_PERCENT"));
    }

    private static UnitMeasures cpu(double seconds) {
        OptionalDouble none = OptionalDouble.empty();
        return new UnitMeasures(none, none, OptionalDouble.of(seconds), none, none, none, none);
    }

    @Test
    void aProgramIsToldTheStatusOfTheOneThatFailed() {
        World world = Worlds.running("""
                checks:
                  backup:
                    program: /usr/bin/backup-is-well
                    every: 10s
                    failures: 1
                    otherwise: {exec: [/usr/bin/page], user: nobody}
                """);
        Map<String, Double> measured = Map.of("status", 3.0);
        world.answers.put(
                "backup",
                new Observation.Failed(
                        Observation.FailureKind.EXIT, Observation.Depth.VALUE, "ended with status 3", measured));
        world.pass(Duration.ofSeconds(11));
        assertEquals("3", world.programs().getFirst().variables().get("MONIT_PROGRAM_STATUS"));
    }

    @Test
    void noProgramIsRunDuringAHold() {
        World world = ruled("{if: memory > 300M, then: {exec: [/usr/bin/page], user: nobody}}");
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(31));
        assertEquals(List.of(), world.programs());
        assertEquals(
                "not run: /usr/bin/page, since supervision is on hold (web: memory > 300M)",
                world.last(Kind.REFUSAL, "web").text());
    }

    @Test
    void aChangeIsToldOnceAndIsNoIncident() {
        World world = ruled("{if: restarts changed, then: alert}");
        world.crashAndRestart("web");
        world.pass(Duration.ofMinutes(2));
        List<Action.Alert> changes = world.alerts("web").stream()
                .filter(alert -> alert.state() == Action.Alert.State.CHANGED)
                .toList();
        assertEquals(1, changes.size(), world.story());
        assertEquals(Severity.WARNING, changes.getFirst().severity());
        assertTrue(
                changes.getFirst().text().startsWith("web: restarts "),
                changes.getFirst().text());
    }

    @Test
    void restartsAreCountedOverAWindow() {
        World world = ruled("{if: restarts >= 2 within 10min, then: [alert, hold]}");
        world.crashAndRestart("web");
        world.pass(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), world.service("web").hold());
        world.crashAndRestart("web");
        world.pass(Duration.ofMinutes(1));
        assertTrue(world.service("web").hold().isPresent(), world.story());
        assertEquals(
                "upkeepd put supervision on hold for 4 h: web: restarts >= 2 within 10min",
                world.last(Kind.INTENT, "web").text());
    }

    @Test
    void whatAnEarlierLifeToldIsResolvedOnceItIsSeenNotToBeSo() {
        World world = ruled("{if: memory > 300M for 1min, then: alert}");
        world.memory.put("web", 4e8);
        world.pass(Duration.ofSeconds(91));
        assertEquals(List.of("firing"), world.told("web"), world.story());
        World next = world.restartUpkeepd();
        next.memory.put("web", 4e8);
        next.list();
        next.pass(Duration.ofSeconds(45));
        assertEquals(List.of(), next.told("web"), "it may still be so" + next.story());
        next.memory.put("web", 1e8);
        next.pass(Duration.ofSeconds(31));
        assertEquals(List.of("resolved"), next.told("web"), next.story());
    }

    @Test
    void aRuleAboutACheckIsActedOnThoughTheCheckPasses() {
        World world = Worlds.running("""
                services:
                  web: {exec: /usr/bin/web, user: web}
                checks:
                  far:
                    tcp: {host: 192.0.2.1, port: 25}
                    every: 10s
                    rules: [{if: total > 0.5, then: restart web.service}]
                """);
        world.answers.put("far", new Observation.Passed(Observation.Depth.OPEN, "accepted", Map.of("total", 0.7)));
        world.pass(Duration.ofSeconds(15));
        assertEquals(1, world.jobs().size(), world.story());
        assertEquals("web", world.jobs().getFirst().service());
    }

    private static final String CHAIN = """
            services:
              app: {exec: /usr/bin/app, user: app}
              web: {exec: /usr/bin/web, user: web, needs: [app]}
              alone: {exec: /usr/bin/alone, user: alone}
            checks:
              far: {tcp: {host: 192.0.2.1, port: 25}, every: 10s, failures: 1, otherwise: [stop app.service]}
            """;

    private static List<String> ordered(World world) {
        return world.jobs().stream()
                .map(job -> job.verb() + " " + job.service())
                .toList();
    }

    @Test
    void whatNeedsAServiceIsStoppedBeforeIt() {
        World world = Worlds.running(CHAIN);
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals(List.of("STOP web", "STOP app"), ordered(world), world.story());
        assertEquals(
                "stop web.service: it needs app",
                world.last(Kind.DECISION, "web").text());
        assertEquals("stop app.service: far", world.last(Kind.DECISION, "app").text());
    }

    @Test
    void whatIsHeldByItselfIsNotStoppedWithWhatItNeeds() {
        World world = Worlds.running(CHAIN);
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(9)), "mine", Worlds.ROOT));
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals(List.of("STOP app"), ordered(world), world.story());
        assertEquals(
                "not stopped with app: supervision is on hold",
                world.last(Kind.REFUSAL, "web").text());
    }

    @Test
    void ourOwnStopIsNotTakenForAnOperators() {
        World world = Worlds.running(CHAIN.replace(", needs: [app]", ""));
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(15));
        world.answers.clear();
        world.carryOutStop();
        assertEquals(Intent.RUN, world.service("app").intent(), world.story());
        assertTrue(world.last(Kind.OUTCOME, "app").text().startsWith("systemd did it"));
        world.pass(Duration.ofHours(4));
        assertEquals(List.of("STOP app", "START app"), ordered(world), "once the hold is over" + world.story());
    }

    @Test
    void eachReactionIsForTheServiceThatItNames() {
        World world = Worlds.running(CHAIN.replace("stop app.service", "reload web.service, restart app.service")
                .replace(", needs: [app]", ""));
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(30));
        assertEquals(List.of("RESTART app", "RELOAD web"), ordered(world), world.story());
        assertTrue(world.last(Kind.DECISION, "web").text().startsWith("reload web.service: the check"), world.story());
        assertEquals(List.of(), world.told("alone"), "nothing is asked of it" + world.story());
        assertEquals(List.of(), world.entries(Kind.DECISION, "alone"));
    }
}
