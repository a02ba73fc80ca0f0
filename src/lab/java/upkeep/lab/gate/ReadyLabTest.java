package upkeep.lab.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** Units whose start waits for a probe. */
@OnEverySuite
class ReadyLabTest {
    @SuppressWarnings("NullAway.Init")
    private static Gated gated;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        gated = Gated.boot(suite, "ready");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        gated.close();
    }

    private static Machine machine() {
        return gated.machine();
    }

    private static String unit(String name) {
        return name + ".service";
    }

    private static long microseconds(String unit, String property) {
        return Long.parseLong(machine().property(unit, property));
    }

    private void startWaits(String kind, int port, String... lines) {
        String web = "web-" + kind, after = "after-" + kind;
        machine()
                .unit(
                        unit(web),
                        "[Service]\nExecStart=" + Gated.server(web, port, kind) + "\n" + String.join("\n", lines) + "\n"
                                + Gated.ready(port) + "\n");
        machine()
                .unit(
                        unit(after),
                        "[Unit]\nRequires=" + unit(web) + "\nAfter=" + unit(web)
                                + "\n[Service]\nExecStart=/bin/sleep infinity\n");
        gated.begin(unit(after));
        gated.awaitSubState(unit(web), "start-post");
        assertEquals("inactive", machine().property(unit(after), "ActiveState"));
        gated.say(web, "ok");
        gated.await(unit(after), "active");
        assertEquals("active", machine().property(unit(web), "ActiveState"));
        assertTrue(microseconds(unit(web), "ActiveEnterTimestampMonotonic")
                <= microseconds(unit(after), "InactiveExitTimestampMonotonic"));
        assertTrue(gated.helpers(unit(web)).isEmpty());
    }

    @Test
    void theStartOfEveryTypeWaitsAndSoDoesWhatComesAfter() {
        startWaits("simple", 8001, "Type=simple");
        startWaits("exec", 8002, "Type=exec");
        startWaits("notify", 8003, "Type=notify");
        startWaits("forking", 8004, "Type=forking", "PIDFile=/run/web-forking.pid");
    }

    @Test
    void aGateThatGivesUpFailsTheStartAndRestartActs() {
        Journal.Mark before = machine().journal().mark();
        machine()
                .unit(
                        "never.service",
                        "[Unit]\nStartLimitBurst=2\nStartLimitIntervalSec=1h\n[Service]\nRestart=on-failure\nRestartSec=100ms\nExecStart="
                                + Gated.server("never", 8010, "simple") + "\n" + Gated.ready(8010, "--deadline=3s")
                                + "\n");
        Result start = machine().run("systemctl", "start", "never.service");
        assertFalse(start.ok(), start::toString);
        gated.awaitLine(before, "never.service", "not ready after 3");
        gated.awaitFailure(before, "never.service", "exit-code");
        machine().awaitProperty("never.service", "NRestarts", Installed.LIMIT, count -> !count.equals("0"));
        String said = gated.said("never.service");
        assertTrue(said.contains("last seen: 127.0.0.1:8010 answered 503 Service Unavailable, wanted 200-299"), said);
    }

    @Test
    void theGateEndsWithTheMainProcess() {
        Journal.Mark before = machine().journal().mark();
        machine()
                .unit(
                        "dies.service",
                        "[Service]\nTimeoutStartSec=infinity\nExecStart=" + Gated.server("dies", 8020, "simple") + "\n"
                                + Gated.ready(8020, "--deadline=infinity") + "\n");
        gated.begin("dies.service");
        gated.awaitSubState("dies.service", "start-post");
        machine()
                .run("systemctl", "kill", "--signal=KILL", "--kill-whom=main", "dies.service")
                .orFail();
        gated.awaitLine(before, "dies.service", "ended before it was ready");
        gated.awaitFailure(before, "dies.service", "signal");
        gated.await("dies.service", "failed");
    }

    @Test
    void aStopDuringTheGateIsAStop() {
        machine()
                .unit(
                        "stopped.service",
                        "[Service]\nTimeoutStartSec=infinity\nExecStart=" + Gated.server("stopped", 8030, "simple")
                                + "\n" + Gated.ready(8030, "--deadline=infinity") + "\n");
        gated.begin("stopped.service");
        gated.awaitSubState("stopped.service", "start-post");
        gated.await("the gate that takes SIGTERM", ReadyLabTest::isListening);
        machine().run("systemctl", "stop", "stopped.service").orFail();
        assertEquals("inactive", machine().property("stopped.service", "ActiveState"));
        assertEquals("success", machine().property("stopped.service", "Result"));
    }

    /** Whether the newest gate has come to where it takes signals itself: SIGTERM is blocked then, see proc_pid_status(5). */
    private static boolean isListening() {
        return machine()
                .shell(
                        "awk '/^SigBlk/ { exit !(substr($2, 13, 1) ~ /[4-7c-f]/) }' /proc/$(pgrep -n -x upkeep-gate)/status")
                .ok();
    }
}
