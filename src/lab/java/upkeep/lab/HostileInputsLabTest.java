package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * What somebody may put in upkeep's way: specs, files, servers, callers. Whatever it is, services run on, upkeepd is the same process,
 * looks at the rest in time, and has not grown out of its bounds.
 */
@OnEverySuite
class HostileInputsLabTest {

    private static final String WELL = """
            services:
              web: {exec: [/bin/sleep, infinity], user: nobody}
              held: {exec: [/bin/sleep, infinity], user: nobody}
            checks:
              well: {file: {path: /etc/hosts}, every: 1s}
            """;

    /** upkeepd's own limit is 512 MB. */
    private static final long MOST_KILOBYTES = 300_000;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    private String daemon = "";

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "hostile");
        machine = installed.machine();
        installed.program("hostile.py");
        machine.unit("hostile.service", "[Service]\nExecStart=/usr/bin/python3 /srv/lab/hostile.py 8090\n");
        machine.run("systemctl", "start", "hostile.service").orFail();
        installed.apply(WELL);
        installed.upkeep("hold", "held", "--for", "2h").orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    @BeforeEach
    void remember() {
        daemon = machine.property("upkeepd.service", "MainPID");
    }

    @AfterEach
    void allIsAsItWas() {
        machine.shell("rm -f /etc/upkeep/conf.d/evil.yaml").orFail();
        assertEquals(daemon, machine.property("upkeepd.service", "MainPID"));
        assertEquals("active", machine.property("web.service", "ActiveState"));
        assertTrue(installed.service("held").path("hold").isObject());
        installed.await(
                "it is looked at in time",
                () -> installed
                        .json("check", "well")
                        .path(0)
                        .path("result")
                        .asText()
                        .equals("passed"));
        String status = machine.read("/proc/" + daemon + "/status");
        long resident = status.lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        assertTrue(resident < MOST_KILOBYTES, () -> "upkeepd has taken " + resident + " kB at most");
    }

    private static JsonNode check(String name) {
        return installed.json("check", name).path(0);
    }

    private static void awaitLooked(Iterable<String> checks) {
        checks.forEach(name -> installed.await(
                name + " is looked at",
                () -> !check(name).path("result").asText("").isEmpty()));
    }

    /** Written to a file of its own, so that what it holds cannot spoil the other. */
    private static void assertRefused(String generator) {
        machine.shell(generator + " >/etc/upkeep/conf.d/evil.yaml").orFail();
        Result validated = installed.upkeep("validate");
        assertEquals(2, validated.exit(), () -> validated.toString().substring(0, 2_000));
        assertTrue(validated.err().contains("evil.yaml:"), validated::err);
        assertTrue(validated.err().length() < 100_000, "the answer is as long as the question");
        installed.upkeep("apply");
        assertEquals(2, installed.status().path("services").size());
    }

    @Test
    void aSpecOfAliasesOfAliasesIsRefused() {
        assertRefused("""
                python3 -c '
                print("a0: &a0 [x, x, x, x, x, x, x, x, x, x]")
                for i in range(1, 40): print(f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]")'""");
    }

    @Test
    void aSpecThatIsNestedDeeplyIsRefused() {
        assertRefused("python3 -c 'print(\"services: \" + \"[\" * 200000)'");
    }

    @Test
    void aSpecOfAHundredMegabytesIsRefused() {
        assertRefused("{ echo '# begin'; head -c 100000000 /dev/zero | tr '\\0' '#'; echo; }");
    }

    @Test
    void aSpecWithControlCharactersAndUnitsElsewhereIsRefused() {
        assertRefused(
                "printf 'services:\\n  \"../../etc/cron.d/x\": {exec: [/bin/true], user: nobody}\\n"
                        + "  \"a\\\\nb\": {exec: [/bin/true], user: nobody}\\n  c: {exec: [\"/bin/true\\\\n[Service]\\\\nUser=root\"], user: nobody}\\n'");
    }

    @Test
    void filesThatAreNoFilesHoldNobodyUp() {
        machine.shell("""
                mkdir -p /run/lab/files; cd /run/lab/files
                mkfifo fifo; ln -s /etc/shadow shadow; ln -s circle circle; ln -s /dev/zero zero; touch sparse; truncate --size=1T sparse
                i=0; while [ $i -lt 1000000 ]; do echo "a line of a log that somebody writes $i"; i=$((i + 1)); done >log
                chmod 644 log sparse""").orFail();
        Map<String, String> paths = new TreeMap<>(Map.of(
                "fifo", "/run/lab/files/fifo",
                "shadow", "/run/lab/files/shadow",
                "circle", "/run/lab/files/circle",
                "zero", "/run/lab/files/zero",
                "random", "/dev/random",
                "memory", "/dev/mem",
                "sparse", "/run/lab/files/sparse",
                "log", "/run/lab/files/log",
                "endless", "/proc/kmsg"));
        StringBuilder spec = new StringBuilder(WELL);
        paths.forEach((name, path) -> spec.append("  " + name + ": {file: {path: " + path
                + ", whole: true}, every: 1s, rules: [{if: 'content matches \"needle.*in\"', then: alert}]}\n"));
        installed.apply(spec.toString());
        awaitLooked(paths.keySet());
        assertEquals("passed", check("log").path("result").asText());
        installed.apply(WELL);
    }

    @Test
    void serversThatAnswerAsNobodyShouldHoldNobodyUp() {
        List<String> paths = List.of("endless", "bomb", "header", "drip", "file", "link-local", "circle");
        StringBuilder spec = new StringBuilder(WELL);
        paths.forEach(path -> spec.append("  " + path + ": {http: {url: \"http://127.0.0.1:8090/" + path
                + "\", redirects: 5, contains: needle, headers: {Accept-Encoding: gzip}}, every: 2s, timeout: 2s}\n"));
        installed.apply(spec.toString());
        awaitLooked(paths);
        Map<String, String> results = new TreeMap<>();
        paths.forEach(path -> results.put(path, check(path).path("result").asText()));
        paths.forEach(path -> assertEquals("failed", results.get(path), results::toString));
        String file = check("file").path("text").asText();
        assertTrue(file.contains("file:"), file);
        assertTrue(check("link-local").path("text").asText().contains("not followed"));
        installed.apply(WELL);
    }

    /** Fifty certificates are more than JSSE reads, and 4000 are more than a message may hold. */
    @Test
    void chainsOfCertificatesWithoutAnEndHoldNobodyUp() {
        installed.program("chains.py");
        machine.shell(
                        "cd /run && openssl req -x509 -newkey rsa:4096 -nodes -days 30 -subj /CN=localhost -keyout key.pem -out one.pem"
                                + " && for count in 50 4000; do for n in $(seq $count); do cat one.pem; done >chain-$count.pem; done")
                .orFail();
        List<String> names = List.of("chain-50", "chain-4000");
        StringBuilder spec = new StringBuilder(WELL);
        int port = 8091;
        for (String name : names) {
            machine.unit(
                    name + ".service",
                    "[Service]\nExecStart=/usr/bin/python3 /srv/lab/chains.py " + port + " /run/" + name
                            + ".pem /run/key.pem\n");
            machine.run("systemctl", "start", name + ".service").orFail();
            spec.append("  " + name + ": {tls: {host: localhost, port: " + port + "}, every: 2s, timeout: 2s}\n");
            port++;
        }
        installed.apply(spec.toString());
        awaitLooked(names);
        names.forEach(name -> {
            assertEquals(
                    "failed",
                    check(name).path("result").asText(),
                    () -> check(name).toString());
            System.out.println(suite.codename() + ": " + name + ": "
                    + check(name).path("text").asText());
        });
        installed.apply(WELL);
    }

    /** Makes a link to what it may not read of each temporary file, as soon as it is there. */
    private static final String RACER = """
            import os, stat
            os.chdir("/srv/racer")
            while True:
                try:
                    if stat.S_ISREG(os.lstat(".pool.conf.upkeep-new").st_mode):
                        os.symlink("/srv/lab/secret", "link")
                        os.rename("link", ".pool.conf.upkeep-new")
                except OSError:
                    pass
            """;

    @Test
    void whoeverRacesForTheTemporaryFilesOfAnApplyGainsNothing() {
        machine.shell("""
                useradd --system racer
                mkdir --parents /srv/racer
                chown racer: /srv/racer
                (umask 077 && echo secret >/srv/lab/secret)
                """).orFail();
        machine.run("systemd-run", "--unit=racer", "--uid=racer", "/usr/bin/python3", "-c", RACER)
                .orFail();
        for (int port = 5_000; port < 5_020; port += 2) {
            installed.tryApply(racedFor(port));
            assertEquals("600 root secret", machine.shell("""
                    echo "$(stat --format='%a %U' /srv/lab/secret) $(cat /srv/lab/secret)"
                    """).text());
        }
        machine.run("systemctl", "stop", "racer").orFail();
        // Who won the last race has a link there, which an apply refuses and says to take away.
        machine.run("rm", "--force", "/srv/racer/pool.conf").orFail();
        installed.apply(racedFor(6_000));
        assertTrue(machine.read("/srv/racer/pool.conf").contains(":6001"));
        installed.apply(WELL);
    }

    private static String racedFor(int port) {
        return WELL.replace(
                "services:\n",
                "services:\n  raced: {exec: [/bin/sleep, infinity], user: nobody, instances: 2, port: " + port
                        + ", proxy: {nginx: /srv/racer/pool.conf}}\n");
    }

    @Test
    void callersWhoAskForNonsenseAreAnswered() {
        machine.write("/run/lab-callers", """
                long=$(head -c 100000 /dev/zero | tr '\\0' x)
                for name in '' ../../etc/passwd "$(printf 'a\\nb')" "$long" '*' 'web; reboot'; do
                  busctl call org.upkeep1 /org/upkeep1 org.upkeep1.Manager Why ssb "$name" '' false
                  busctl call org.upkeep1 /org/upkeep1 org.upkeep1.Manager Hold sss "$name" 999999999999d "$long"
                  busctl call org.upkeep1 /org/upkeep1 org.upkeep1.Manager Check ss "$name" "$name"
                  busctl call org.upkeep1 /org/upkeep1/Heartbeats org.upkeep1.Heartbeats End sids "$name" -1 nan "$long"
                done
                for i in $(seq 200); do
                  busctl call org.upkeep1 /org/upkeep1 org.upkeep1.Manager Events sub '' 4294967295 true &
                done
                wait
                """);
        machine.shell(
                        "setpriv --reuid=nobody --regid=nogroup --clear-groups bash /run/lab-callers >/dev/null 2>&1 || :")
                .orFail();
    }

    @Test
    void anEnvironmentOf64KilobytesComesThrough() {
        String spec = WELL.replace("held: {", "held: {environment: {LARGE: \"" + "x".repeat(65_536) + "\"}, ");
        Result applied = installed.tryApply(spec);
        if (applied.ok()) {
            String pid = machine.property("held.service", "MainPID");
            assertEquals(
                    "65542",
                    machine.shell("tr '\\0' '\\n' </proc/" + pid + "/environ | grep ^LARGE= | tr -d '\\n' | wc --bytes")
                            .text());
        } else {
            assertTrue(applied.err().contains("lab.yaml:3:"), applied::err);
        }
        installed.apply(WELL);
    }
}
