package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Checks of units and timers, asked of a real systemd by upkeepd as it is installed: as its own user, in its sandbox. */
@OnEverySuite
class UnitsLabTest {
    private static final String SPEC = """
            settings: {every: 1s}
            checks:
              runs: {timer: runs.timer, failures: 1}
              late: {timer: {unit: late.timer, grace: 1s, max-duration: 1h}}
              long: {timer: {unit: late.timer, grace: 1h, max-duration: 1s}}
              fails: {timer: fails.timer}
              past: {timer: past.timer}
              none: {timer: none.timer}
              disabled: {timer: {unit: runs.timer, enabled: no}}
              bus: {unit: {unit: dbus.service, enabled: yes}}
              broken: {unit: broken.service}
              crashed: {unit: {unit: broken.service, state: failed}}
              listens: {unit: dbus.socket}
              root: {unit: "-.mount"}
              off: {unit: {unit: nginx.service, state: inactive}}
              absent: {unit: absent.service}
              clock: {time-daemon: timesyncd}
              kernel: {time-daemon: kernel}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "units");
        // Every two seconds is more often than systemd lets a service start by default.
        oneshot("runs", "/bin/sleep 0.2", "OnCalendar=*-*-* *:*:00/2\nAccuracySec=1ms");
        oneshot("late", "/bin/sleep infinity", "OnCalendar=*-*-* *:*:00/2\nAccuracySec=1ms");
        oneshot("fails", "/bin/sh -c 'exit 3'", "OnActiveSec=100ms\nOnUnitActiveSec=1h\nAccuracySec=1ms");
        oneshot("past", "/bin/true", "OnCalendar=2020-01-01");
        Machine machine = installed.machine();
        machine.unit("broken.service", "[Service]\nExecStart=/bin/sh -c 'kill -KILL $$$$'\n");
        machine.run("systemctl", "start", "runs.timer", "late.timer", "fails.timer", "past.timer", "broken.service");
        machine.awaitState("broken.service", "failed", Installed.LIMIT);
        installed.tryApply(SPEC).orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static void oneshot(String name, String exec, String schedule) {
        installed
                .machine()
                .unit(
                        name + ".service",
                        "[Unit]\nStartLimitIntervalSec=0\n[Service]\nType=oneshot\nExecStart=" + exec + "\n");
        installed.machine().unit(name + ".timer", "[Timer]\n" + schedule + "\n[Install]\nWantedBy=timers.target\n");
    }

    private static JsonNode check(String name) {
        return installed.json("check", name).path(0);
    }

    private static void assertFails(String name, String failure, String text) {
        JsonNode seen = check(name);
        assertEquals("failed", seen.path("result").asText(), seen::toString);
        assertEquals(failure, seen.path("failure").asText(), seen::toString);
        assertTrue(seen.path("text").asText().matches(text), seen::toString);
    }

    private static JsonNode assertPasses(String name) {
        JsonNode seen = check(name);
        assertEquals("passed", seen.path("result").asText(), seen::toString);
        return seen.path("measurements");
    }

    private static void await(String name, String failure) {
        installed.await(
                name + " fails", () -> check(name).path("failure").asText().equals(failure));
    }

    @Test
    void aTimerThatRunsPasses() {
        // A look at a run that is under way sees only how long it has been so far.
        installed.await(
                "a whole run",
                () -> check("runs").path("measurements").path("duration").asDouble() > 0.1);
        JsonNode measured = assertPasses("runs");
        assertTrue(measured.path("last-run").asDouble() < 60, measured::toString);
        assertPasses("disabled");
    }

    @Test
    void aTimerThatIsStoppedIsToldAndItsReturnToo() {
        long before = installed.newest();
        installed.machine().run("systemctl", "stop", "runs.timer").orFail();
        installed.awaitEntry(before, "runs", "the incident", it -> it.is("incident-opened", "runs.timer is inactive"));
        assertFails("runs", "down", "runs.timer is inactive \\(dead\\), so nothing starts runs.service, .*");
        installed.machine().run("systemctl", "start", "runs.timer").orFail();
        installed.awaitEntry(before, "runs", "the end", it -> it.kind().equals("incident-resolved"));
    }

    @Test
    void aJobThatHangsIsOverdueAndTooLong() {
        await("late", "overdue");
        assertFails(
                "late",
                "overdue",
                "late.timer is overdue by .*: late.service is activating \\(start\\) for .*, and the timer waits for its"
                        + " end, last run .* ago");
        await("long", "latency");
    }

    @Test
    void aJobThatFailsIsToldByItsTimer() {
        await("fails", "exit");
        assertFails(
                "fails",
                "exit",
                "fails.service, which fails.timer starts, failed: exit-code, exit status 3, .* ago, next run in .*");
    }

    @Test
    void aTimerWithoutANextRunFails() {
        assertFails("past", "overdue", "past.timer has no next run, not run yet");
        assertFails("none", "missing", "there is no none.timer");
    }

    @Test
    void unitsOfAnyTypeAreLookedAt() {
        JsonNode bus = assertPasses("bus");
        assertTrue(bus.path("uptime").asDouble() > 0, bus::toString);
        assertPasses("listens");
        assertPasses("root");
        assertPasses("off");
        assertPasses("crashed");
        assertFails("broken", "down", "broken.service failed: signal, signal 9, .* ago, wanted active");
        assertFails("absent", "missing", "there is no absent.service");
    }

    @Test
    void timesyncdIsNotStartedByTheQuestion() {
        assertFails("clock", "refused", "systemd-timesyncd does not run");
    }

    /** Of which its sandbox forbids it to ask; whether the clock is held right is up to where the machine runs. */
    @Test
    void theKernelTellsOfItsClockThroughAProgramOfItsOwn() {
        JsonNode seen = check("kernel");
        assertTrue(seen.path("text").asText().contains("the kernel holds the clock for"), seen::toString);
        assertTrue(seen.path("measurements").path("max-error").isNumber(), seen::toString);
        String journal = installed
                .machine()
                .run("journalctl", "--no-pager", "--unit=upkeep-clock@*")
                .out();
        assertEquals("", journal, "a line for each look would fill it");
    }
}
