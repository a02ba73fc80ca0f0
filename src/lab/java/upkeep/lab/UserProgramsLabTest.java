package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Programs of checks that a real systemd runs as other users, asked for by upkeepd from its sandbox. */
@OnEverySuite
class UserProgramsLabTest {
    private static final String SPEC = """
            settings: {every: 1h, timeout: 30s}
            checks:
              who: {program: {exec: [/srv/lab/who, a b, $HOME, "100%", '`id`'], user: watcher}}
              grouped: {program: {exec: [/usr/bin/id, -gn], user: watcher, group: adm}}
              root: {program: {exec: [/usr/bin/id, -un], user: root}}
              full: {nagios: {exec: [/srv/lab/full], user: watcher}}
              killed: {program: {exec: [/bin/sh, -c, 'kill -SEGV $$'], user: watcher, status: 139}}
              hangs: {program: {exec: [/srv/lab/hangs], user: watcher}, timeout: 2s}
              forever: {program: {exec: [/bin/sleep, "7006"], user: watcher}, timeout: 5min, every: yearly}
              leaves: {program: {exec: [/srv/lab/leaves], user: watcher}}
              endless: {program: {exec: [/usr/bin/head, -c, 10000000, /dev/zero], user: watcher}}
              userless: {program: {exec: [/bin/true], user: absent}}
              missing: {program: {exec: [/srv/lab/none], user: watcher}}
              secret: {program: {exec: [/root/secret], user: watcher}}
              closed: {program: {exec: [/bin/true], user: watcher}}
            """;
    private static final String SERVICE = """
            services:
              web:
                exec: [/bin/sleep, infinity]
                user: watcher
                probes: {readiness: {program: {exec: [/srv/lab/who], user: watcher}, every: 1s}}
            """;

