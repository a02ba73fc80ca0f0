package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Services of a spec with {@code ready:} and {@code watchdog: {by: liveness}}, while upkeepd is away. */
@OnEverySuite
class ReadyServiceLabTest {
    private static final String SPEC = """
            services:
              web:
                exec: [/usr/bin/python3, /srv/lab/gated.py, "${port}", /run/web.state, simple]
                user: web
                port: 8001
                ready: {http: {path: /, contains: well}}
              visitor:
                exec: [/usr/bin/sleep, infinity]
                user: visitor
                requires: [web.service]
                after: [web.service]
              never:
                exec: [/usr/bin/python3, /srv/lab/gated.py, "${port}", /run/never.state, simple]
                user: never
                port: 8002
                restart: "no"
                ready: {http: {path: /}, deadline: 3s}
              hangs:
                exec: [/usr/bin/python3, /srv/lab/gated.py, "${port}", /run/hangs.state, notify]
                type: notify
                user: hangs
                port: 8003
                ready: {http: {path: /}}
                watchdog: {by: liveness}
                probes: {liveness: {http: {path: /, contains: well}, every: 200ms, timeout: 1s, failures: 2}}
              dynamic:
                exec: [/usr/bin/python3, /srv/lab/gated.py, "${port}", /run/dynamic.state, simple]
                dynamic-user: true
                port: 8004
                watchdog: {by: liveness}
                probes: {liveness: {http: {path: /}, every: 200ms, timeout: 1s, failures: 2}}
              sealed:
                exec: [/usr/bin/python3, /srv/lab/gated.py, "${port}", /run/sealed.state, notify]
                type: notify
                user: sealed
                port: 8006
                hardening: paranoid
                ready: {http: {path: /}}
                watchdog: {by: liveness}
                probes: {liveness: {http: {path: /}, every: 200ms, timeout: 1s, failures: 2}}
              mute:
                shell: "test ! -e /run/mute.ends || exit 0; exec /usr/bin/sleep infinity"
                user: mute
                restart: "no"
                ready: {stays-up: 2s}
              hasty:
                exec: [/srv/lab/hasty, infinity]
                user: hasty
                restart: "no"
                ready: {stays-up: 2s}
              shipped:
                adopt: shipped.service
                port: 8005
                restart: {policy: on-failure, delay: 100ms}
                watchdog: {by: liveness}
                probes: {liveness: {http: {path: /}, every: 200ms, timeout: 1s, failures: 2}}
            """;

    private static final String HASTY = "/srv/lab/hasty";

