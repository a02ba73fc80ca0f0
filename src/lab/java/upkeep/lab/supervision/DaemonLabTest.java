package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Journal;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Result;
import upkeep.lab.Suite;

/** upkeepd as a service: what it tells systemd, and that it goes on through everything that happens around it. */
@OnEverySuite
class DaemonLabTest {
    private static final String SPEC = """
            services:
              web:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4001
                restart: {policy: always, max-delay: 500ms, budget: 50 per 10min}
                probes:
                  liveness: {http: {path: /healthz}, every: 1s, timeout: 1s, failures: 2}
              quiet:
                exec: [/usr/bin/sleep, infinity]
                user: daemon
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "daemon");
        machine = installed.machine();
        installed.program("web.py");
        // Half a minute is right for a machine, and long for a test.
        machine.write(
                "/etc/systemd/system/upkeepd.service.d/lab.conf", "[Service]\nWatchdogSec=4s\nTimeoutAbortSec=1s\n");
        machine.run("systemctl", "daemon-reload").orFail();
        machine.run("systemctl", "restart", "upkeepd.service").orFail();
        installed.apply(SPEC);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @BeforeEach
    void begin() {
        installed.awaitWell("web");
    }

    private static String pid(String unit) {
        return machine.property(unit, "MainPID");
    }

    private static void assertStillSupervised() {
        // A new upkeepd excuses what has not passed a probe of its own yet.
        installed.awaitWell("web");
        long before = installed.newest();
        String pid = pid("web.service");
        machine.run("systemctl", "kill", "--signal=STOP", "web.service").orFail();
        installed.awaitEntry(
                before, "web", "the restart", it -> "restart".equals(it.fields().get("verb")));
        installed.awaitEntry(before, "web", "the end", it -> it.is("incident-resolved", "its probes pass"));
        assertNotEquals(pid, pid("web.service"));
    }

    @Test
    void systemctlStatusTellsHowAllIs() {
        machine.awaitProperty(
                "upkeepd.service",
                "StatusText",
                Installed.LIMIT,
                text -> text.equals("watching 2 services: 2 well, 0 not well, 0 stopped"));
        String status = machine.run("systemctl", "status", "--no-pager", "upkeepd.service")
                .orFail()
                .out();
        assertTrue(status.contains("Active: active (running)"), status);
        assertTrue(status.contains("Status: \"watching 2 services"), status);
        machine.run("systemctl", "stop", "quiet.service").orFail();
        machine.awaitProperty("upkeepd.service", "StatusText", Installed.LIMIT, text -> text.contains("1 stopped"));
        machine.run("systemctl", "start", "quiet.service").orFail();
    }

    @Test
    void systemdsWatchdogAnswersAFrozenUpkeepd() {
        Journal.Mark mark = machine.journal().mark();
        String daemon = pid("upkeepd.service");
        String web = pid("web.service");
        machine.run("kill", "-STOP", daemon).orFail();
        machine.journal()
                .await(
                        mark,
                        "the watchdog's word",
                        Installed.LIMIT,
                        entry -> entry.unit().equals("upkeepd.service")
                                && entry.message().contains("Watchdog timeout"));
        installed.awaitOtherDaemon(daemon);
        assertEquals(web, pid("web.service"));
        assertStillSupervised();
    }

    @Test
    void reloadTakesANewPlanAndARestartIsNotNeeded() {
        String daemon = pid("upkeepd.service");
        String web = pid("web.service");
        installed.apply(SPEC + """
              third:
                exec: [/usr/bin/sleep, infinity]
                user: daemon
            """);
        assertEquals("active", installed.service("third").path("active-state").asText());
        machine.run("systemctl", "reload", "upkeepd.service").orFail();
        assertEquals(daemon, pid("upkeepd.service"));
        assertEquals(web, pid("web.service"));
        machine.awaitProperty(
                "upkeepd.service",
                "StatusText",
                Installed.LIMIT,
                text -> text.startsWith("watching 3 services: 3 well"));
        installed.apply(SPEC);
        assertEquals(2, installed.status().path("services").size());
    }

    @Test
    void brokenSpecsLeaveThePlanInForce() {
        long before = installed.newest();
        String web = pid("web.service");
        Result refused = installed.tryApply(SPEC.replace("liveness:", "livenes:"));
        assertEquals(3, refused.exit(), refused::toString);
        assertTrue(refused.err().contains("lab.yaml:"), refused::err);
        assertTrue(refused.out().contains("nothing to do"), refused::toString);
        assertEquals(2, installed.status().path("services").size());

        // Also where the applied copy itself was damaged: upkeepd judges for itself.
        Journal.Mark mark = machine.journal().mark();
        machine.shell(
                        "f=$(find -L /var/lib/upkeep/applied -name lab.yaml); cp -p \"$f\" /run/lab.good; echo 'services: [' >\"$f\"")
                .orFail();
        Result reload = machine.run("systemctl", "reload", "upkeepd.service");
        assertNotEquals(0, reload.exit());
        machine.journal()
                .await(
                        mark,
                        "why not",
                        Installed.LIMIT,
                        entry -> entry.unit().equals("upkeepd.service")
                                && entry.message().contains("the plan before stays in force"));
        machine.awaitState("upkeepd.service", "active", Installed.LIMIT);
        assertEquals(2, installed.status().path("services").size());
        assertStillSupervised();
        machine.shell("cp -p /run/lab.good \"$(find -L /var/lib/upkeep/applied -name lab.yaml)\"")
                .orFail();
        machine.run("systemctl", "reload", "upkeepd.service").orFail();
        assertNotEquals(web, pid("web.service"));
        assertEquals(1, installed.orders(before, "web").size());
        assertEquals(List.of(), installed.orders(before, "quiet"));
    }
}
