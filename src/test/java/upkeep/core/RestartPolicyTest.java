package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.core.Entry.Kind;
import upkeep.core.UnitStatus.Exit;
import upkeep.spec.Probes;
import upkeep.spec.Restart;

/** After which ends a unit is started again: the table of {@code Restart=} in systemd.service(5). */
class RestartPolicyTest {

    private static final List<String> RESULTS = List.of(
            "success",
            "exit-code",
            "signal",
            "core-dump",
            "timeout",
            "watchdog",
            "oom-kill",
            "exec-condition",
            "condition");

    @ParameterizedTest
    @CsvSource({
        "NO,",
        "ALWAYS, success exit-code signal core-dump timeout watchdog oom-kill",
        "ON_SUCCESS, success",
        "ON_FAILURE, exit-code signal core-dump timeout watchdog oom-kill",
        "ON_ABNORMAL, signal core-dump timeout watchdog oom-kill",
        "ON_ABORT, signal core-dump",
        "ON_WATCHDOG, watchdog",
        "UNIT, exit-code signal core-dump timeout watchdog oom-kill",
    })
    void startsAgainAfter(Restart.Policy policy, String results) {
        List<String> started = new ArrayList<>();
        for (String result : RESULTS) {
            if (isStartedAgain(policy, result)) {
                started.add(result);
            }
        }
        assertEquals(results == null ? List.of() : List.of(results.split(" ")), started);
    }

    private static boolean isStartedAgain(Restart.Policy policy, String result) {
        Restart restart = new Restart(policy, Plans.ALWAYS.delay(), Plans.ALWAYS.maxDelay(), Plans.ALWAYS.budget());
        World world = Worlds.running(Plans.of(Plans.service("web", restart, Probes.NONE)));
        boolean well = List.of("success", "exec-condition", "condition").contains(result);
        Optional<Exit> exit = Optional.of(new Exit.Status(well ? 0 : 1));
        world.see(world.set("web", well ? "inactive" : "failed", well ? "dead" : "failed", result, exit, 0));
        world.pass(Duration.ofMinutes(1));
        return !world.jobs().isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "always, 3, false",
        "always, 4, true",
        "always, SIGUSR1, false",
        "on-failure, TEMPFAIL, false",
        "no, 5, true",
        "no, 3, false",
        "no, SIGUSR2, true",
        "no, 1, false",
    })
    void someEndsAreExceptions(String policy, String end, boolean started) {
        World world = Worlds.running("""
                services:
                  web:
                    exec: /usr/bin/web
                    user: web
                    restart: {policy: POLICY, prevent-on: [3, 75, SIGUSR1], force-on: [3, 5, SIGUSR2]}
                """.replace("POLICY", policy));
        Exit exit = switch (end) {
            case "SIGUSR1" -> new Exit.Signal(10, false);
            case "SIGUSR2" -> new Exit.Signal(12, false);
            case "TEMPFAIL" -> new Exit.Status(75);
            default -> new Exit.Status(Integer.parseInt(end));
        };
        String result = exit instanceof Exit.Signal ? "signal" : "exit-code";
        world.see(world.set("web", "failed", "failed", result, Optional.of(exit), 0));
        world.pass(Duration.ofMinutes(1));
        assertEquals(started, !world.jobs().isEmpty(), world.story());
    }

    private static final String ASKED = """
            services:
              web: {exec: /usr/bin/web, user: web, restart: {policy: on-failure}}
            checks:
              far:
                tcp: {host: 192.0.2.1, port: 25}
                every: 10s
                failures: 1
                otherwise: [start web.service]
            """;

    @Test
    void whatTheEndAloneExplainsIsNotPutDownToACheckThatAsksForAStart() {
        World world = Worlds.running(ASKED);
        world.answers.put("far", World.failed());
        world.pass(Duration.ofSeconds(15));
        assertEquals(List.of("firing"), world.told("far"));
        world.fail("web");
        world.pass(Duration.ofSeconds(2));
        String text = world.last(Kind.DECISION, "web").text();
        assertTrue(text.startsWith("start web.service: systemd gave up on it;"), text);
    }

    @Test
    void aRuleMayAskForTheStartOfWhatEndedWell() {
        World world = Worlds.running(ASKED.replace("otherwise: [start", "rules: [{if: total > 0.5, then: start")
                .replace("web.service]", "web.service}]"));
        world.see(world.down("web"));
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.jobs(), world.story());
        world.answers.put("far", new Observation.Passed(Observation.Depth.OPEN, "accepted", Map.of("total", 0.7)));
        world.pass(Duration.ofSeconds(15));
        String text = world.last(Kind.DECISION, "web").text();
        assertTrue(text.startsWith("start web.service: far: total > 0.5 asks for it;"), text);
        assertEquals(1, world.jobs().size(), world.story());
    }
}
