package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Journal;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Recorded;
import upkeep.lab.Stalls;
import upkeep.lab.Suite;

/** Services that Debian ships, adopted: nginx with a drop-in, PostgreSQL with a port, and a clock beside chronyd. */
@OnEverySuite
class AdoptedLabTest {
    /** Longer than the check needs to fail, and a restart to be ordered. */
    private static final Duration LONGER_THAN_THE_BOUND = Duration.ofSeconds(4);

    /** The message id of "Stopping …", from systemd's catalogue. */
    private static final String STOPPING = "de5b426a63be47a7b6ac3eaac82e2f6f";

    private static final Duration BEYOND_BOUND = Duration.ofSeconds(1);

    private static final String SPEC = """
            services:
              nginx:
                adopt: nginx.service
                restart: {policy: on-failure, delay: 500ms, max-delay: 10s, budget: 5 per 10min}
                limits: {open-files: 65536}
                probes:
                  liveness: {http: {url: "http://127.0.0.1/", status: 200-499}, every: 1s, timeout: 1s, failures: 2}
              postgresql:
                adopt: POSTGRESQL
                unit: {Service: {OOMScoreAdjust: "-900"}}
                probes:
                  liveness: {tcp: {port: 5432}, every: 1s, timeout: 1s, failures: 2}
              chrony:
                adopt: chrony.service
            checks:
              clock:
                ntp: {servers: [127.0.0.1], max-offset: 50ms}
                every: 1s
                timeout: 1s
                failures: 2
                otherwise: alert
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @SuppressWarnings("NullAway.Init")
    private static String postgresql;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "adopted");
        machine = installed.machine();
        postgresql = installed.postgresql();
        machine.run("systemctl", "start", "nginx.service", "chrony.service", postgresql)
                .orFail();
        installed.apply(SPEC.replace("POSTGRESQL", postgresql));
        installed.await(
                "the clock check passes", () -> clock().path("result").asText().equals("passed"));
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    private static JsonNode clock() {
        return installed.json("check", "clock").path(0);
    }

    @Test
    void theDropInIsInForceAndTheUnitStaysDebians() {
        assertTrue(machine.property("nginx.service", "DropInPaths")
                .contains("/etc/systemd/system/nginx.service.d/50-upkeep.conf"));
        assertTrue(
                machine.property("nginx.service", "FragmentPath").matches("(/usr)?/lib/systemd/system/nginx.service"));
        assertEquals("on-failure", machine.property("nginx.service", "Restart"));
        assertEquals("65536", machine.property("nginx.service", "LimitNOFILE"));
        assertEquals("-900", machine.property(postgresql, "OOMScoreAdjust"));
        assertEquals("no", machine.property("nginx.service", "NeedDaemonReload"));
    }

    @Test
    void aFrozenNginxIsRestartedInTime() {
        Duration bound = installed.bound("nginx", "liveness");
        long before = installed.newest();
        Journal.Mark mark = machine.journal().mark();
        String pid = machine.property("nginx.service", "MainPID");
        Stalls stalls = Stalls.begin();
        long faultAt = System.nanoTime() / 1000;
        machine.run("systemctl", "kill", "--signal=STOP", "nginx.service").orFail();
        long stoppingAt = machine.journal()
                .await(mark, "nginx.service", STOPPING, Installed.LIMIT)
                .monotonicMicros();
        stalls.assertWithin(bound.plus(BEYOND_BOUND), Duration.ofNanos(1000 * (stoppingAt - faultAt)));
        // Debian's unit asks nginx to finish its work and then waits: a frozen one is killed ten seconds later.
        String other = machine.awaitProperty(
                "nginx.service", "MainPID", Installed.LIMIT, value -> !value.equals("0") && !value.equals(pid));
        installed.awaitEntry(before, "nginx", "the end", it -> it.is("incident-resolved", "its probes pass"));
        assertEquals(other, machine.property("nginx.service", "MainPID"));
        assertEquals(1, installed.orders(before, "nginx").size());
    }

    @Test
    void aFrozenMasterThatStillServesIsLeftAlone() {
        long before = installed.newest();
        String pid = machine.property("nginx.service", "MainPID");
        machine.run("kill", "-STOP", pid).orFail();
        // The workers answer, so nothing is wrong that a visitor would see; only waiting shows that nothing is done.
        installed.observe(LONGER_THAN_THE_BOUND);
        machine.run("kill", "-CONT", pid).orFail();
        assertEquals(pid, machine.property("nginx.service", "MainPID"));
        assertEquals(List.of(), installed.orders(before, "nginx"));
    }

    @Test
    void postgresqlIsProbedByItsPort() {
        assertEquals("ok", installed.service("postgresql").path("health").asText());
        String check = installed.upkeep("check", "postgresql").orFail().out();
        assertTrue(check.contains("postgresql/liveness: passed"), check);
        long before = installed.newest();
        machine.run("systemctl", "stop", postgresql).orFail();
        installed.awaitEntry(before, "postgresql", "the stop", it -> it.is("intent", "an operator stopped it"));
        var failed = installed.upkeep("check", "postgresql");
        assertEquals(1, failed.exit(), failed::toString);
        assertTrue(failed.out().contains("refused"), failed::out);
        machine.run("systemctl", "start", postgresql).orFail();
        installed.awaitWell("postgresql");
        assertEquals(List.of(), installed.orders(before, "postgresql"));
    }

    @Test
    void theClockIsComparedAndItsServerIsNeverRestarted() {
        JsonNode well = clock();
        assertEquals("passed", well.path("result").asText(), well::toString);
        assertEquals(8, well.path("measurements").path("stratum").asInt(), well::toString);
        assertTrue(Math.abs(well.path("measurements").path("offset").asDouble(9)) < 0.05, well::toString);

        long before = installed.newest();
        machine.run("systemctl", "stop", "chrony.service").orFail();
        Recorded opened = installed.awaitEntry(
                before, "clock", "an incident", it -> it.kind().equals("incident-opened"));
        assertTrue(opened.text().contains("refused"), opened::text);
        assertEquals(1, installed.upkeep("status", "clock").exit());
        installed.observe(LONGER_THAN_THE_BOUND);
        assertEquals("inactive", machine.property("chrony.service", "ActiveState"));
        assertEquals(List.of(), installed.orders(before, ""));

        // A server that has no time to tell is there, and not synchronised: another thing than a broken one.
        String good = machine.read("/etc/chrony/chrony.conf");
        machine.write("/etc/chrony/chrony.conf", good.replaceAll("(?m)^local .*\n", ""));
        try {
            machine.run("systemctl", "start", "chrony.service").orFail();
            installed.await(
                    "the check says not synchronised",
                    () -> clock().path("text").asText().contains("not synchronised"));
            assertEquals("failed", clock().path("result").asText());
        } finally {
            machine.write("/etc/chrony/chrony.conf", good);
        }
        machine.run("systemctl", "restart", "chrony.service").orFail();
        installed.awaitEntry(before, "clock", "the end", it -> it.kind().equals("incident-resolved"));
        assertNotEquals("failed", machine.property("chrony.service", "ActiveState"));
        assertEquals(List.of(), installed.orders(before, ""));
    }
}
