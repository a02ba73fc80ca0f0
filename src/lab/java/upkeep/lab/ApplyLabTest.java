package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** plan, apply and remove on a real systemd: what they change, what they leave alone, and a crash at any moment. */
@OnEverySuite
class ApplyLabTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SPEC = "/etc/upkeep/conf.d/lab.yaml";
    private static final String WEB = "/etc/systemd/system/web.service";
    private static final String DROP_IN = "/etc/systemd/system/nginx.service.d/50-upkeep.conf";
    private static final int KILLS_BY_TIME = 8;

    private static final String FIRST = """
            services:
              web: {exec: [/usr/bin/sleep, "1000001"], user: web}
              old: {exec: [/usr/bin/sleep, "1000002"], user: old, after: web.service}
              nginx: {adopt: nginx.service, limits: {open-files: 5001}}
            """;
    private static final String SECOND = """
            services:
              web: {exec: [/usr/bin/sleep, "2000001"], user: web, environment: {A: b}}
              new: {exec: [/usr/bin/sleep, "2000002"], user: new}
              shop-part: {exec: [/usr/bin/sleep, "2000003"], user: root, target: shop}
              nginx: {adopt: nginx.service, limits: {open-files: 5002}}
            targets: {shop: {}}
            """;

    private static final String MANIFEST = "/var/lib/upkeep/manifest.json";
    private static final String PENDING = "grep -q pending " + MANIFEST;
    private static final String UNITS = "/etc/systemd/system/";

    /** Moments that the disk or systemd tells of, as conditions of the shell; each is seen on the way from FIRST to SECOND. */
    private static final List<String> FORTH = List.of(
            PENDING,
            "! systemctl is-active --quiet old.service",
            "test -e " + UNITS + "new.service",
            "grep -q 5002 " + DROP_IN,
            "grep -rq 2000001 /var/lib/upkeep/applied/",
            "systemctl is-active --quiet new.service");

    /** The same on the way from SECOND to FIRST. */
    private static final List<String> BACK = List.of(
            "! test -e " + UNITS + "multi-user.target.wants/new.service",
            "! test -e " + UNITS + "new.service",
            "grep -q 1000001 " + WEB,
            "grep -rq 1000001 /var/lib/upkeep/applied/",
            "test -e " + UNITS + "multi-user.target.wants/old.service",
            "test \"$(systemctl show -P NeedDaemonReload web.service)\" = yes");

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    /** What an apply is to bring about. */
    private record State(List<String> disk, String units, List<String> commands) {}

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Packaged.boot(suite, "apply");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @BeforeEach
    void startEmpty() {
        machine.run("rm", "-f", SPEC).orFail();
        clear();
        // Its start limit counts the restarts of the tests before.
        machine.run("systemctl", "reset-failed").orFail();
        machine.run("systemctl", "start", "nginx.service").orFail();
    }

    /** Clears the ground; should that fail, what may explain it is shown beside the failure. */
    private static void clear() {
        Result removed = machine.run("upkeep", "remove", "--all", "--overwrite");
        if (removed.exit() != 0) {
            System.err.println(machine.shell("ls -la /etc/polkit-1 /etc/polkit-1/rules.d; grep Cap /proc/self/status")
                    .out());
        }
        removed.orFail();
    }

    private static Result apply(String spec, String... options) {
        machine.write(SPEC, spec);
        List<String> command = new ArrayList<>(List.of("upkeep", "apply"));
        command.addAll(List.of(options));
        return machine.run(command.toArray(String[]::new));
    }

    private static State state() {
        String units = machine.run(
                        "systemctl",
                        "show",
                        "--property=Id,LoadState,ActiveState,UnitFileState,NeedDaemonReload,LimitNOFILE",
                        "web.service",
                        "old.service",
                        "new.service",
                        "shop-part.service",
                        "shop.target",
                        "nginx.service")
                .orFail()
                .out();
        List<String> commands = machine.run("ps", "-eo", "user=,args=")
                .orFail()
                .out()
                .lines()
                .filter(line -> line.contains("/usr/bin/sleep "))
                .sorted()
                .toList();
        return new State(diskWithoutHistory(), units, commands);
    }

    /** An apply that was begun again may have made another generation, and so a later number. */
    private static List<String> diskWithoutHistory() {
        List<String> disk = new ArrayList<>(Packaged.disk(machine));
        disk.removeIf(line -> line.contains(" /var/lib/upkeep/generations") || line.endsWith("  " + MANIFEST));
        disk.add(machine.read(MANIFEST).replaceFirst("\"generation\" : [0-9]+", "\"generation\" : n"));
        return disk;
    }

    @Test
    void aKilledApplyIsFinishedByTheNext() {
        apply(FIRST, "--restart-adopted").orFail();
        State first = state();
        long start = System.nanoTime();
        apply(SECOND, "--restart-adopted").orFail();
        long took = System.nanoTime() - start;
        State second = state();
        assertNotEquals(first, second);
        assertEquals(3, second.commands().size(), second::toString);

        int cutOff = 0;
        for (int i = 0; i < FORTH.size(); i++) {
            cutOff += killedAt(BACK.get(i), FIRST, first);
            cutOff += killedAt(FORTH.get(i), SECOND, second);
        }
        for (int i = 1; i <= KILLS_BY_TIME; i++) {
            String delay = String.format(Locale.ROOT, "%.3f", (double) took * i / (KILLS_BY_TIME + 1) / 1e9);
            boolean back = i % 2 == 1;
            machine.write(SPEC, back ? FIRST : SECOND);
            machine.run("timeout", "--signal=KILL", delay, "upkeep", "apply", "--restart-adopted");
            cutOff += assertFinished(back ? first : second, "killed after " + delay + " s");
        }
        int killed = FORTH.size() + BACK.size() + KILLS_BY_TIME;
        System.out.println(suite.codename() + ": apply killed " + killed + " times, " + cutOff + " of them half done");
        assertTrue(cutOff >= killed / 4, "only " + cutOff + " runs were cut off half done");
        assertEquals("nothing to do", machine.run("upkeep", "plan").orFail().text());
    }

    /** Kills an apply as soon as the condition holds; 1 if it was half done then. */
    private static int killedAt(String moment, String spec, State expected) {
        machine.write(SPEC, spec);
        machine.shell("upkeep apply --restart-adopted >/run/killed.out 2>&1 & pid=$!\n"
                        + "until " + moment + "; do kill -0 $pid || break; done\n"
                        + "kill -KILL $pid || true; wait $pid || true")
                .orFail();
        return assertFinished(expected, "killed when " + moment);
    }

    private static int assertFinished(State expected, String moment) {
        int halfDone = machine.run("sh", "-c", PENDING).ok() ? 1 : 0;
        // Each restart counts for nginx's start limit, and there are many more here than in a life.
        machine.run("systemctl", "reset-failed", "nginx.service");
        machine.run("upkeep", "apply", "--restart-adopted").orFail();
        assertEquals(expected, state(), moment);
        return halfDone;
    }

    @Test
    void whatIsAppliedIsRemovedWithoutATrace() {
        List<String> before = generated();
        machine.write(SPEC, FIRST);
        Result plan = machine.run("upkeep", "plan");
        assertEquals(1, plan.exit(), plan::toString);
        assertTrue(plan.out().contains("+ExecStart=/usr/bin/sleep 1000001"), plan::toString);
        assertEquals(before, generated(), "plan touched something");

        int upkeepd = Packaged.mainPid(machine, "upkeepd.service");
        Journal.Mark mark = machine.journal().mark();
        Result apply = apply(FIRST).orFail();
        assertTrue(apply.out().contains("reload upkeepd: done"), apply::toString);
        machine.journal()
                .await(
                        mark,
                        "reload of upkeepd",
                        LIMIT,
                        entry -> entry.unit().equals("upkeepd.service")
                                && entry.message().startsWith("Reloaded upkeepd.service"));
        assertEquals(upkeepd, Packaged.mainPid(machine, "upkeepd.service"));
        String status = Packaged.status(machine);
        assertTrue(status.contains("\"web\"") && status.contains("\"old\""), status);
        for (String unit : List.of("web.service", "old.service")) {
            assertEquals("active", machine.property(unit, "ActiveState"));
            assertEquals("enabled", machine.property(unit, "UnitFileState"));
        }
        assertEquals("nothing to do", machine.run("upkeep", "plan").orFail().text());
        assertEquals("nothing to do", apply(FIRST).orFail().text());

        int web = Packaged.mainPid(machine, "web.service");
        machine.run("upkeep", "remove", "old").orFail();
        assertEquals("not-found", machine.property("old.service", "LoadState"));
        assertEquals("inactive", machine.property("old.service", "ActiveState"));
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
        assertFalse(Packaged.status(machine).contains("\"old\""));

        machine.run("rm", SPEC).orFail();
        machine.run("upkeep", "remove", "--all").orFail();
        assertEquals(before, generated());
        assertEquals("not-found", machine.property("web.service", "LoadState"));
        assertFalse(machine.run("test", "-d", "/proc/" + web).ok(), "web goes on");
        assertEquals("active", machine.property("nginx.service", "ActiveState"));
    }

    /** The disk without what stays, empty: the manifest, the copy of the applied specs, and a folder that systemd knows. */
    private static List<String> generated() {
        return Packaged.disk(machine).stream()
                .filter(line -> !line.contains(" /var/lib/upkeep") && !line.endsWith(" /etc/sysusers.d "))
                .toList();
    }

    @Test
    void onlyWhatChangedIsRestarted() {
        apply(FIRST).orFail();
        int web = Packaged.mainPid(machine, "web.service");
        int old = Packaged.mainPid(machine, "old.service");
        int nginx = Packaged.mainPid(machine, "nginx.service");
        apply(FIRST.replace("1000001", "1000009")).orFail();
        assertNotEquals(web, Packaged.mainPid(machine, "web.service"));
        assertEquals(old, Packaged.mainPid(machine, "old.service"));
        assertEquals(nginx, Packaged.mainPid(machine, "nginx.service"));

        machine.run("systemctl", "stop", "old.service").orFail();
        apply(FIRST.replace("1000002", "1000008")).orFail();
        assertEquals("inactive", machine.property("old.service", "ActiveState"), "the operator had stopped it");
    }

    @Test
    void anAdoptedUnitIsChangedByItsDropIn() {
        int nginx = Packaged.mainPid(machine, "nginx.service");
        Result apply = apply(FIRST).orFail();
        assertTrue(apply.out().contains("--restart-adopted"), apply::toString);
        assertEquals("5001", machine.property("nginx.service", "LimitNOFILE"));
        assertEquals(nginx, Packaged.mainPid(machine, "nginx.service"));
        apply(FIRST.replace("5001", "5003"), "--restart-adopted").orFail();
        int restarted = Packaged.mainPid(machine, "nginx.service");
        assertNotEquals(nginx, restarted);
        assertTrue(machine.read("/proc/" + restarted + "/limits").matches("(?s).*Max open files +5003 +5003 .*"));
    }

    @Test
    void anEditedUnitIsNeverOverwrittenUnasked() {
        apply(FIRST).orFail();
        int web = Packaged.mainPid(machine, "web.service");
        String edited = machine.read(WEB) + "# by hand\n";
        machine.write(WEB, edited);
        List<String> disk = Packaged.untouchedDisk(machine);

        Result apply = apply(SECOND);
        assertEquals(1, apply.exit(), apply::toString);
        assertTrue(apply.err().startsWith(WEB + ": error: cannot write the file: "), apply::toString);
        assertTrue(apply.err().contains("--overwrite"), apply::toString);
        assertEquals(disk, Packaged.untouchedDisk(machine));
        assertEquals(web, Packaged.mainPid(machine, "web.service"));
        assertEquals(1, machine.run("upkeep", "plan").exit());

        Result remove = machine.run("upkeep", "remove", "web");
        assertEquals(1, remove.exit(), remove::toString);
        assertEquals(edited, machine.read(WEB));

        Result overwrite = apply(SECOND, "--overwrite").orFail();
        String saved = overwrite
                .out()
                .lines()
                .filter(line -> line.startsWith("kept what was edited as "))
                .findFirst()
                .orElseThrow()
                .substring("kept what was edited as ".length());
        assertEquals(edited, machine.read(saved));
        assertTrue(machine.read(WEB).contains("2000001"));
        assertNotEquals(web, Packaged.mainPid(machine, "web.service"));
    }
}