    /** Connects as upkeepd does, and prints what it is told until the other side hangs up. */
    private static final String ASK = """
            import socket, sys
            connection = socket.socket(socket.AF_UNIX)
            connection.connect("/run/upkeep-checks/%s")
            while told := connection.recv(4096):
                sys.stdout.buffer.write(told)
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "users");
        machine().run("useradd", "--system", "watcher").orFail();
        program("who", "id -un; printf '%s|' \"$@\"; cat; echo \"$UPKEEP_CHECK\" >&2");
        program("full", "echo 'DISK CRITICAL | used=99%'; echo noise >&2; exit 2");
        program("hangs", "sleep 7001 & setsid sleep 7002 & (trap '' TERM HUP; sleep 7003) & echo begun; sleep 7004");
        program("leaves", "setsid sleep 7005 & echo done");
        installed.apply(SPEC + SERVICE);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    private static void program(String name, String body) {
        machine().write("/srv/lab/" + name, ("#!/bin/sh\n" + body + "\n").getBytes(StandardCharsets.UTF_8), "755");
    }

    private static JsonNode check(String name) {
        return installed.json("check", name).path(0);
    }

    private static JsonNode assertPasses(String name) {
        JsonNode seen = check(name);
        assertEquals("passed", seen.path("result").asText(), seen::toString);
        return seen;
    }

    private static void assertUnknown(String name, String text) {
        JsonNode seen = check(name);
        assertEquals("unknown", seen.path("result").asText(), seen::toString);
        assertTrue(seen.path("text").asText().contains(text), seen::toString);
    }

    private static String output(JsonNode seen) {
        return seen.path("texts").path("output").asText().replace('\uFFFD', '\n');
    }

    /** Nothing runs that a program of the check began, and systemd has forgotten the unit. */
    private static void awaitNothingLeft(String check) {
        installed.await(
                "nothing is left of " + check,
                () -> machine()
                                .run("systemctl", "list-units", "--all", "--no-legend", "upkeep-check-" + check + "@*")
                                .out()
                                .isEmpty()
                        && !machine().run("pgrep", "--full", "sleep 700[0-9]$").ok());
    }

    @Test
    void theProgramHasItsUserItsArgumentsAndNoInput() {
        assertEquals("watcher\na b|$HOME|100%|`id`|who", output(assertPasses("who")));
        assertEquals("adm", output(assertPasses("grouped")));
        assertEquals("root", output(assertPasses("root")));
        awaitNothingLeft("who");
        assertEquals(
                "",
                machine()
                        .run("journalctl", "--quiet", "--unit=upkeep-check-who@*")
                        .out(),
                "a run that was well is not worth a line");
    }

    @Test
    void statusAndDataComeThrough() {
        JsonNode full = check("full");
        assertEquals("failed", full.path("result").asText(), full::toString);
        assertEquals("exit", full.path("failure").asText(), full::toString);
        assertEquals("DISK CRITICAL", full.path("text").asText(), full::toString);
        assertEquals(2, full.path("measurements").path("status").asInt(), full::toString);
        assertEquals(99, full.path("measurements").path("used-percent").asInt(), full::toString);
        assertEquals("", output(assertPasses("killed")));
        assertPasses("endless");
    }

    @Test
    void aProgramThatHangsIsKilledWithAllThatItBegan() {
        JsonNode late = check("hangs");
        assertEquals("timeout", late.path("failure").asText(), late::toString);
        assertEquals(
                "/srv/lab/hangs as watcher did not end within 2 s, and was killed",
                late.path("text").asText());
        awaitNothingLeft("hangs");
        assertEquals(
                "",
                machine()
                        .run("systemctl", "--failed", "--no-legend", "upkeep-check-*")
                        .out());
    }

    /** Should upkeepd stand still, systemd ends the program by itself. */
    @Test
    void aProgramThatNobodyHangsUpOnIsKilledToo() {
        String told =
                machine().run("python3", "-c", ASK.formatted("hangs")).orFail().out();
        assertTrue(told.startsWith("\0begins\nbegun\n"), told);
        assertTrue(!told.contains("status"), told);
        awaitNothingLeft("hangs");
    }

    @Test
    void whatAProgramLeavesBehindIsKilled() {
        assertEquals("done", output(assertPasses("leaves")));
        awaitNothingLeft("leaves");
    }

    @Test
    void whatCannotBeRunIsUnknown() {
        assertUnknown("userless", "systemd did not begin it; journalctl --unit='upkeep-check-userless[.@]*' tells why");
        String told = machine()
                .run("journalctl", "--quiet", "--unit=upkeep-check-userless[.@]*")
                .out();
        assertTrue(told.contains("217/USER"), told);
        assertUnknown("missing", "there is no such program");
        assertUnknown("secret", "out of this user's reach");
    }

    @Test
    void onlyUpkeepdMayAsk() {
        assertEquals(
                "600 upkeep upkeep\n",
                machine()
                        .run("stat", "--format=%a %U %G", "/run/upkeep-checks/root")
                        .out());
        assertEquals(
                "755 root root\n",
                machine().run("stat", "--format=%a %U %G", "/run/upkeep-checks").out());
        Result asked = machine().run("runuser", "--user=watcher", "--", "python3", "-c", ASK.formatted("root"));
        assertTrue(asked.err().contains("PermissionError"), asked::toString);
    }

    @Test
    void aSocketThatIsClosedIsUnknownUntilItIsOpened() {
        assertPasses("closed");
        machine().run("systemctl", "stop", "upkeep-check-closed.socket").orFail();
        assertUnknown("closed", "systemctl start upkeep-check-closed.socket");
        machine().run("systemctl", "start", "upkeep-check-closed.socket").orFail();
        assertPasses("closed");
    }

    @Test
    void aServiceIsProbedAsAnotherUser() {
        installed.awaitWell("web");
        long before = installed.newest();
        program("who", "exit 1");
        installed.awaitEntry(
                before,
                "web",
                "the program's answer",
                entry -> entry.text().contains("/srv/lab/who ended with status 1; wanted 0"));
        program("who", "id -un; printf '%s|' \"$@\"; cat; echo \"$UPKEEP_CHECK\" >&2");
        installed.awaitWell("web");
    }

    @Test
    void aCheckThatIsTakenAwayLeavesNothing() {
        machine()
                .run("systemd-run", "--unit=asker", "--collect", "python3", "-c", ASK.formatted("forever"))
                .orFail();
        installed.await(
                "it runs",
                () -> machine().run("pgrep", "--full", "^/bin/sleep 7006").ok());
        installed
                .tryApply("checks: {other: {program: {exec: [/bin/true], user: root}, every: 1h}}\n")
                .orFail();
        awaitNothingLeft("forever");
        assertEquals(
                "upkeep-check-other.socket",
                machine()
                        .run("systemctl", "list-units", "--all", "--no-legend", "--plain", "upkeep-check-*")
                        .out()
                        .replaceAll("(?m) .*$", "")
                        .strip());
        assertEquals("other\n", machine().run("ls", "/run/upkeep-checks").out());
        String files = machine()
                .shell("find /etc/systemd/system -name 'upkeep-check-*' -printf '%f\\n' | sort")
                .out();
        assertEquals("upkeep-check-other.socket\nupkeep-check-other.socket\nupkeep-check-other@.service\n", files);
        assertPasses("other");
        installed.apply(SPEC + SERVICE);
        assertPasses("root");
        assertEquals(0, installed.upkeep("plan").exit(), "nothing is left to do");
    }

    @Test
    void theSocketsAreThereAfterABoot() {
        installed.reboot();
        assertEquals("root", output(assertPasses("root")));
    }
}
