package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Earlier generations on a real systemd: put back on request, and by themselves if nobody confirms. */
@OnEverySuite
class GenerationsLabTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SPEC = "/etc/upkeep/conf.d/lab.yaml";
    private static final String WEB = "/etc/systemd/system/web.service";
    private static final String UNCONFIRMED = "/var/lib/upkeep/unconfirmed";
    private static final String REVERT = "upkeep-revert.service";

    private static final String FIRST = """
            services:
              web: {exec: [/usr/bin/sleep, "1000001"], user: root}
              old: {exec: [/usr/bin/sleep, "1000002"], user: root}
            """;
    private static final String SECOND = """
            services:
              web: {exec: [/usr/bin/sleep, "2000001"], user: root}
              new: {exec: [/usr/bin/sleep, "2000002"], user: root}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Packaged.boot(suite, "generations");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @BeforeEach
    void startWithTheFirst() {
        machine.shell("rm -f /etc/upkeep/conf.d/*.yaml").orFail();
        machine.run("upkeep", "rollback", "--unconfirmed").orFail();
        machine.run("upkeep", "remove", "--all", "--overwrite").orFail();
        machine.write(SPEC, FIRST);
        machine.run("upkeep", "apply").orFail();
        machine.write(SPEC, SECOND);
        assertFirst();
    }

    private static boolean exists(String path) {
        return machine.run("test", "-e", path).ok();
    }

    private static String commands() {
        return machine.shell("ps -eo args= | grep '^/usr/bin/sleep [12]0000' | sort | paste -sd,")
                .text();
    }

    private static void assertFirst() {
        assertEquals("/usr/bin/sleep 1000001,/usr/bin/sleep 1000002", commands());
        assertTrue(machine.read(WEB).contains("sleep 1000001"));
        String status = Packaged.status(machine);
        assertTrue(status.contains("\"old\"") && !status.contains("\"new\""), status);
    }

    private static void assertSecond() {
        assertEquals("/usr/bin/sleep 2000001,/usr/bin/sleep 2000002", commands());
        String status = Packaged.status(machine);
        assertTrue(status.contains("\"new\"") && !status.contains("\"old\""), status);
    }

    private static void awaitReverted() {
        machine.awaitState(REVERT, "inactive", LIMIT);
        assertFalse(exists(UNCONFIRMED));
        assertFirst();
        String list = machine.run("upkeep", "generations").orFail().out();
        assertTrue(list.contains("  revert to "), list);
        assertTrue(list.contains("(taken back)"), list);
    }

    @Test
    void anEarlierGenerationIsPutBackAndThePlanSaysSo() {
        machine.run("upkeep", "apply").orFail();
        assertSecond();
        assertEquals(1, machine.run("upkeep", "rollback", "--dry-run").exit());
        assertSecond();
        machine.run("upkeep", "rollback").orFail();
        assertFirst();
        Result plan = machine.run("upkeep", "plan");
        assertEquals(1, plan.exit());
        assertTrue(plan.out().contains("was put back by rollback on "), plan::toString);
        machine.run("upkeep", "apply").orFail();
        assertSecond();
    }

    @Test
    void whatIsConfirmedStays() {
        Result apply = machine.run("upkeep", "apply", "--confirm", "10min").orFail();
        assertTrue(apply.out().contains("Not confirmed yet: generation "), apply::toString);
        assertEquals("active", machine.property(REVERT, "ActiveState"));
        assertEquals(1, machine.run("upkeep", "confirm", "--status").exit());
        machine.write(SPEC, FIRST);
        Result other = machine.run("upkeep", "apply");
        assertEquals(1, other.exit(), other::toString);
        assertTrue(other.err().contains("not yet confirmed"), other::toString);
        machine.write(SPEC, SECOND);

        machine.run("upkeep", "confirm").orFail();
        machine.awaitState(REVERT, "inactive", LIMIT);
        assertSecond();
        assertEquals(0, machine.run("upkeep", "confirm", "--status").exit());
        assertEquals(1, machine.run("upkeep", "confirm").exit());
    }

    @Test
    void whatIsNotConfirmedIsTakenBackThoughShellAndUpkeepdAreGone() {
        Packaged.mainPid(machine, "upkeepd.service");
        // A session of its own, of which nothing is left once the apply is through.
        machine.shell(
                        "setsid sh -c 'upkeep apply --confirm 10s >/run/apply.out 2>&1; kill -KILL $$' </dev/null || true")
                .orFail();
        assertTrue(machine.read("/run/apply.out").contains("Not confirmed yet"), machine.read("/run/apply.out"));
        assertSecond();
        machine.run("systemctl", "stop", "upkeepd.service").orFail();
        machine.awaitState(REVERT, "inactive", LIMIT);
        machine.run("systemctl", "start", "upkeepd.service").orFail();
        awaitReverted();
    }

    @Test
    void anApplyThatIsKilledHalfDoneIsTakenBack() {
        machine.shell("""
                        upkeep apply --confirm 10s >/run/killed.out 2>&1 & pid=$!
                        until test -e /etc/systemd/system/new.service; do kill -0 $pid || break; done
                        kill -KILL $pid || true; wait $pid || true""").orFail();
        assertTrue(exists(UNCONFIRMED));
        machine.awaitState(REVERT, "inactive", LIMIT);
        assertFalse(exists(UNCONFIRMED));
        assertFirst();
    }

    @Test
    void aWatcherThatIsKilledComesBack() {
        machine.run("upkeep", "apply", "--confirm", "20s").orFail();
        int watcher = Packaged.mainPid(machine, REVERT);
        machine.run("kill", "-KILL", Integer.toString(watcher)).orFail();
        machine.awaitProperty(
                REVERT, "MainPID", LIMIT, pid -> !pid.equals("0") && !pid.equals(Integer.toString(watcher)));
        awaitReverted();
    }

    @Test
    void aHandEditDoesNotKeepItFromBeingTakenBack() {
        machine.run("upkeep", "apply", "--confirm", "10s").orFail();
        machine.write(WEB, machine.read(WEB) + "# by hand\n");
        awaitReverted();
        assertTrue(machine.shell("grep -r 'by hand' /var/lib/upkeep/saved").ok(), "the edit is kept aside");
    }

    @Test
    void whatIsNotConfirmedIsTakenBackAfterAReboot() {
        machine.run("upkeep", "apply", "--confirm", "30s").orFail();
        assertSecond();
        machine.reboot();
        machine.awaitProperty("upkeepd.service", "ActiveState", LIMIT, "active"::equals);
        awaitReverted();
        machine.reboot();
        machine.awaitProperty("upkeepd.service", "ActiveState", LIMIT, "active"::equals);
        assertEquals("no", machine.property(REVERT, "ConditionResult"), "there is nothing to wait for");
        assertFirst();
    }

    @Test
    void aFileInErrorCountsAsAppliedLastWhileTheRestIsApplied() {
        machine.write(SPEC, FIRST);
        for (int i = 1; i <= 49; i++) {
            machine.write(
                    "/etc/upkeep/conf.d/part" + i + ".yaml",
                    "services: {part" + i + ": {exec: [/usr/bin/true], type: oneshot, user: root}}\n");
        }
        int web = Packaged.mainPid(machine, "web.service");
        machine.write(SPEC, FIRST.replace("exec:", "exce:"));
        Result apply = machine.run(Duration.ofMinutes(2), "upkeep", "apply");
        assertEquals(3, apply.exit(), apply::toString);
        assertTrue(apply.err().startsWith(SPEC + ":2:"), apply::toString);
        assertTrue(apply.out().contains("kept as it was applied last: " + SPEC), apply::toString);
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
        assertTrue(exists("/etc/systemd/system/part49.service"));
        assertTrue(Packaged.status(machine).contains("\"part49\""));
        assertEquals(3, machine.run("upkeep", "plan").exit());
        machine.write(SPEC, FIRST.replace("1000001", "1000003"));
        machine.run("upkeep", "apply").orFail();
        assertNotEquals(web, Packaged.mainPid(machine, "web.service"));
        assertEquals("nothing to do", machine.run("upkeep", "plan").orFail().text());
    }

    @Test
    void whatIsEjectedRunsOnAndNothingOfUpkeepIsLeft() {
        int web = Packaged.mainPid(machine, "web.service");
        machine.run("upkeep", "eject", "web").orFail();
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
        assertEquals("enabled", machine.property("web.service", "UnitFileState"));
        assertEquals("no", machine.property("web.service", "NeedDaemonReload"));
        assertFalse(machine.read(WEB).contains("upkeep"));
        assertFalse(machine.read("/etc/polkit-1/rules.d/50-upkeep.rules").contains("web.service"));
        assertFalse(Packaged.status(machine).contains("\"web\""));
        machine.write(SPEC, FIRST);
        assertEquals(1, machine.run("upkeep", "apply").exit());
        machine.run("upkeep", "apply", "--overwrite").orFail();
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
        assertTrue(Packaged.status(machine).contains("\"web\""));
    }

    /** The causes, one a line, as {@code upkeep drift} names them for web. */
    private static String drift() {
        Result drift = machine.run("upkeep", "drift");
        return drift.exit() + " "
                + drift.out()
                        .lines()
                        .filter(line -> line.startsWith("web.service: "))
                        .map(line -> line.split(": ", 3)[1])
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    @Test
    void everyDriftIsNamed() {
        assertEquals("0 ", drift());
        machine.run("systemctl", "set-property", "--runtime", "web.service", "MemoryMax=1G")
                .orFail();
        assertEquals("1 set-property", drift());
        machine.write("/etc/systemd/system/web.service.d/override.conf", "[Service]\nNice=1\n");
        assertEquals("1 not-loaded set-property", drift());
        machine.run("systemctl", "daemon-reload").orFail();
        assertEquals("1 drop-in set-property", drift());
        machine.shell("rm -r /etc/systemd/system/web.service.d /run/systemd/system.control/web.service.d\n"
                        + "systemctl daemon-reload; systemctl disable --quiet web.service")
                .orFail();
        assertEquals("1 disabled", drift());
        machine.run("systemctl", "enable", "--quiet", "web.service").orFail();
        String text = machine.read(WEB);
        machine.write(WEB, text + "# by hand\n");
        assertEquals("1 edited not-loaded", drift());
        machine.shell("rm " + WEB + "; systemctl mask --quiet web.service").orFail();
        assertEquals("1 masked", drift());
        machine.shell("systemctl unmask --quiet web.service; systemctl daemon-reload")
                .orFail();
        assertEquals("1 deleted", drift());
        machine.write(SPEC, FIRST);
        machine.run("upkeep", "apply").orFail();
        assertEquals("0 ", drift());
    }
}
