package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What each level of hardening takes on a real systemd, what each permission gives back, and who still runs under it. */
@OnEverySuite
class HardeningLabTest {

    private static final List<String> LEVELS = List.of("none", "baseline", "strict", "paranoid");
    private static final Pattern EXPOSURE =
            Pattern.compile("(?m)^exposure of (\\S+)\\.service: (?:[0-9.]+ -> )?([0-9.]+)$");

    /** Settings of hardening under which something can be done although the level is paranoid. */
    private record Try(String name, String level, String hardening) {
        boolean isDeniedAt(String at) {
            return LEVELS.indexOf(at) >= LEVELS.indexOf(level);
        }
    }

    /** What src/lab/programs/tries.py tries, from which level on it fails, and what lets it. */
    private static final List<Try> TRIES = List.of(
            new Try("no-new-privileges", "baseline", "allow: setuid-programs"),
            new Try("write-etc", "baseline", "writable: /etc"),
            new Try("write-srv", "strict", "writable: /srv/lab/open"),
            new Try("write-home", "baseline", "allow: home-directories, writable: /root"),
            new Try("read-home", "strict", "allow: home-directories"),
            new Try("shared-tmp", "baseline", "allow: shared-tmp"),
            new Try("device", "strict", "allow: devices"),
            new Try("realtime", "baseline", "allow: realtime"),
            new Try("affinity", "paranoid", "allow: realtime"),
            new Try("hostname", "baseline", "allow: hostname"),
            new Try("personality", "baseline", "allow: foreign-programs"),
            new Try("kernel-setting", "baseline", "allow: [kernel-settings, network-settings]"),
            new Try("control-group", "baseline", "allow: control-groups, writable: /sys/fs/cgroup"),
            new Try("namespace", "strict", "allow: namespaces"),
            new Try("netlink", "strict", "allow: network-interfaces"),
            new Try("packet", "strict", "allow: raw-network"),
            new Try("low-port", "strict", "allow: bind-low-port"),
            new Try("statistics", "paranoid", "allow: system-statistics"),
            new Try("run-memory", "paranoid", "runtime: jit"),
            new Try("change-user", "strict", "allow: change-user"),
            new Try("chown", "strict", "allow: files-of-others"),
            new Try("setuid-file", "baseline", "allow: setuid-files"),
            new Try("readable-file", "strict", "allow: readable-files"),
            new Try("chroot", "strict", "allow: chroot"),
            new Try("mount", "strict", "allow: mount"));

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    /** A web server in Java, which answers every connection in the same way. Argument: the port, on the loopback interface. */
    static final class Web {
        private Web() {}

