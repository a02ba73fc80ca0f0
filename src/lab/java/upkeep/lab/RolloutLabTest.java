package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * A new version of a service with three instances, put in force while nginx passes 200 requests a second on to them; and the same
 * version restarted so.
 */
@OnEverySuite
class RolloutLabTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PROXY = "/etc/nginx/conf.d/web.conf";
    private static final int RATE = 200;

    private static final String SITE = """
            server {
                listen 127.0.0.1:8080;
                location / { proxy_pass http://web; }
            }
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed host;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        host = Installed.boot(suite, "rollout");
        host.program("instance.py");
        host.program("load.py");
        host.machine().write("/etc/nginx/sites-enabled/default", SITE);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        host.close();
    }

    private static String spec(String version) {
        return """
                services:
                  web:
                    exec: [/usr/bin/python3, /srv/lab/instance.py, "${port}", "%s"]
                    dynamic-user: true
                    instances: 3
                    port: 3001
                    start-timeout: 15s
                    stop: {timeout: 10s}
                    update: {verify: 3s}
                    proxy: {nginx: %s}
                    probes:
                      readiness: {http: {path: /healthz}, every: 1s, timeout: 1s}
                """.formatted(version, PROXY);
    }

    @BeforeEach
    void startWithTheFirst() {
        host.machine().write("/etc/upkeep/conf.d/lab.yaml", spec("first"));
        host.machine().run(LIMIT, "upkeep", "apply").orFail();
        host.machine().run("systemctl", "start", "nginx").orFail();
        host.await(
                "all are well",
                () -> IntStream.rangeClosed(1, 3)
                        .allMatch(number -> host.service("web@" + number)
                                .path("health")
                                .asText()
                                .equals("ok")));
        assertEquals(3, servers());
    }

    /** How many instances nginx may send requests to. */
    private static long servers() {
        return host.machine()
                .read(PROXY)
                .lines()
                .filter(line -> line.contains("server 127.0.0.1:300") && !line.contains(" down"))
                .count();
    }

    private static List<String> runs() {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(number -> host.machine().property("web@" + number + ".service", "InvocationID"))
                .toList();
    }

    /** Sends requests while that goes on, and some before and after. */
    private static JsonNode underLoad(Runnable work) {
        Machine machine = host.machine();
        machine.run("rm", "-f", "/run/load.json", "/run/load.json.begun").orFail();
        machine.run(
                        "systemd-run",
                        "--unit=load",
                        "--collect",
                        "/usr/bin/python3",
                        "/srv/lab/load.py",
                        "http://127.0.0.1:8080/",
                        Integer.toString(RATE),
                        "/run/load.json")
                .orFail();
        host.await(
                "requests are sent",
                () -> machine.run("test", "-e", "/run/load.json.begun").ok());
        work.run();
        machine.run("systemctl", "stop", "load").orFail();
        try {
            JsonNode load = new ObjectMapper().readTree(machine.read("/run/load.json"));
            System.err.println(machine.name() + ": " + load);
            return load;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertServed(JsonNode load) {
        assertEquals(0, load.path("failed").asInt(), load::toString);
        // The host may have other things to do, but not so many that there is no load.
        assertTrue(load.path("sent").asInt() > RATE * load.path("seconds").asDouble() / 2, load::toString);
    }

    @Test
    void aNewVersionComesInWithoutAFailedRequest() {
        List<String> before = runs();
        JsonNode load = underLoad(() -> {
            host.machine().write("/etc/upkeep/conf.d/lab.yaml", spec("second"));
            host.machine().run(LIMIT, "upkeep", "apply").orFail();
        });
        assertServed(load);
        assertTrue(load.path("answers").path("first").asInt() > 0, load::toString);
        assertTrue(load.path("answers").path("second").asInt() > 0, load::toString);
        for (int i = 0; i < 3; i++) {
            assertNotEquals(before.get(i), runs().get(i));
            assertTrue(host.machine()
                    .read("/etc/systemd/system/web@" + (i + 1) + ".service")
                    .contains("second"));
        }
        assertEquals(3, servers());
    }

    @Test
    void aVersionThatFailsItsProbesTouchesOneInstanceAndGoesBack() {
        List<String> before = runs();
        JsonNode load = underLoad(() -> {
            host.machine().write("/etc/upkeep/conf.d/lab.yaml", spec("broken"));
            Result apply = host.machine().run(LIMIT, "upkeep", "apply");
            assertEquals(1, apply.exit(), apply::toString);
            assertTrue(apply.err().contains("web@1: "), apply::toString);
            assertTrue(apply.err().contains("what was in force before is back, and well"), apply::toString);
        });
        assertServed(load);
        assertEquals(1, load.path("answers").size(), load::toString);
        assertNotEquals(before.get(0), runs().get(0));
        assertEquals(before.subList(1, 3), runs().subList(1, 3));
        assertTrue(host.machine().read("/etc/systemd/system/web@1.service").contains("first"));
        assertEquals(3, servers());
        String generations =
                host.machine().run("upkeep", "generations").orFail().out();
        assertTrue(generations.contains("revert"), generations);
        String why = host.why("web@1");
        assertTrue(why.contains("was rolled out and did not prove itself"), why);
        assertTrue(host.why("web").contains("was given up that did not prove itself with web@1"), why);
        host.await("people are told", () -> told("web@1", "firing").contains("did not prove itself"));
        assertEquals("", told("web@2", "firing"));
        assertEquals("", told("web@1", "resolved"));
        host.machine().write("/etc/upkeep/conf.d/lab.yaml", spec("first"));
        host.machine().run(LIMIT, "upkeep", "apply").orFail();
        host.await(
                "people are told that it is over",
                () -> told("web@1", "resolved").contains("wants no other version"));
    }

    @Test
    void aRolloutThatIsKilledWhileUpkeepdIsAwayIsFinishedByTheNext() {
        Machine machine = host.machine();
        JsonNode load = underLoad(() -> {
            machine.run("systemctl", "stop", "upkeepd").orFail();
            machine.write("/etc/upkeep/conf.d/lab.yaml", spec("third"));
            machine.run("systemd-run", "--unit=apply", "--collect", "upkeep", "apply")
                    .orFail();
            host.await("one was moved", () -> unit(1).contains("third"));
            machine.run("systemctl", "kill", "--signal=KILL", "apply").orFail();
            assertTrue(unit(3).contains("first"));
            for (int number = 1; number <= 3; number++) {
                machine.awaitState("web@" + number + ".service", "active", Installed.LIMIT);
            }
            Result apply = machine.run(LIMIT, "upkeep", "apply").orFail();
            assertTrue(apply.out().contains("all have proven themselves"), apply::toString);
            machine.run("systemctl", "start", "upkeepd").orFail();
        });
        assertServed(load);
        assertTrue(unit(1).contains("third") && unit(2).contains("third") && unit(3).contains("third"));
        assertEquals(3, servers());
        host.await("upkeepd tells of it", () -> host.why("web@3").contains("was rolled out, and has proven itself"));
    }

    /** What people were told through the journal of a rollout of that service. */
    private static String told(String service, String state) {
        return host.machine()
                .run(
                        "journalctl",
                        "--output=cat",
                        "UPKEEP_INCIDENT_KEY=" + service + ": rollout",
                        "UPKEEP_STATE=" + state)
                .out();
    }

    private static String unit(int number) {
        return host.machine().read("/etc/systemd/system/web@" + number + ".service");
    }

    @Test
    void anInstanceThatHangsIsTakenOutOfServiceAndPutBack() {
        Machine machine = host.machine();
        machine.run("systemctl", "kill", "--signal=STOP", "web@2").orFail();
        host.await("nginx knows that it hangs", () -> machine.read(PROXY).contains("server 127.0.0.1:3002 down;"));
        assertEquals(2, servers());
        assertEquals(0, machine.run("upkeep", "drift").exit());
        machine.run("systemctl", "kill", "--signal=CONT", "web@2").orFail();
        host.await("nginx knows that it is back", () -> servers() == 3);
    }

    /** Holds the lock of an apply until its file is gone, as an apply of something else would. */
    private static final String HOLDER = """
            import fcntl, os, time
            lock = open("/var/lib/upkeep/apply.lock", "w")
            fcntl.lockf(lock, fcntl.LOCK_EX)
            open("/run/held", "w").close()
            while os.path.exists("/run/held"):
                time.sleep(0.05)
            """;

    @Test
    void nginxIsToldAsSoonAsAnotherApplyHasEndedAndAnApplyWaitsForAMoment() {
        Machine machine = host.machine();
        machine.run("systemd-run", "--unit=holder", "--collect", "/usr/bin/python3", "-c", HOLDER)
                .orFail();
        host.await(
                "the lock is held", () -> machine.run("test", "-e", "/run/held").ok());
        machine.run("systemctl", "kill", "--signal=STOP", "web@2").orFail();
        machine.awaitState("upkeep-proxy-web.service", "activating", Installed.LIMIT);
        machine.run("systemd-run", "--unit=apply", "--property=RemainAfterExit=yes", "upkeep", "apply")
                .orFail();
        host.await("the apply is at the lock", () -> machine.shell("""
                pid=$(systemctl show --value --property MainPID apply)
                ls -l "/proc/$pid/fd" | grep --quiet apply.lock
                """).ok());
        assertEquals(3, servers());
        machine.run("rm", "/run/held").orFail();
        host.await("nginx knows that it hangs", () -> machine.read(PROXY).contains("server 127.0.0.1:3002 down;"));
        host.await(
                "the apply has ended",
                () -> machine.property("apply.service", "SubState").equals("exited"));
        assertEquals("success", machine.property("apply.service", "Result"));
        machine.run("systemctl", "stop", "apply").orFail();
        machine.run("systemctl", "kill", "--signal=CONT", "web@2").orFail();
        host.await("nginx knows that it is back", () -> servers() == 3);
    }

    @Test
    void aBrokenConfigurationKeepsAnApplyAndUpkeepdFromRestarting() {
        Machine machine = host.machine();
        String nginx = """
                  nginx:
                    adopt: nginx.service
                    restart: on-failure
                    pre-check: [/usr/sbin/nginx -t -q]
                    unit: {Service: {Nice: %d}}
                    probes:
                      liveness: {http: {url: "http://127.0.0.1:8080/"}, every: 1s, timeout: 1s, failures: 2}
                """;
        machine.write("/etc/upkeep/conf.d/lab.yaml", spec("first") + nginx.formatted(1));
        machine.run(LIMIT, "upkeep", "apply", "--restart-adopted").orFail();
        host.awaitWell("nginx");
        String run = machine.property("nginx.service", "InvocationID");
        machine.shell("echo nonsense >>/etc/nginx/nginx.conf").orFail();
        try {
            machine.write("/etc/upkeep/conf.d/lab.yaml", spec("second") + nginx.formatted(2));
            List<String> before = runs();
            Result apply = machine.run(LIMIT, "upkeep", "apply", "--restart-adopted");
            assertEquals(1, apply.exit(), apply::toString);
            assertTrue(apply.err().contains("the pre-check of nginx did not succeed"), apply::toString);
            assertEquals(before, runs());
            long newest = host.newest();
            machine.run("systemctl", "kill", "--signal=STOP", "nginx").orFail();
            host.awaitEntry(
                    newest,
                    "nginx",
                    "the restart is not done",
                    entry -> entry.text().contains("no restart, since its pre-check did not succeed"));
        } finally {
            machine.run("systemctl", "kill", "--signal=CONT", "nginx").orFail();
            machine.shell("sed -i '/nonsense/d' /etc/nginx/nginx.conf").orFail();
        }
        host.awaitWell("nginx");
        assertEquals(run, machine.property("nginx.service", "InvocationID"));
    }

    private static final String NGINX = """
              nginx:
                adopt: nginx.service
                pre-check: [/usr/sbin/nginx -t -q]
                probes:
                  liveness: {http: {url: "http://127.0.0.1:8080/"}, every: 1s, timeout: 1s}
            """;

    private static long microseconds(int number, String property) {
        return Long.parseLong(host.machine().property("web@" + number + ".service", property));
    }

    @Test
    void aRollRestartsAllOneByOneWithoutAFailedRequest() {
        List<String> before = runs();
        JsonNode load = underLoad(() -> {
            Result roll = host.machine().run(LIMIT, "upkeep", "roll", "web").orFail();
            assertTrue(roll.out().contains("all have proven themselves"), roll::toString);
        });
        assertServed(load);
        for (int number = 1; number <= 3; number++) {
            assertNotEquals(before.get(number - 1), runs().get(number - 1));
        }
        for (int number = 1; number < 3; number++) {
            assertTrue(
                    microseconds(number, "ActiveEnterTimestampMonotonic") + 3_000_000
                            <= microseconds(number + 1, "ActiveExitTimestampMonotonic"),
                    "the next goes once the one before has been well for as long as verify says");
        }
        assertEquals(3, servers());
        assertTrue(host.service("web@3").path("hold").isNull());
        host.await(
                "upkeepd tells of it",
                () -> host.why("web@3").contains("rolled by root: restarted, and has proven itself"));
    }

    @Test
    void aRollOfWhatDoesNotComeUpAgainTouchesOne() {
        List<String> before = runs();
        try {
            JsonNode load = underLoad(() -> {
                host.machine()
                        .shell("sed -i '1i raise SystemExit(3)' /srv/lab/instance.py")
                        .orFail();
                Result roll = host.machine().run(LIMIT, "upkeep", "roll", "web");
                assertEquals(1, roll.exit(), roll::toString);
                assertTrue(roll.err().contains("cannot roll on: web@1: "), roll::toString);
                assertTrue(roll.err().contains("not touched: web@2, web@3"), roll::toString);
            });
            assertServed(load);
            assertEquals(before.subList(1, 3), runs().subList(1, 3));
            assertEquals(2, servers());
            host.await(
                    "upkeepd tells of it",
                    () -> host.why("web@1").contains("rolled by root: restarted, and did not prove itself: "));
            String why = host.why("web@2");
            assertTrue(why.contains("rolled by root: not touched; the roll ended with web@1: "), why);
        } finally {
            host.program("instance.py");
            host.machine().run("systemctl", "reset-failed", "web@1").orFail();
            host.machine().run("systemctl", "restart", "web@1").orFail();
            host.release("web@1");
        }
        host.await("nginx knows that it is back", () -> servers() == 3);
    }

    @Test
    void aRollThatIsInterruptedEndsBehindTheOneThatIsUnderWay() {
        Machine machine = host.machine();
        List<String> before = runs();
        JsonNode load = underLoad(() -> {
            machine.run("systemd-run", "--unit=roll", "--collect", "upkeep", "roll", "--canary", "1h", "web")
                    .orFail();
            host.await("one was restarted", () -> !runs().getFirst().equals(before.getFirst()));
            machine.run("systemctl", "kill", "--kill-whom=main", "--signal=INT", "roll")
                    .orFail();
            host.await(
                    "it has ended",
                    () -> !machine.run("systemctl", "is-active", "--quiet", "roll")
                            .ok());
        });
        assertServed(load);
        assertEquals(before.subList(1, 3), runs().subList(1, 3));
        assertEquals(3, servers());
        assertTrue(host.service("web@1").path("hold").isNull());
        host.await(
                "upkeepd tells of it",
                () -> host.why("web@1").contains("restarted, and has proven itself; the roll was stopped then"));
        machine.run(LIMIT, "upkeep", "apply").orFail();
    }

    @Test
    void aReloadWithABrokenConfigurationIsRefusedAndNginxServesOn() {
        Machine machine = host.machine();
        machine.write("/etc/upkeep/conf.d/lab.yaml", spec("first") + NGINX);
        machine.run(LIMIT, "upkeep", "apply").orFail();
        host.awaitWell("nginx");
        String process = machine.property("nginx.service", "MainPID");
        machine.shell("echo nonsense >>/etc/nginx/nginx.conf").orFail();
        try {
            JsonNode load = underLoad(() -> {
                Result roll = machine.run(LIMIT, "upkeep", "roll", "--reload", "nginx");
                assertEquals(1, roll.exit(), roll::toString);
                assertTrue(roll.err().contains("cannot roll: the pre-check of nginx did not succeed"), roll::toString);
            });
            assertServed(load);
        } finally {
            machine.shell("sed -i '/nonsense/d' /etc/nginx/nginx.conf").orFail();
        }
        JsonNode load = underLoad(() -> {
            Result roll =
                    machine.run(LIMIT, "upkeep", "roll", "--reload", "nginx").orFail();
            assertTrue(roll.out().contains("nginx: reloading\n"), roll::toString);
        });
        assertServed(load);
        assertEquals(process, machine.property("nginx.service", "MainPID"));
        host.await("upkeepd tells of it", () -> host.why("nginx").contains("reloaded, and has proven itself"));
    }
}
