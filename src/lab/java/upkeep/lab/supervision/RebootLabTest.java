package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Journal;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** What people stopped before the machine was booted anew: systemd starts what is enabled, and upkeepd nothing. */
@OnEverySuite
class RebootLabTest {
    /** Longer than upkeepd takes to start what is down. */
    private static final Duration LONGER_THAN_A_DECISION = Duration.ofSeconds(3);

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void theMachineIsBootedAnew() {
        try (Stage stage = Stage.boot(suite, "reboot")) {
            Machine machine = stage.machine();
            Installed installed = stage.installed();
            stage.apply(Stage.web("kept", 4001) + Stage.web("enabled", 4002) + Stage.web("disabled", 4003));
            machine.shell("systemctl stop enabled.service; systemctl disable --now disabled.service")
                    .orFail();
            for (String name : List.of("enabled", "disabled")) {
                installed.awaitService(
                        name, "is stopped", it -> it.path("intent").asText().equals("stopped"));
            }
            long before = installed.newest();

            installed.reboot();
            installed.awaitWell("kept");
            installed.awaitWell("enabled");
            installed.observe(LONGER_THAN_A_DECISION);
            assertEquals(List.of(), installed.orders(before, ""));
            Scene disabled = scene(installed, before, Scenario.REBOOT_STOPPED, "disabled");
            disabled.did().told().unit("inactive");
            Scene enabled = scene(installed, before, Scenario.REBOOT_ENABLED, "enabled");
            enabled.did().told().unit("active");
            enabled.account().await("what started it", entry -> entry.is("intent", "started at this boot"));
            assertAll(disabled::end, enabled::end);
        }
    }

    private Scene scene(Installed installed, long before, Scenario scenario, String name) {
        Journal.Mark boot = installed.machine().journal().beginning();
        return new Scene(scenario, suite, new MachineAccount(installed, before, boot, name, name + ".service"));
    }
}
