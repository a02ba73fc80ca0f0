package upkeep.lab.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Journal;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** Units with a helper in their control group that tells systemd when they are dead. */
@OnEverySuite
class WatchLabTest {
    private static final List<String> OFTEN =
            List.of("--interval=200ms", "--timeout=1s", "--failures=2", "--startup=0");

    private static final List<String> ASKS = List.of("--unit=%n");

    /** What a careful administrator may add to a unit, with which gate and watch work all the same. */
    private static final List<String> SANDBOX = List.of(
            "User=nobody",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "ProtectSystem=strict",
            "ProtectHome=yes",
            "PrivateTmp=yes",
            "PrivateDevices=yes",
            "PrivateUsers=yes",
            "PrivateNetwork=yes",
            "ProtectProc=invisible",
            "ProcSubset=pid",
            "ProtectKernelTunables=yes",
            "ProtectControlGroups=yes",
            "ProtectHostname=yes",
            "RestrictAddressFamilies=AF_UNIX AF_INET",
            "RestrictNamespaces=yes",
            "RestrictRealtime=yes",
            "RestrictSUIDSGID=yes",
            "LockPersonality=yes",
            "MemoryDenyWriteExecute=yes",
            "SystemCallArchitectures=native",
            "SystemCallFilter=@system-service",
            "SystemCallErrorNumber=EPERM",
            "UMask=0077",
            "KeyringMode=private");

    @SuppressWarnings("NullAway.Init")
    private static Gated gated;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        gated = Gated.boot(suite, "watch");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        gated.close();
    }

    private static Machine machine() {
        return gated.machine();
    }

    /** Starts a service that is well, with gate, and a helper that asks whether the unit is active. */
    private static void start(String name, int port, String... lines) {
        start(name, port, ASKS, lines);
    }

    private static void start(String name, int port, List<String> options, String... lines) {
        List<String> all = new ArrayList<>(OFTEN);
        all.addAll(options);
        gated.say(name, "ok");
        machine()
                .unit(
                        name + ".service",
                        "[Service]\nRestart=on-failure\nRestartSec=100ms\nExecStart="
                                + Gated.server(name, port, "simple")
                                + "\n" + String.join("\n", lines) + "\n" + Gated.ready(port) + "\n"
                                + Gated.watch(port, all.toArray(String[]::new)) + "\n");
        machine().run("systemctl", "start", name + ".service").orFail();
    }

    private static String mainProcess(String name) {
        return machine().property(name + ".service", "MainPID");
    }

    private static void awaitHelper(String name) {
        gated.await(
                name + " has one helper", () -> gated.helpers(name + ".service").size() == 1);
    }

    /** Stops the main process where it stands, and waits until systemd has put another in its place. */
    private static void hangsAndIsRestarted(String name) {
        String unit = name + ".service";
        awaitHelper(name);
        String before = mainProcess(name);
        Journal.Mark mark = machine().journal().mark();
        machine()
                .run("systemctl", "kill", "--signal=STOP", "--kill-whom=main", unit)
                .orFail();
        gated.awaitLine(mark, unit, "2 failures in a row, so systemd is told that the watchdog failed");
        gated.awaitFailure(mark, unit, "watchdog");
        gated.await(
                name + " is up again",
                () -> !mainProcess(name).equals(before)
                        && machine().property(unit, "SubState").equals("running"));
        assertEquals("1", machine().property(unit, "NRestarts"));
        awaitHelper(name);
    }

    @Test
    void aServiceThatHangsIsRestartedBySystemd() {
        start("hangs", 9001);
        hangsAndIsRestarted("hangs");
        machine().run("systemctl", "stop", "hangs.service").orFail();
        assertEquals("success", machine().property("hangs.service", "Result"));
        String left =
                machine().run("pgrep", "--list-full", "--exact", "upkeep-gate").out();
        assertFalse(left.contains("hangs.service"), left);
    }

    @Test
    void aHelperThatIsKilledDoesNoHarm() {
        start("killed", 9002);
        awaitHelper("killed");
        String main = mainProcess("killed");
        machine()
                .run("kill", "-KILL", gated.helpers("killed.service").getFirst())
                .orFail();
        gated.await("no helper is left", () -> gated.helpers("killed.service").isEmpty());
        assertEquals(main, mainProcess("killed"));
        assertEquals("active", machine().property("killed.service", "ActiveState"));
        machine().run("systemctl", "restart", "killed.service").orFail();
        awaitHelper("killed");
        machine().run("systemctl", "stop", "killed.service").orFail();
        assertEquals("success", machine().property("killed.service", "Result"));
    }

    /** While it is stopping, not answering is what it is to do. */
    @Test
    void aStopThatTakesItsTimeIsLeftAlone() {
        start("slow", 9003, "KillMode=mixed", "ExecStop=/bin/sh -c 'until [ -e /run/slow.over ]; do sleep 0.05; done'");
        awaitHelper("slow");
        Journal.Mark mark = machine().journal().mark();
        machine().run("systemctl", "stop", "--no-block", "slow.service").orFail();
        gated.awaitSubState("slow.service", "stop");
        gated.say("slow", "bad");
        // It goes on asking: from the first of these lines to the second fifty times, which is many rows of failures.
        gated.awaitLine(mark, "slow.service", "asked ");
        gated.awaitLine(machine().journal().mark(), "slow.service", "asked ");
        machine().write("/run/slow.over", "");
        gated.await("slow.service", "inactive");
        assertEquals("success", machine().property("slow.service", "Result"));
        assertEquals("", gated.said("slow.service"));
    }

    @Test
    void itWorksInASandbox() {
        start("sandboxed", 9004, SANDBOX.toArray(String[]::new));
        hangsAndIsRestarted("sandboxed");
    }

    /** Where a signal ends the helper together with the service, nothing need be asked. */
    @Test
    void itWorksForADynamicUserWithoutAQuestion() {
        start("dynamic", 9005, List.of(), "DynamicUser=yes", "ProtectSystem=strict");
        hangsAndIsRestarted("dynamic");
    }

    /** The bus of these machines knows no dynamic users, and turns them away. */
    @Test
    void whereSystemdCannotBeAskedNothingIsTold() {
        Journal.Mark mark = machine().journal().mark();
        start("asks", 9007, "DynamicUser=yes");
        gated.awaitLine(
                mark,
                "asks.service",
                "cannot ask systemd for the state of asks.service, without which no failure is told");
        awaitHelper("asks");
        Journal.Mark bad = machine().journal().mark();
        gated.say("asks", "bad");
        gated.awaitLine(
                bad,
                "asks.service",
                "cannot ask systemd for the state of asks.service, without which no failure is told");
        assertEquals("active", machine().property("asks.service", "ActiveState"));
        assertFalse(gated.said("asks.service").contains("systemd is told"));
    }

    /** Without a way to systemd there is no helper, and nothing worse. */
    @Test
    void withoutUnixSocketsItSaysSo() {
        Journal.Mark mark = machine().journal().mark();
        start("inet", 9006, "RestrictAddressFamilies=AF_INET");
        gated.awaitLine(mark, "inet.service", "cannot watch: systemd cannot be told (Address family not supported");
        assertEquals("active", machine().property("inet.service", "ActiveState"));
        assertEquals(List.of(), gated.helpers("inet.service"));
    }
}
