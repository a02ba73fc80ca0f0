package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Timers, sockets, paths, slices, mounts and directories on a real systemd: what they do, and that nothing is left of them. */
@OnEverySuite
class KindsLabTest {
    private static final String SPEC = "/etc/upkeep/conf.d/lab.yaml";

    /** An apply takes its time beside those who visit all the while. */
    private static final Duration VISIT = Duration.ofMinutes(3);

    private static final String SERVER = """
            services:
              web:
                exec: [/usr/bin/python3, /srv/lab/server.py]
                user: web
                port: 8101
                socket: {listen: "127.0.0.1:${port}"}
                environment: {A: "%s"}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "kinds");
        installed.program("visitor.py");
        machine().copyIn(Path.of("yaml-examples/programs/socket-app/server.py"), "/srv/lab/server.py");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    @BeforeEach
    void startEmpty() {
        machine().run("rm", "-f", SPEC).orFail();
        installed.upkeep("remove", "--all").orFail();
        machine().run("systemctl", "reset-failed").orFail();
    }

    private static void apply(String spec) {
        installed.tryApply(spec).orFail();
    }

    private static void awaitIncident(long since, String subject, String part) {
        installed.awaitEntry(since, subject, "an incident: " + part, entry -> entry.is("incident-opened", part));
    }

    private static String visited(int port, String... command) {
        String[] all = new String[command.length + 3];
        all[0] = "/usr/bin/python3";
        all[1] = "/srv/lab/visitor.py";
        all[2] = Integer.toString(port);
        System.arraycopy(command, 0, all, 3, command.length);
        String told = machine().run(VISIT, all).orFail().text();
        // The command may have told something, too.
        return told.substring(told.lastIndexOf('\n') + 1);
    }

    @Test
    void anApplyStartsATimerAndNotWhatItStarts() {
        apply("timers: {yearly: {cron: '0 0 1 1 *', service: {exec: /usr/bin/touch /run/yearly, user: root}}}");
        machine().awaitState("yearly.timer", "active", Installed.LIMIT);
        assertEquals("enabled", machine().property("yearly.timer", "UnitFileState"));
        assertEquals("", machine().property("yearly.service", "InvocationID"));
        String before = machine().property("yearly.timer", "NextElapseUSecRealtime");
        String active = machine().property("yearly.timer", "ActiveEnterTimestampMonotonic");

        apply("timers: {yearly: {cron: '0 0 1 2 *', service: {exec: /usr/bin/touch /run/other, user: root}}}");
        assertNotEquals(before, machine().property("yearly.timer", "NextElapseUSecRealtime"));
        assertEquals(active, machine().property("yearly.timer", "ActiveEnterTimestampMonotonic"));
        assertEquals("", machine().property("yearly.service", "InvocationID"));

        machine().run("systemctl", "start", "yearly.service").orFail();
        machine().run("test", "-e", "/run/other").orFail();
        apply("timers: {yearly: {cron: '0 0 1 2 *', service: {exec: /usr/bin/touch /run/third, user: root}}}");
        assertEquals(1, machine().run("test", "-e", "/run/third").exit());
    }

    @Test
    void aTimerThatCountsFromTheBootWaitsForTheNext() {
        apply("timers: {booted: {on-boot: 1s, service: {exec: /usr/bin/touch /run/booted, user: root}}}");
        assertEquals("enabled", machine().property("booted.timer", "UnitFileState"));
        assertEquals("inactive", machine().property("booted.timer", "ActiveState"));
        assertEquals(1, machine().run("test", "-e", "/run/booted").exit());
    }

    @Test
    void aHeartbeatTellsARunThatIsLateOrTakesTooLong() {
        long since = installed.newest();
        machine().write("/run/job", "exit 0\n");
        apply("""
                timers:
                  job:
                    every: 1s
                    accuracy: 10ms
                    service: {exec: [/bin/sh, /run/job], user: root}
                    heartbeat: {grace: 1s, max-duration: 2s, every: 200ms, failures: 1}
                """);
        installed.await(
                "it has run",
                () -> !machine().property("job.service", "InvocationID").isEmpty());
        installed.awaitEntry(
                since,
                "job",
                "a run by the timer",
                entry -> entry.cause().filter("trigger"::equals).isPresent());
        assertTrue(installed.since(since, "job-heartbeat").stream()
                .noneMatch(entry -> entry.kind().equals("incident-opened")));

        since = installed.newest();
        machine().write("/run/job", "exit 3\n");
        awaitIncident(since, "job", "went down");
        machine().write("/run/job", "exit 0\n");
        installed.awaitEntry(
                since, "job", "an end of that", entry -> entry.kind().equals("incident-resolved"));
        assertTrue(
                installed.since(since, "job-heartbeat").stream()
                        .noneMatch(entry -> entry.kind().equals("incident-opened")),
                "a failed run is told once");

        since = installed.newest();
        machine().write("/run/job", "sleep 1000\n");
        awaitIncident(since, "job-heartbeat", "running for");
        assertEquals(
                0,
                installed.since(since, "job").stream()
                        .filter(entry -> entry.kind().equals("incident-opened"))
                        .count());
        machine().run("systemctl", "stop", "job.timer", "job.service").orFail();
    }

    @Test
    void nobodyIsRefusedWhileAServiceBehindASocketIsRestarted() {
        apply(SERVER.formatted("1"));
        installed.awaitWell("web");
        String inode = machine().property("web.socket", "ActiveEnterTimestampMonotonic");
        String visit = "import urllib.request as web; web.urlopen('http://127.0.0.1:8101/').read()";
        String restarts = "for i in 1 2 3 4 5; do systemctl restart web.service; python3 -c \"" + visit + "\"; done";
        String told = visited(8101, "/bin/sh", "-euc", restarts);
        assertTrue(told.matches("status 0 answers [1-9][0-9]+ from [5-6] processes, failures \\[\\]"), told);

        machine().write(SPEC, SERVER.formatted("2"));
        told = visited(8101, "/usr/bin/upkeep", "apply");
        assertTrue(told.matches("status 0 answers [1-9][0-9]+ from 2 processes, failures \\[\\]"), told);
        assertEquals(inode, machine().property("web.socket", "ActiveEnterTimestampMonotonic"));

        apply(SERVER.formatted("2").replace("8101", "8102"));
        told = visited(8102, "/usr/bin/true");
        assertTrue(told.contains("failures []"), told);
        assertEquals("127.0.0.1:8102 (Stream)", machine().property("web.socket", "Listen"));
    }

    @Test
    void aServiceOnDemandMayBeDown() {
        long since = installed.newest();
        apply("""
                services:
                  lazy:
                    exec: [/bin/sh, -c, "exit 0"]
                    user: lazy
                    socket: {listen: /run/lazy.sock, on-demand: true, user: lazy, mode: "0600", trigger-limit: 3 per 1h}
                  each:
                    exec: [/usr/bin/cat]
                    user: each
                    socket: {listen: "127.0.0.1:8103", accept: true, standard-input: true}
                """);
        assertEquals("active", machine().property("lazy.socket", "ActiveState"));
        assertEquals("", machine().property("lazy.service", "InvocationID"));
        assertEquals(
                "lazy 600",
                machine().run("stat", "-c", "%U %a", "/run/lazy.sock").orFail().text());
        String echo = """
                import socket
                for text in (b"one", b"two"):
                    with socket.create_connection(("127.0.0.1", 8103)) as each:
                        each.sendall(text)
                        each.shutdown(socket.SHUT_WR)
                        assert each.recv(10) == text
                lazy = socket.socket(socket.AF_UNIX)
                lazy.connect("/run/lazy.sock")
                """;
        machine().run("/usr/bin/python3", "-c", echo).orFail();
        installed.await(
                "it was started",
                () -> !machine().property("lazy.service", "InvocationID").isEmpty());
        machine().awaitState("lazy.service", "inactive", Installed.LIMIT);
        // The connection that it left unanswered starts it again and again, until the socket gives up.
        machine().awaitState("lazy.socket", "failed", Installed.LIMIT);
        assertTrue(
                installed.since(since, "lazy").stream()
                        .noneMatch(entry -> entry.kind().equals("incident-opened")),
                () -> installed.events("lazy").toString());
    }

    @Test
    void aPathStartsAndRestarts() {
        machine()
                .shell("mkdir -p /srv/inbox /srv/touched; touch /srv/touched/restart.txt")
                .orFail();
        apply("""
                services:
                  sleeper: {exec: [/usr/bin/sleep, infinity], user: sleeper}
                paths:
                  inbox: {exists-glob: "/srv/inbox/*.xml", service: {shell: "mv /srv/inbox/*.xml /srv/touched/", user: root}}
                  touched: {changed: /srv/touched/restart.txt, restart: sleeper}
                """);
        installed.awaitWell("sleeper");
        assertEquals("", machine().property("inbox.service", "InvocationID"));
        machine().run("touch", "/srv/inbox/a.xml").orFail();
        installed.await(
                "it was moved",
                () -> machine().run("test", "-e", "/srv/touched/a.xml").ok());

        long since = installed.newest();
        String pid = machine().property("sleeper.service", "MainPID");
        machine().run("touch", "/srv/touched/restart.txt").orFail();
        machine()
                .awaitProperty(
                        "sleeper.service", "MainPID", Installed.LIMIT, now -> !now.equals(pid) && !now.equals("0"));
        installed.awaitWell("sleeper");
        assertTrue(
                installed.since(since, "sleeper").stream()
                        .noneMatch(entry -> entry.kind().equals("incident-opened")),
                () -> installed.events("sleeper").toString());
        // What is stopped stays so.
        machine().run("systemctl", "stop", "sleeper.service").orFail();
        String helper = "upkeep-path-touched.service";
        String run = machine().property(helper, "InvocationID");
        machine().run("touch", "/srv/touched/restart.txt").orFail();
        machine().awaitProperty(helper, "InvocationID", Installed.LIMIT, now -> !now.equals(run));
        machine().awaitState(helper, "inactive", Installed.LIMIT);
        assertEquals("inactive", machine().property("sleeper.service", "ActiveState"));
    }

    @Test
    void whatChangesWhileARestartIsPutOffIsCoveredByIt() {
        machine().run("mkdir", "-p", "/srv/copied").orFail();
        apply("""
                services:
                  sleeper: {exec: [/usr/bin/sleep, infinity], user: sleeper}
                paths:
                  copied: {changed: /srv/copied, delay: 5s, restart: sleeper}
                """);
        installed.awaitWell("sleeper");
        String helper = "upkeep-path-copied.service";
        String pid = machine().property("sleeper.service", "MainPID");
        machine().run("touch", "/srv/copied/first").orFail();
        machine().awaitState(helper, "activating", Installed.LIMIT);
        machine().run("touch", "/srv/copied/second").orFail();
        assertEquals(pid, machine().property("sleeper.service", "MainPID"));
        String run = machine().property(helper, "InvocationID");
        machine()
                .awaitProperty(
                        "sleeper.service", "MainPID", Installed.LIMIT, now -> !now.equals(pid) && !now.equals("0"));
        machine().awaitState(helper, "inactive", Installed.LIMIT);
        assertEquals(run, machine().property(helper, "InvocationID"));
        machine().run("touch", "/srv/copied/third").orFail();
        machine().awaitProperty(helper, "InvocationID", Installed.LIMIT, now -> !now.equals(run));
        installed.awaitWell("sleeper");
    }

    @Test
    void slicesMountsAndDirectoriesComeAndGo() {
        String spec = """
                services:
                  inside: {exec: [/usr/bin/sleep, infinity], user: inside, slice: shop-batch}
                slices:
                  shop: {limits: {memory: 512M, tasks: 100}}
                  shop-batch: {limits: {cpu-weight: 20}}
                mounts:
                  /srv/lab-mount: {what: tmpfs, type: tmpfs, options: [size=1M, mode=0700]}
                directories:
                  /srv/made here: {mode: "0750", user: maker, group: makers, age: 10d}
                """;
        apply(spec);
        installed.awaitWell("inside");
        assertEquals("536870912", machine().property("shop.slice", "MemoryMax"));
        assertEquals(
                "/shop.slice/shop-batch.slice/inside.service", machine().property("inside.service", "ControlGroup"));
        assertEquals(
                "maker makers 750",
                machine()
                        .run("stat", "-c", "%U %G %a", "/srv/made here")
                        .orFail()
                        .text());
        machine().run("mountpoint", "/srv/lab-mount").orFail();
        String pid = machine().property("inside.service", "MainPID");

        apply(spec.replace("512M", "256M").replace("size=1M", "size=2M"));
        assertEquals("268435456", machine().property("shop.slice", "MemoryMax"));
        assertEquals(pid, machine().property("inside.service", "MainPID"));
        machine().run("mountpoint", "/srv/lab-mount").orFail();

        apply("services: {inside: {exec: [/usr/bin/sleep, infinity], user: inside}}");
        installed.awaitWell("inside");
        assertEquals("/system.slice/inside.service", machine().property("inside.service", "ControlGroup"));
        assertNotEquals(0, machine().run("mountpoint", "/srv/lab-mount").exit());
        machine().run("test", "-d", "/srv/made here").orFail();
        assertEquals(
                1,
                machine()
                        .run("test", "-e", "/etc/tmpfiles.d/upkeep-services.conf")
                        .exit());
    }

    @Test
    void nothingIsLeftWhenEverythingIsRemoved() {
        apply(SERVER.formatted("1") + """
                timers:
                  nightly: {calendar: daily, service: {exec: /usr/bin/true, user: root}, heartbeat: 1h}
                  weekly: {calendar: weekly, restart: web}
                paths: {watched: {changed: /etc/hosts, restart: web}}
                slices: {shop: {}}
                mounts: {/srv/lab-mount: {what: tmpfs, type: tmpfs}}
                """);
        installed.awaitWell("web");
        installed.upkeep("remove", "nightly", "web").orFail();
        String left = machine().shell("cd /etc/systemd/system; ls").orFail().out();
        for (String gone : new String[] {"web.", "nightly.", "weekly.", "watched.", "upkeep-timer", "upkeep-path"}) {
            assertTrue(!left.contains(gone), left);
        }
        assertEquals("not-found", machine().property("nightly.timer", "LoadState"));
        assertEquals("not-found", machine().property("web.socket", "LoadState"));
        assertTrue(
                installed.json("status").path("checks").toString().contains("[]")
                        || !installed.json("status").toString().contains("nightly-heartbeat"),
                installed.json("status").toString());
        installed.upkeep("remove", "--all").orFail();
        left = machine()
                .shell("cd /etc/systemd/system; find . -name '*shop*' -o -name '*lab*mount*'")
                .orFail()
                .text();
        assertEquals("", left);
        assertNotEquals(0, machine().run("mountpoint", "/srv/lab-mount").exit());
    }

    @Test
    void whatIsEjectedGoesOn() {
        apply(SERVER.formatted("1")
                + "timers: {nightly: {calendar: daily, service: {exec: /usr/bin/true, user: root}}}\n");
        installed.awaitWell("web");
        String pid = machine().property("web.service", "MainPID");
        installed.upkeep("eject", "web", "nightly").orFail();
        assertEquals(pid, machine().property("web.service", "MainPID"));
        assertEquals("active", machine().property("web.socket", "ActiveState"));
        assertEquals("active", machine().property("nightly.timer", "ActiveState"));
        assertEquals("loaded", machine().property("nightly.service", "LoadState"));
        machine()
                .shell("systemctl disable --now web.socket web.service nightly.timer\n"
                        + "rm /etc/systemd/system/web.s* /etc/systemd/system/nightly.*; systemctl daemon-reload")
                .orFail();
    }
}
