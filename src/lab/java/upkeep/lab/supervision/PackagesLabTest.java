package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** Packages whose scripts stop, start and restart services that upkeep watches, in one run of apt. */
@OnEverySuite
class PackagesLabTest {
    private static final Duration LONGER_THAN_A_DECISION = Duration.ofSeconds(3);

    private static final String SERVICES = """
              chrony: {adopt: chrony.service}
              upgraded: {adopt: lab-upgraded.service}
              forgotten: {adopt: lab-forgotten.service}
            """;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void packagesAreInstalledAgain() {
        try (Stage stage = Stage.boot(suite, "packages")) {
            Machine machine = stage.machine();
            stage.installed().program("package.sh");
            machine.shell("""
                            cd /srv/lab/packages
                            ../package.sh lab-upgraded
                            ../package.sh lab-forgotten forget
                            dpkg --install lab-upgraded.deb lab-forgotten.deb
                            systemctl start chrony lab-upgraded lab-forgotten
                            """).orFail();
            stage.apply(SERVICES);

            Scene chrony = stage.begin(Scenario.REINSTALLED, "chrony");
            Scene upgraded = stage.begin(Scenario.UPGRADED, "upgraded", "lab-upgraded.service");
            Scene forgotten = stage.begin(Scenario.LEFT_DOWN_BY_PACKAGE, "forgotten", "lab-forgotten.service");
            machine.run(
                            Duration.ofMinutes(2),
                            "sh",
                            "-euc",
                            "apt-get install --yes --reinstall /srv/lab/packages/*.deb")
                    .orFail();
            forgotten.account().told(1);
            stage.installed().observe(LONGER_THAN_A_DECISION);
            chrony.did().told().unit("active").cause(Cause.PACKAGE);
            upgraded.did().told().unit("active").cause(Cause.PACKAGE);
            forgotten.did().told("firing").unit("inactive").cause(Cause.PACKAGE, "not started again");
            assertAll(chrony::end, upgraded::end, forgotten::end);
        }
    }
}
