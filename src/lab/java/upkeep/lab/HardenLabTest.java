package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** {@code upkeep harden} on services as Debian has them: what it finds holds for the real ones, and trying it touches nothing. */
@OnEverySuite
class HardenLabTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern OVERALL = Pattern.compile("Overall exposure level for \\S+: ([0-9.]+)");

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) throws IOException {
        installed = Installed.boot(suite, "harden");
        installed.program("web.js");
        String name = HardeningLabTest.Web.class.getName().replace('.', '/') + ".class";
        try (InputStream code = HardenLabTest.class.getResourceAsStream("/" + name)) {
            machine()
                    .write(
                            "/srv/lab/" + name,
                            Objects.requireNonNull(code, name).readAllBytes(),
                            "644");
        }
        machine()
                .shell("install -d -o www-data /var/lib/node-app; systemctl start nginx.service")
                .orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    /** A unit as packages of Debian without hardening have it. */
    private static void plainUnit(String name, String exec) {
        machine().unit(name + ".service", """
                [Unit]
                Description=An application
                After=network.target

                [Service]
                ExecStart=%s
                User=www-data
                Restart=on-failure

                [Install]
                WantedBy=multi-user.target
                """.formatted(exec));
        machine().run("systemctl", "start", name + ".service").orFail();
    }

    static double exposure(Machine machine, String unit) {
        Matcher overall = OVERALL.matcher(
                machine.run("systemd-analyze", "security", "--no-pager", unit).out());
        assertTrue(overall.find(), unit);
        return Double.parseDouble(overall.group(1));
    }

    /**
     * Hardens it, applies what was found, and waits until it is well.
     *
     * @param data what copies must not have written to
     * @return how much less exposed it is
     */
    static double harden(Installed installed, String name, String data, String... options) {
        Machine machine = installed.machine();
        machine.shell("touch /srv/lab/begin").orFail();
        String unit = name + ".service";
        double before = exposure(machine, unit);
        String process = machine.property(unit, "MainPID");
        String[] command = new String[options.length + 5];
        System.arraycopy(new String[] {"upkeep", "harden", name, "--json", "--write"}, 0, command, 0, 5);
        System.arraycopy(options, 0, command, 5, options.length);
        Result result = machine.run(LIMIT, command);
        assertEquals(0, result.exit(), result::toString);
        JsonNode found = Installed.parse(result.out());
        assertTrue(found.path("complete").asBoolean(), result::toString);
        assertEquals(process, machine.property(unit, "MainPID"), "the service itself goes on running");
        assertNothingIsLeft(machine);
        assertEquals(
                "",
                machine.shell("find " + data + " -newer /srv/lab/begin -type f")
                        .orFail()
                        .text(),
                "copies wrote to it");
        installed.upkeep("apply", "--restart-adopted").orFail();
        installed.awaitWell(name);
        double after = exposure(machine, unit);
        System.out.println(machine.suite() + ": " + unit + " " + before + " -> " + after + " in "
                + found.path("tries").size() + " tries: "
                + found.path("hardening").asText() + "\n  "
                + found.path("needed"));
        return before - after;
    }

    private static void assertNothingIsLeft(Machine machine) {
        machine.shell("""
                ! ls /run/systemd/system/upkeep-harden-* 2>/dev/null
                test ! -e /run/upkeep-harden
                ! grep upkeep-harden /proc/1/mountinfo
                test -z "$(systemctl list-units --all --no-legend 'upkeep-harden*')"
                """).orFail();
    }

    private static String get(String url) {
        return machine().run("curl", "-sf", url).orFail().out();
    }

    @Test
    void nginxOfDebian() {
        double gain = harden(
                installed,
                "nginx",
                "/var/log/nginx /var/lib/nginx",
                "--exercise",
                "curl -sf http://127.0.0.1/ | grep -q nginx");
        assertTrue(gain >= 4, () -> "" + gain);
        assertTrue(get("http://127.0.0.1/").contains("nginx"));
        machine().run("systemctl", "reload", "nginx.service").orFail();
        assertTrue(get("http://127.0.0.1/").contains("nginx"));
    }

    @Test
    void anApplicationInNode() {
        plainUnit("node-app", "/usr/bin/node /srv/lab/web.js 8100 /var/lib/node-app/asked");
        installed.await(
                "it serves",
                () -> machine().run("curl", "-sf", "http://127.0.0.1:8100/").ok());
        double gain = harden(
                installed,
                "node-app",
                "/var/lib/node-app",
                "--probe",
                "http: {url: \"http://127.0.0.1:8100/\"}",
                "--exercise",
                "curl -sf http://127.0.0.1:8100/ | grep -q '^[0-9]*$'");
        assertTrue(gain >= 4, () -> "" + gain);
        assertTrue(get("http://127.0.0.1:8100/").matches("[0-9]+\n"));
    }

    @Test
    void anApplicationInJava() {
        plainUnit(
                "java-app",
                "/usr/lib/upkeep/runtime/bin/java -Xshare:auto -cp /srv/lab " + HardeningLabTest.Web.class.getName()
                        + " 8200");
        double gain =
                harden(installed, "java-app", "/srv", "--exercise", "curl -sf http://127.0.0.1:8200/ | grep -q java");
        assertTrue(gain >= 4, () -> "" + gain);
        assertEquals("java\n", get("http://127.0.0.1:8200/"));
    }

    @Test
    void whatDoesNotWorkAsACopyIsToldAndNothingIsLeft() {
        plainUnit("broken-app", "/bin/sh -c 'echo no database: Permission denied >&2; exec sleep infinity'");
        Result result =
                machine().run(LIMIT, "upkeep", "harden", "broken-app", "--probe", "tcp: 8300", "--timeout", "2s");
        assertEquals(1, result.exit(), result::toString);
        assertTrue(result.err().contains("does not work even without hardening"), result::toString);
        assertTrue(result.err().contains("no database: Permission denied"), result::toString);
        assertNothingIsLeft(machine());
    }

    @Test
    void whoIsInterruptedOrKilledLeavesNothingBehind() {
        String command = "upkeep harden nginx --timeout 5s --exercise 'sleep 3' || true";
        machine().shell("timeout --signal=INT 8 " + command).orFail();
        assertNothingIsLeft(machine());
        machine().shell("timeout --signal=KILL 8 " + command).orFail();
        assertFalse(machine().run("test", "!", "-e", "/run/upkeep-harden").ok(), "it was killed too early");
        machine()
                .shell("upkeep harden nginx --tries 1 --probe 'tcp: 1' --timeout 1s || true")
                .orFail();
        assertNothingIsLeft(machine());
    }
}
