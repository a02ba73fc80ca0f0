package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** Presets for what Debian has just installed, as the package brings them. */
@OnEverySuite
class PresetsLabTest {

    /** How soon a fault is seen is not what is tested here. */
    private static final String SPEC = """
            services:
              nginx:
                preset: nginx
                probes:
                  startup: {every: 1s, timeout: 1s, failures: 3}
                  liveness: {every: 1s, timeout: 1s, failures: 2}
              db: {preset: {name: postgresql, version: VERSION}}
              chrony: {preset: chrony}
            # In a machine without a network chronyd has no source.
            checks: {chrony-clock: none}
            """;

    private static final List<String> CHECKS = List.of(
            "chrony-configuration",
            "chrony-program",
            "db-configuration",
            "db-data",
            "db-program",
            "nginx-configuration",
            "nginx-program");

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "presets");
        machine = installed.machine();
        String version = machine.shell("pg_lsclusters --no-header | awk '{ print $1 }'")
                .orFail()
                .text();
        machine.run("systemctl", "start", "nginx", "chrony", "postgresql@" + version + "-main")
                .orFail();
        installed.apply(SPEC.replace("VERSION", version));
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @Test
    void allThatTheyLookAtIsWell() {
        Set<String> checks = new TreeSet<>();
        installed
                .status()
                .path("checks")
                .forEach(check -> checks.add(check.path("id").asText()));
        assertEquals(new TreeSet<>(CHECKS), checks);
        for (String check : CHECKS) {
            JsonNode result = installed.json("check", check).path(0);
            assertEquals("passed", result.path("result").asText(), result::toString);
        }
        assertEquals(List.of(), installed.orders(0, "nginx"));
        assertEquals(List.of(), installed.orders(0, "db"));
        assertEquals("", machine.property("nginx.service", "DropInPaths"));
    }

    @Test
    void whatIsAppliedOutlivesTheFileOfThePreset() {
        machine.run("mv", "/usr/share/upkeep/presets/nginx.yaml", "/root/").orFail();
        try {
            machine.run("systemctl", "restart", "upkeepd.service").orFail();
            installed.awaitWell("nginx");
            assertTrue(installed.upkeep("plan").err().contains("there is none of that name"));
        } finally {
            machine.run("mv", "/root/nginx.yaml", "/usr/share/upkeep/presets/").orFail();
        }
    }

    @Test
    void whatHasAnsweredAndFallsSilentIsRestarted() {
        long before = installed.newest();
        machine.run("systemctl", "kill", "--signal=STOP", "nginx.service").orFail();
        installed.awaitEntry(before, "nginx", "the end", it -> it.is("incident-resolved", "its probes pass"));
        assertEquals(1, installed.orders(before, "nginx").size());
    }

    @Test
    void anotherPortIsToldAndNothingIsRestarted() {
        String site = "/etc/nginx/sites-enabled/default";
        String listen = "s/listen \\(\\[::\\]:\\)\\?PORT /listen \\1OTHER /";
        machine.run("sed", "-i", listen.replace("PORT", "80").replace("OTHER", "8080"), site)
                .orFail();
        machine.run("systemctl", "restart", "nginx.service").orFail();
        long before = installed.newest();
        installed.awaitService(
                "nginx", "has an incident", it -> !it.path("incident").isNull());
        assertEquals(List.of(), installed.orders(before, "nginx"));
        machine.run("sed", "-i", listen.replace("PORT", "8080").replace("OTHER", "80"), site)
                .orFail();
        machine.run("systemctl", "restart", "nginx.service").orFail();
        installed.awaitWell("nginx");
        assertEquals(List.of(), installed.orders(before, "nginx"));
    }
}
