package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Journal;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Recorded;
import upkeep.lab.Suite;

/** Scenarios of the whole machine: many services at once, systemd, the bus, and upkeepd itself. */
@OnEverySuite
class StormsLabTest {
    private static final int ADOPTED = 12;

    /** So many are a storm; those that come before it is clear that they are many are told by themselves. */
    private static final int MANY = 5;

    /** A share of the services that may be started at once: a fifth of all. */
    private static final int AT_ONCE = 8;

    /** Longer than upkeepd takes to see that something fails, and to tell it. */
    private static final Duration LONGER_THAN_A_DECISION = Duration.ofSeconds(3);

    private static final String SERVICES = """
              broken:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4001
                start-timeout: 1s
                probes:
                  liveness: {http: {path: /healthz}, every: 500ms, timeout: 500ms, failures: 2, otherwise: alert}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Stage stage;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        stage = Stage.boot(suite, "storms");
        installed = stage.installed();
        machine = stage.machine();
        machine.write("/usr/lib/systemd/system/lab-adopted@.service", "[Service]\nExecStart=/usr/bin/sleep infinity\n");
        machine.shell("systemctl daemon-reload; systemctl start " + adoptedUnits())
                .orFail();
        stage.apply(SERVICES + adopted() + Stage.web("web", 4002));
    }

    private static String adopted() {
        return IntStream.rangeClosed(1, ADOPTED)
                .mapToObj("  adopted-%1$d: {adopt: lab-adopted@%1$d.service}\n"::formatted)
                .collect(Collectors.joining());
    }

    private static String adoptedUnits() {
        return IntStream.rangeClosed(1, ADOPTED)
                .mapToObj("lab-adopted@%d.service"::formatted)
                .collect(Collectors.joining(" "));
    }

    private static String quietUnits() {
        return IntStream.rangeClosed(1, Stage.QUIET)
                .mapToObj("quiet-%d.service"::formatted)
                .collect(Collectors.joining(" "));
    }

    @BeforeEach
    void forgetTheOthers() {
        stage.releaseAll();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
    }

    private static String pid(String unit) {
        return machine.property(unit, "MainPID");
    }

    /** Kills the main processes of units in one call. */
    private static void killAll(String units) {
        machine.shell("kill -s KILL $(systemctl show --property=MainPID --value " + units + ")")
                .orFail();
    }

    private static boolean allUp(String units) {
        return machine.run(
                        "sh",
                        "-c",
                        "systemctl is-active --quiet " + units + " && ! systemctl is-failed --quiet " + units)
                .ok();
    }

    private static long firingAlone(Journal.Mark mark) {
        return machine.journal().since(mark).stream()
                .filter(entry -> entry.has("UPKEEP_STATE", "firing"))
                .filter(entry -> entry.field("UPKEEP_SUBJECT")
                        .filter(name -> !name.isEmpty())
                        .isPresent())
                .count();
    }

    @Test
    void manyServicesAreKilledAtOnce() {
        Scene scene = stage.begin(Scenario.MANY_KILLED, "");
        long before = installed.newest();
        Journal.Mark mark = machine.journal().mark();
        killAll(quietUnits() + " " + adoptedUnits());
        installed.await("systemd has started its share", () -> restartsBySystemd() == Stage.QUIET);
        installed.await("all are up again", () -> allUp(quietUnits() + " " + adoptedUnits()));
        installed.await("all outcomes are known", () -> outcomesSince(before) == ADOPTED);
        List<Recorded> orders = ordersSince(before);
        assertEquals(ADOPTED, orders.size());
        assertTrue(orders.stream().allMatch(order -> order.subject().startsWith("adopted-")), orders::toString);
        assertTrue(mostAtOnce(before) <= AT_ONCE, () -> mostAtOnce(before) + " starts at once");
        scene.told("firing", "resolved");
        assertTrue(firingAlone(mark) < MANY, () -> firingAlone(mark) + " services told by themselves");
        scene.end();
    }

    private static long restartsBySystemd() {
        return machine.shell("systemctl show --property=NRestarts --value " + quietUnits())
                .orFail()
                .out()
                .lines()
                .filter("1"::equals)
                .count();
    }

    private static List<Recorded> ordersSince(long before) {
        return installed.orders(before, "");
    }

    private static long outcomesSince(long before) {
        return installed.since(before, "").stream()
                .filter(it -> it.kind().equals("outcome"))
                .count();
    }

    private static int mostAtOnce(long before) {
        int now = 0;
        int most = 0;
        for (Recorded entry : installed.since(before, "")) {
            now += entry.isOrder() ? 1 : entry.kind().equals("outcome") ? -1 : 0;
            most = Math.max(most, now);
        }
        return most;
    }

    @Test
    void theMachineIsShortOfProcessorTime() {
        assumeTrue(machine.run("test", "-d", "/proc/pressure").ok(), "this host's kernel does not tell pressure");
        Scene machineScene = stage.begin(Scenario.PRESSURE, "");
        Scene scene = stage.begin(Scenario.PRESSURE, "web");
        pressure(95);
        try {
            machineScene.told("firing");
            machine.run("kill", "-s", "STOP", pid("web.service")).orFail();
            scene.account().await("the refusal", entry -> entry.is("refusal", "short of"));
            installed.observe(LONGER_THAN_A_DECISION);
            assertEquals(
                    List.of(),
                    scene.account().entries().stream().filter(Recorded::isOrder).toList());
        } finally {
            pressure(0);
        }
        scene.awaitResolved();
        machineScene.told("firing", "resolved");
        scene.did("restart").told("firing", "resolved").unit("active");
        scene.cause(Cause.POLICY, "short of processor");
        scene.end();
    }

    /** As the kernel writes it, for the share of time in which some task waited for a processor; no file is replaced. */
    private static void pressure(int percent) {
        machine.shell("""
                        cd /proc/pressure
                        for share in memory:0 io:0 cpu:%d; do
                          echo "some avg10=${share#*:}.00 avg60=0.00 avg300=0.00 total=0" >${share%%:*}
                          echo "full avg10=0.00 avg60=0.00 avg300=0.00 total=0" >>${share%%:*}
                        done
                        """.formatted(percent)).orFail();
    }

    /** What would be told of services if they had done anything. */
    private static void assertNothingHappened(Scene scene, Runnable storm) {
        long before = installed.newest();
        String web = pid("web.service");
        storm.run();
        installed.observe(LONGER_THAN_A_DECISION);
        List<Recorded> entries = installed.since(before, "").stream()
                .filter(entry -> !entry.subject().isEmpty())
                .toList();
        assertEquals(List.of(), entries);
        assertEquals(web, pid("web.service"));
        scene.did().told();
        assertStillSupervised();
    }

    private static void assertStillSupervised() {
        installed.awaitWell("web");
        long before = installed.newest();
        String pid = pid("web.service");
        machine.run("kill", "-s", "STOP", pid).orFail();
        installed.awaitEntry(
                before, "web", "the restart", it -> "restart".equals(it.fields().get("verb")));
        installed.awaitEntry(before, "web", "the end", it -> it.is("incident-resolved", "its probes pass"));
        assertNotEquals(pid, pid("web.service"));
        installed.release("web");
    }

    @Test
    void aHundredReloadsOnABusyMachine() {
        Scene scene = stage.begin(Scenario.RELOADS, "");
        String reloads = """
                for i in 1 2; do
                  nice -n 19 sh -c 'while :; do :; done' &
                  hogs="${hogs:-} $!"
                done
                trap 'kill $hogs' EXIT
                for i in $(seq 100); do systemctl daemon-reload; done
                """;
        assertNothingHappened(
                scene,
                () -> machine.run(Duration.ofMinutes(5), "sh", "-euc", reloads).orFail());
        scene.end();
    }

    @Test
    void systemdReexecutesItself() {
        Scene scene = stage.begin(Scenario.REEXECUTION, "");
        assertNothingHappened(
                scene, () -> machine.run("systemctl", "daemon-reexec").orFail());
        scene.end();
    }

    @Test
    void theBusIsKilled() {
        assertFoundAgain(Scenario.BUS_KILLED, () -> machine.run("kill", "-s", "KILL", pid("dbus.service")));
    }

    @Test
    void theBusIsRestarted() {
        assertFoundAgain(Scenario.BUS_RESTARTED, () -> machine.run("systemctl", "restart", "dbus.service"));
    }

    private static void assertFoundAgain(Scenario scenario, Runnable fault) {
        Scene scene = stage.begin(scenario, "");
        long before = installed.newest();
        assertNothingHappened(scene, () -> {
            fault.run();
            installed.awaitEntry(before, "", "the loss", it -> it.is("daemon", "lost the bus"));
            installed.await(
                    "upkeepd sees the units again",
                    () -> installed.status().path("healthy").asBoolean());
        });
        scene.end();
    }

    @Test
    void upkeepdIsKilledInTheMiddleOfAnIncident() {
        assertOneIncident(Scenario.UPKEEPD_KILLED, () -> {
            String pid = pid("upkeepd.service");
            machine.run("kill", "-s", "KILL", pid).orFail();
            return pid;
        });
    }

    @Test
    void upkeepdIsUpgradedInTheMiddleOfAnIncident() {
        assertOneIncident(Scenario.UPKEEPD_UPGRADED, () -> {
            String pid = pid("upkeepd.service");
            machine.install(Machine.packageFile().orElseThrow()).orFail();
            return pid;
        });
    }

    /** Whoever was told that it fires is told nothing more than that it is resolved. */
    private static void assertOneIncident(Scenario scenario, Supplier<String> interruption) {
        installed.awaitWell("broken");
        Scene scene = stage.begin(scenario, "broken");
        ask("break");
        scene.account().await("an incident", entry -> entry.kind().equals("incident-opened"));
        installed.awaitOtherDaemon(interruption.get());
        installed.awaitService(
                "broken", "is seen dead again", it -> it.path("health").asText().equals("dead"));
        installed.observe(LONGER_THAN_A_DECISION);
        ask("mend");
        scene.awaitResolved();
        scene.did().told("firing", "resolved").unit("active");
        scene.end();
    }

    private static void ask(String what) {
        machine.run("curl", "--silent", "--max-time", "5", "http://127.0.0.1:4001/" + what)
                .orFail();
    }
}
