package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * upkeepd's disk takes nothing any more: supervision goes on, services do even without upkeepd, and nothing durable is lost. Without
 * descriptors: {@code UnknownLabTest}; without memory: {@code KernelLabTest}.
 */
@OnEverySuite
class ScarcityLabTest {

    private static final String DISK = "/var/lib/upkeep/daemon";

    /** Where the ledger is while the disk takes nothing. */
    private static final String REFUGE = "/run/upkeep-ledger/ledger.db";

    private static final String SPEC = """
            services:
              web:
                exec: [/usr/bin/python3, -m, http.server, "8080"]
                user: nobody
                probes: {liveness: {http: {url: "http://127.0.0.1:8080/"}, every: 500ms, timeout: 300ms, failures: 2}}
                restart: {budget: 30 per 1h, delay: 100ms, max-delay: 500ms}
              held: {exec: [/bin/sleep, infinity], user: nobody}
            """;

    /** How soon the ledger is back once its disk takes something again. */
    private static final Duration BACK = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "scarcity");
        machine = installed.machine();
        machine.run("systemctl", "stop", "upkeepd.service").orFail();
        machine.shell("cp -a DISK /run/kept; mount -t tmpfs -o size=8M,nr_inodes=100 tmpfs DISK; cp -aT /run/kept DISK"
                        .replace("DISK", DISK))
                .orFail();
        machine.run("systemctl", "start", "upkeepd.service").orFail();
        installed.apply(SPEC);
        installed
                .upkeep("hold", "held", "--for", "2h", "--reason", "the disk is changed")
                .orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static String pid(String unit) {
        return machine.property(unit, "MainPID");
    }

    /** Who has not passed yet in this life of upkeepd is waited for. */
    private static void freezeAndAwaitRestart() {
        installed.awaitWell("web");
        String frozen = pid("web.service");
        machine.run("systemctl", "kill", "--signal=STOP", "web.service").orFail();
        machine.awaitProperty(
                "web.service", "MainPID", Installed.LIMIT, value -> !value.equals(frozen) && !value.equals("0"));
        installed.awaitService(
                "web", "passes", service -> service.path("health").asText().equals("ok"));
    }

    private static void assertHeld() {
        JsonNode hold = installed.service("held").path("hold");
        assertEquals("the disk is changed", hold.path("reason").asText(), hold::toString);
    }

    /** upkeepd can begin on such a disk, nothing is lost, and it is back on the disk soon after. */
    private static void endure(String scarcity, Consumer<String> meanwhile, String relief) {
        long before = installed.newest();
        String held = pid("held.service");
        machine.shell(scarcity).orFail();
        meanwhile.accept(scarcity);
        freezeAndAwaitRestart();
        assertHeld();
        String daemon = pid("upkeepd.service");
        machine.run("systemctl", "kill", "--signal=KILL", "upkeepd.service").orFail();
        installed.awaitOtherDaemon(daemon);
        assertHeld();
        freezeAndAwaitRestart();
        long meanwhileNewest = installed.newest();
        assertEquals("active", machine.property("web.service", "ActiveState"));
        String away = pid("upkeepd.service");
        boolean isAway = machine.run("test", "-e", REFUGE).ok();
        machine.shell(relief).orFail();
        long relieved = System.nanoTime();
        if (isAway) {
            installed.awaitOtherDaemon(away);
        }
        assertTrue(System.nanoTime() - relieved < BACK.toNanos());
        assertFalse(machine.run("test", "-e", REFUGE).ok());
        assertHeld();
        assertEquals(held, pid("held.service"));
        assertTrue(installed.events("").stream().anyMatch(entry -> entry.number() == before), "entries are lost");
        assertTrue(
                installed.events("").stream().anyMatch(entry -> entry.number() == meanwhileNewest), "entries are lost");
        freezeAndAwaitRestart();
        installed.awaitEntry(before, "web", "the restart", Recorded::isOrder);
        String whole = machine.run("sqlite3", "-readonly", DISK + "/ledger.db", "PRAGMA integrity_check")
                .orFail()
                .text();
        assertEquals("ok", whole);
    }

    /** With what it gave back to the disk when it ended taken as well. */
    private static void restartOn(String scarcity) {
        assertEquals(
                "kept",
                machine.shell("! test -e DISK/ledger.reserve-4 || echo kept".replace("DISK", DISK))
                        .text());
        machine.run("systemctl", "stop", "upkeepd.service").orFail();
        machine.shell(scarcity).orFail();
        machine.run("systemctl", "start", "upkeepd.service").orFail();
        installed.await(
                "upkeepd answers", () -> !installed.status().path("services").isEmpty());
        assertHeld();
    }

    @Test
    void theDiskIsFull() {
        endure(
                "dd if=/dev/zero of=DISK/fill bs=4k oflag=append conv=notrunc 2>/dev/null || :; ! echo x >DISK/more"
                        .replace("DISK", DISK),
                ScarcityLabTest::restartOn,
                "rm DISK/fill DISK/more".replace("DISK", DISK));
    }

    @Test
    void noFileCanBeMadeAnyMore() {
        endure(
                "mkdir --parents DISK/fill; i=0; while touch DISK/fill/$i 2>/dev/null; do i=$((i + 1)); done"
                        .replace("DISK", DISK),
                ScarcityLabTest::restartOn,
                "rm -r DISK/fill".replace("DISK", DISK));
    }

    @Test
    void theDiskIsReadOnly() {
        endure("mount -o remount,bind,ro " + DISK, ScarcityLabTest::restartOn, "mount -o remount,bind,rw " + DISK);
    }
}
