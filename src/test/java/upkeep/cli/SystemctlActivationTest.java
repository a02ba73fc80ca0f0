package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Step;

class SystemctlActivationTest {

    private static final UnitName WEB = new UnitName("web.service");
    private static final UnitName DB = new UnitName("db.service");

    private final ScriptedPrograms programs = new ScriptedPrograms();
    private final SystemctlActivation activation = new SystemctlActivation(programs);

    /** Answers by the beginning of the command line; succeeds silently where nothing was said. */
    private static final class ScriptedPrograms extends Programs {
        private final Map<String, Result> answers = new LinkedHashMap<>();
        private final List<String> commands = new ArrayList<>();

        @Override
        Result run(Duration deadline, List<String> command) {
            String line =
                    String.join(" ", command).replace("--no-ask-password ", "").replace("-- ", "");
            commands.add(line);
            return answers.entrySet().stream()
                    .filter(answer -> line.startsWith(answer.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(new Result(0, "", ""));
        }
    }

    private void states(String... states) {
        StringBuilder out = new StringBuilder();
        for (String state : states) {
            String[] parts = state.split("/", -1);
            out.append(out.isEmpty() ? "" : "\n");
            out.append("ActiveState=" + parts[0] + "\nSubState=" + parts[1] + "\nResult=" + parts[2]
                    + "\nExecMainStatus=203\n");
        }
        programs.answers.put("systemctl show", new Programs.Result(0, out.toString(), ""));
    }

    @Test
    void unitsAreStartedInOneCallAndJudgedOneByOne() {
        states("active/running/success", "activating/auto-restart/exit-code");
        programs.answers.put(
                "systemctl start",
                new Programs.Result(1, "", "Job for db.service failed because of nothing.\nSee more.\n"));
        List<Activation.Outcome> outcomes = activation.run(Step.Kind.START, List.of(WEB, DB));
        assertEquals("systemctl start web.service db.service", programs.commands.getFirst());
        assertEquals(Activation.Result.DONE, outcomes.get(0).result());
        assertEquals(Activation.Result.FAILED, outcomes.get(1).result());
        assertEquals(
                "Job for db.service failed because of nothing.; it is activating, result exit-code (status 203);"
                        + " see journalctl -u db.service",
                outcomes.get(1).text());
    }

    @Test
    void whatTheOperatorStoppedIsNotRestarted() {
        states("inactive/dead/success", "active/running/success");
        List<Activation.Outcome> outcomes = activation.run(Step.Kind.RESTART, List.of(WEB, DB));
        assertEquals(Activation.Result.SKIPPED, outcomes.get(0).result());
        assertEquals(Step.of(Step.Kind.RESTART, WEB), outcomes.get(0).step());
        assertTrue(programs.commands.contains("systemctl restart db.service"), programs.commands.toString());
    }

    /** Seen on 252 and 257: "Socket service already active, refusing", also where both are restarted in one go. */
    @Test
    void aSocketIsOpenedAnewWhileItsServiceIsStopped() {
        UnitName socket = new UnitName("web.socket");
        states("active/running/success", "active/running/success", "active/listening/success");
        List<Activation.Outcome> outcomes = activation.run(Step.Kind.RESTART, List.of(DB, WEB, socket));
        assertEquals(
                List.of(
                        "systemctl stop web.socket web.service",
                        "systemctl start web.socket",
                        "systemctl restart db.service web.service"),
                programs.commands.stream()
                        .filter(command -> !command.contains("show") && !command.contains("reset-failed"))
                        .toList());
        assertEquals(3, outcomes.size());
    }

    @Test
    void aUnitThatIsGoneCountsAsStoppedAndDisabled() {
        programs.answers.put("systemctl stop", new Programs.Result(5, "", "Unit web.service not loaded."));
        states("inactive/dead/success");
        assertEquals(
                Activation.Result.DONE,
                activation.run(Step.Kind.STOP, List.of(WEB)).getFirst().result());
        programs.answers.put(
                "systemctl --no-reload disable",
                new Programs.Result(1, "", "Failed to disable unit: Unit file web.service does not exist."));
        assertEquals(
                Activation.Result.SKIPPED,
                activation.run(Step.Kind.DISABLE, List.of(WEB)).getFirst().result());
    }

    @Test
    void unitsAreEnabledWithoutAReloadOfTheirOwn() {
        activation.run(Step.Kind.ENABLE, List.of(WEB, DB));
        assertEquals(List.of("systemctl --no-reload enable web.service db.service"), programs.commands);
    }

    @Test
    void whatTheOperatorDisabledStaysDisabled() {
        programs.answers.put("systemctl is-enabled", new Programs.Result(1, "disabled", ""));
        assertEquals(
                Activation.Result.SKIPPED,
                activation.run(Step.Kind.ENABLE_AGAIN, List.of(WEB)).getFirst().result());
    }

    @Test
    void upkeepdIsReloadedOnlyWhenItRuns() {
        programs.answers.put("systemctl is-active", new Programs.Result(3, "", ""));
        assertEquals(
                Activation.Result.SKIPPED,
                activation.run(Step.Kind.RELOAD_UPKEEPD, List.of()).getFirst().result());
        programs.answers.clear();
        activation.run(Step.Kind.RELOAD_UPKEEPD, List.of());
        assertEquals("systemctl reload upkeepd.service", programs.commands.getLast());
    }

    @Test
    void theVersionIsTheFirstNumber() {
        programs.answers.put("systemctl --version", new Programs.Result(0, "systemd 257 (257.9-1~deb13u1)\n+PAM", ""));
        assertEquals(Optional.of(257), Systemd.version(programs));
        programs.answers.put("systemctl --version", new Programs.Result(-1, "", "cannot be run"));
        assertEquals(Optional.empty(), Systemd.version(programs));
    }

    @Test
    void programsThatAreMissingOrTooSlowAreFailures() {
        Programs real = new Programs();
        assertEquals(
                -1, real.run(Duration.ofSeconds(5), List.of("/no/such/program")).exitCode());
        assertEquals(
                -1, real.run(Duration.ofMillis(50), List.of("/bin/sleep", "60")).exitCode());
        assertEquals(
                "text\n",
                real.run(Duration.ofSeconds(20), List.of("/bin/echo", "text")).out());
    }
}