    private static final String SHIPPED = """
            [Service]
            ExecStart=/usr/bin/python3 /srv/lab/gated.py 8005 /run/shipped.state simple
            ExecStop=/bin/true
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "ready-service");
        installed.program("gated.py");
        for (String each : new String[] {"web", "never", "hangs", "dynamic", "sealed", "shipped"}) {
            say(each, "ok");
        }
        machine().run("ln", "--symbolic", "/usr/bin/sleep", HASTY).orFail();
        machine().unit("shipped.service", SHIPPED);
        installed.tryApply(SPEC).orFail();
        machine().run("systemctl", "stop", "upkeepd.service").orFail();
        machine().run("systemctl", "mask", "upkeepd.service").orFail();
        machine()
                .run(
                        "systemctl",
                        "stop",
                        "web.service",
                        "visitor.service",
                        "never.service",
                        "hangs.service",
                        "dynamic.service",
                        "sealed.service",
                        "mute.service",
                        "hasty.service")
                .orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    /** The server of that name answers well from then on if it says ok, and badly otherwise. */
    private static void say(String name, String state) {
        machine().write("/run/" + name + ".state", state);
    }

    private static long microseconds(String unit, String property) {
        return Long.parseLong(machine().property(unit, property));
    }

    /** {@code systemctl start} is a unit itself here, so that it can be seen to wait. */
    @Test
    void aStartReturnsOnceThePageIsThereAndWhatComesAfterWaits() {
        say("web", "not yet");
        machine()
                .run("systemd-run", "--unit=starter", "systemctl", "start", "web.service", "visitor.service")
                .orFail();
        machine().awaitProperty("web.service", "SubState", Installed.LIMIT, "start-post"::equals);
        assertEquals("active", machine().property("starter.service", "ActiveState"));
        assertEquals("inactive", machine().property("visitor.service", "ActiveState"));
        say("web", "ok");
        machine().awaitState("starter.service", "inactive", Installed.LIMIT);
        assertEquals("active", machine().property("web.service", "ActiveState"));
        assertEquals("active", machine().property("visitor.service", "ActiveState"));
        assertTrue(microseconds("web.service", "ActiveEnterTimestampMonotonic")
                <= microseconds("visitor.service", "InactiveExitTimestampMonotonic"));
        assertEquals("inactive", machine().property("upkeepd.service", "ActiveState"));
    }

    /** Exit status 0 would be no failure to systemd. */
    @Test
    void oneThatEndsBeforeItHasSettledHasFailedToStart() {
        machine().run("systemctl", "start", "mute.service").orFail();
        assertEquals("active", machine().property("mute.service", "ActiveState"));
        assertTrue(microseconds("mute.service", "ActiveEnterTimestampMonotonic")
                        - microseconds("mute.service", "InactiveExitTimestampMonotonic")
                >= 2_000_000);
        machine().run("systemctl", "stop", "mute.service").orFail();
        machine().write("/run/mute.ends", "");
        assertFalse(machine().run("systemctl", "start", "mute.service").ok());
        assertEquals("failed", machine().property("mute.service", "ActiveState"));
    }

    /** Often it has ended before systemd knows that it runs. */
    @Test
    void oneThatEndsAtOnceHasFailedToStartEveryTime() {
        machine().run("ln", "--symbolic", "--force", "/usr/bin/true", HASTY).orFail();
        for (int i = 0; i < 50; i++) {
            assertFalse(machine().run("systemctl", "start", "hasty.service").ok());
            assertEquals("failed", machine().property("hasty.service", "ActiveState"));
            machine().run("systemctl", "reset-failed", "hasty.service").orFail();
        }
    }

    @Test
    void oneThatCannotBeExecutedHasFailedToStart() {
        machine().run("rm", "--force", HASTY).orFail();
        assertFalse(machine().run("systemctl", "start", "hasty.service").ok());
        assertEquals("failed", machine().property("hasty.service", "ActiveState"));
        assertEquals("203", machine().property("hasty.service", "ExecMainStatus"));
    }

    @Test
    void oneThatIsNeverReadyFailsAtItsDeadline() {
        say("never", "not yet");
        Journal.Mark before = machine().journal().mark();
        Result start = machine().run("systemctl", "start", "never.service");
        assertFalse(start.ok(), start::toString);
        installed.awaitFailure(before, "never.service", "exit-code");
        installed.awaitLine(
                before, "never.service", "last seen: 127.0.0.1:8002 answered 503 Service Unavailable, wanted 200-299");
    }

    @Test
    void whereUpkeepIsGoneAStartWaitsForNothing() {
        machine().run("systemctl", "stop", "web.service", "visitor.service").orFail();
        say("web", "not yet");
        machine().run("mv", "/usr/lib/upkeep/upkeep-gate", "/run/upkeep-gate").orFail();
        Result start = machine().run("systemctl", "start", "web.service");
        machine().run("mv", "/run/upkeep-gate", "/usr/lib/upkeep/upkeep-gate").orFail();
        start.orFail();
        machine().run("systemctl", "stop", "web.service").orFail();
    }

    @Test
    void oneThatHangsIsRestartedBySystemd() {
        hangsAndIsRestarted("hangs");
    }

    @Test
    void oneOfADynamicUserIsToo() {
        hangsAndIsRestarted("dynamic");
    }

    @Test
    void oneThatMayDoAlmostNothingIsToo() {
        hangsAndIsRestarted("sealed");
    }

    @Test
    void oneThatIsAdoptedIsToo() {
        machine().run("systemctl", "stop", "shipped.service").orFail();
        hangsAndIsRestarted("shipped");
        machine().run("systemctl", "stop", "shipped.service").orFail();
        assertEquals("success", machine().property("shipped.service", "Result"));
    }

    /** Stops the main process where it stands, and waits until systemd has put another in its place. */
    private static void hangsAndIsRestarted(String name) {
        String unit = name + ".service";
        Journal.Mark start = machine().journal().mark();
        machine().run("systemctl", "start", unit).orFail();
        // Failures count from the first success on. That many have all been seen well, so nothing is told of a service
        // that is.
        installed.awaitLine(start, unit, "asked 50");
        assertEquals("0", machine().property(unit, "NRestarts"));
        String before = machine().property(unit, "MainPID");
        Journal.Mark mark = machine().journal().mark();
        machine()
                .run("systemctl", "kill", "--signal=STOP", "--kill-whom=main", unit)
                .orFail();
        installed.awaitFailure(mark, unit, "watchdog");
        machine().awaitProperty(unit, "NRestarts", Installed.LIMIT, "1"::equals);
        machine().awaitState(unit, "active", Installed.LIMIT);
        assertNotEquals(before, machine().property(unit, "MainPID"));
        assertEquals("inactive", machine().property("upkeepd.service", "ActiveState"));
    }
}