        public static void main(String[] arguments) throws IOException {
            byte[] answer = "HTTP/1.0 200 OK\r\n\r\njava\n".getBytes(StandardCharsets.US_ASCII);
            try (ServerSocket server =
                    new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
                while (!server.isClosed()) {
                    try (Socket connection = server.accept()) {
                        int read = connection.getInputStream().read(new byte[4096]);
                        connection.getOutputStream().write(answer, 0, read > 0 ? answer.length : 0);
                    }
                }
            }
        }
    }

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) throws IOException {
        installed = Installed.boot(suite, "hardening");
        installed.program("tries.py");
        installed.program("web.py");
        installed.program("web.js");
        String name = Web.class.getName().replace('.', '/') + ".class";
        try (InputStream code = HardeningLabTest.class.getResourceAsStream("/" + name)) {
            machine()
                    .write(
                            "/srv/lab/" + name,
                            Objects.requireNonNull(code, name).readAllBytes(),
                            "644");
        }
        machine()
                .shell("mkdir -p /srv/lab/open && cp /usr/bin/id /srv/lab/setuid-id && chmod 4755 /srv/lab/setuid-id"
                        + " && touch /tmp/shared /root/secret && systemctl start nginx.service")
                .orFail();
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
        installed.upkeep("remove", "--all").orFail();
    }

    /** A service that tries once and ends. */
    private static String trying(String name, String user, String hardening, String tries) {
        return "  " + name + ": {exec: [/usr/bin/python3, /srv/lab/tries.py" + tries + "], type: oneshot, user: " + user
                + ", directories: {state: " + name + "}, hardening: " + hardening + "}\n";
    }

    private static Map<String, String> results(String name) {
        Map<String, String> results = new TreeMap<>();
        machine().read("/var/lib/" + name + "/result").lines().forEach(line -> {
            String[] parts = line.split(": ", 2);
            results.put(parts[0], parts[1]);
        });
        return results;
    }

    private static Map<String, Double> exposures(String out) {
        Map<String, Double> exposures = new LinkedHashMap<>();
        Matcher found = EXPOSURE.matcher(out);
        while (found.find()) {
            exposures.put(found.group(1), Double.valueOf(found.group(2)));
        }
        return exposures;
    }

    @Test
    void eachLevelTakesWhatTheTableSaysAndNothingElse() {
        StringBuilder spec = new StringBuilder("services:\n");
        LEVELS.forEach(level -> spec.append(trying("tries-" + level, "root", level, "")));
        installed.tryApply(spec.toString()).orFail();
        List<String> wrong = new ArrayList<>();
        for (String level : LEVELS) {
            Map<String, String> results = results("tries-" + level);
            for (Try each : TRIES) {
                boolean done = "done".equals(results.get(each.name()));
                if (done == each.isDeniedAt(level)) {
                    wrong.add(level + ": " + each.name() + " " + results.get(each.name()));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void eachPermissionGivesBackWhatItSays() {
        StringBuilder spec = new StringBuilder("services:\n");
        for (Try each : TRIES) {
            spec.append(trying(
                    "may-" + each.name(), "root", "{level: paranoid, " + each.hardening() + "}", ", " + each.name()));
        }
        installed.tryApply(spec.toString()).orFail();
        List<String> wrong = new ArrayList<>();
        for (Try each : TRIES) {
            Map<String, String> results = results("may-" + each.name());
            if (!results.equals(Map.of(each.name(), "done"))) {
                wrong.add(each.hardening() + ": " + results);
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** What only makes a difference to who is not root. */
    @Test
    void anotherUserMayHaveSetuidProgramsAndCapabilities() {
        String spec = "services:\n" + trying("denied", "lab", "strict", ", setuid-program, low-port, processes")
                + trying(
                        "allowed",
                        "lab",
                        "{level: paranoid, allow: [setuid-programs, bind-low-port, other-processes]}",
                        ", setuid-program, low-port, processes");
        installed.tryApply(spec).orFail();
        assertFalse(
                results("denied").containsValue("done"), () -> results("denied").toString());
        assertEquals(Map.of("setuid-program", "done", "low-port", "done", "processes", "done"), results("allowed"));
    }

    @Test
    void aNetworkOfItsOwnReachesNobody() {
        String spec = "services:\n" + trying("reaches", "root", "{level: paranoid, network: any}", ", connect")
                + trying("alone", "root", "{level: baseline, network: none}", ", connect");
        installed.tryApply(spec).orFail();
        assertEquals(Map.of("connect", "done"), results("reaches"));
        assertNotEquals(Map.of("connect", "done"), results("alone"));
    }

    /** Programs in Python, Node and Java serve under every level, and each level is less exposed than the one before. */
    @Test
    void programsServeUnderEveryLevel() {
        StringBuilder spec = new StringBuilder("services:\n");
        int port = 8000;
        for (String level : LEVELS) {
            spec.append(web("python-" + level, port, "[/usr/bin/python3, /srv/lab/web.py, \"${port}\"]", level));
            spec.append(web(
                    "node-" + level,
                    port + 10,
                    "[/usr/bin/node, /srv/lab/web.js, \"${port}\", /var/lib/node-" + level + "/asked]",
                    "{level: " + level + ", runtime: jit}"));
            spec.append(web("java-" + level, port + 20, java(), "{level: " + level + ", runtime: jit}"));
            port++;
        }
        machine().write("/etc/upkeep/conf.d/lab.yaml", spec.toString());
        Map<String, Double> exposures = exposures(installed.upkeep("plan").out());
        installed.apply(spec.toString());
        System.out.println(suite + ": " + exposures);
        double last = 10;
        for (String level : LEVELS) {
            assertEquals("ok", get(8000 + LEVELS.indexOf(level)));
            assertTrue(get(8010 + LEVELS.indexOf(level)).matches("[0-9]+"));
            assertEquals("java", get(8020 + LEVELS.indexOf(level)));
            for (String kind : level.equals("none") ? List.<String>of() : List.of("python-", "node-", "java-")) {
                double now = exposures.getOrDefault(kind + level, 10.0);
                // What was told before it was applied is what the running systemd says of it.
                assertEquals(now, running(kind + level), 0.001, kind + level);
                assertTrue(!kind.equals("python-") || now < last, level + " " + now + " after " + last);
            }
            last = exposures.getOrDefault("python-" + level, last);
        }
        assertTrue(last < 2, exposures::toString);
    }

    private static String web(String name, int port, String exec, String hardening) {
        return "  " + name + ": {exec: " + exec + ", user: lab, port: " + port + ", directories: {state: " + name
                + "}, hardening: " + hardening + ", probes: {liveness: {http: {path: /healthz}, every: 1s}}}\n";
    }

    private static String java() {
        return "[/usr/lib/upkeep/runtime/bin/java, -Xshare:auto, -cp, /srv/lab, \"" + Web.class.getName()
                + "\", \"${port}\"]";
    }

    private static String get(int port) {
        return machine()
                .run("curl", "-sf", "http://127.0.0.1:" + port + "/")
                .orFail()
                .text();
    }

    private static double running(String name) {
        String out = machine()
                .run("systemd-analyze", "security", "--no-pager", name + ".service")
                .out();
        Matcher overall =
                Pattern.compile("Overall exposure level for \\S+: ([0-9.]+)").matcher(out);
        assertTrue(overall.find(), out);
        return Double.parseDouble(overall.group(1));
    }

    /** The counterpart of runtime: jit: what it is there for does not run without. */
    @Test
    void javaDoesNotRunWithoutItsWord() {
        installed.tryApply("services:\n" + web("java", 8030, java(), "paranoid"));
        machine().awaitProperty("java.service", "NRestarts", Installed.LIMIT, restarts -> !restarts.equals("0"));
    }

    @Test
    void nginxServesAsDebianShipsIt() throws IOException {
        String spec = """
                services:
                  nginx:
                    adopt: nginx.service
                    hardening:
                      level: strict
                      writable: [/run, /var/log/nginx, /var/lib/nginx]
                      allow: [bind-low-port, change-user, files-of-others]
                    probes: {liveness: {http: {url: "http://127.0.0.1/"}, every: 1s}}
                """;
        machine().write("/etc/upkeep/conf.d/lab.yaml", spec);
        String plan = installed.upkeep("plan").out();
        System.out.println(suite + ": "
                + plan.lines().filter(line -> line.startsWith("exposure")).toList());
        double before = running("nginx");
        double after = exposures(plan).getOrDefault("nginx", 10.0);
        assertTrue(before - after >= 4, plan);
        installed.upkeep("apply", "--restart-adopted").orFail();
        installed.awaitWell("nginx");
        assertEquals(after, running("nginx"), 0.001);
        assertTrue(get(80).contains("nginx"));
        machine().run("systemctl", "reload", "nginx.service").orFail();
        assertTrue(get(80).contains("nginx"));
        assertEquals("active", machine().property("nginx.service", "ActiveState"));
    }

    @Test
    void aCeilingThatIsExceededRefusesTheApply() {
        String spec = "services:\n"
                + web(
                        "web",
                        8040,
                        "[/usr/bin/python3, /srv/lab/web.py, \"${port}\"]",
                        "{level: baseline, ceiling: 2.5}");
        Result refused = installed.tryApply(spec);
        assertEquals(1, refused.exit());
        assertTrue(
                refused.err().contains("lab.yaml:2:") && refused.err().contains("its ceiling is 2.5"),
                refused::toString);
        assertFalse(
                machine().run("test", "-e", "/etc/systemd/system/web.service").ok());
        String explained = installed.upkeep("explain", "web").out();
        assertTrue(explained.contains("CapabilityBoundingSet=, only from level strict on"), explained);
    }
}
