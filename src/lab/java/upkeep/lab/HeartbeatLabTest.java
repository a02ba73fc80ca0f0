package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Jobs that tell of themselves, as users would have them do it; and upkeepd, which is missed elsewhere and told to keep its hands off. */
@OnEverySuite
class HeartbeatLabTest {

    private static final String SPEC = """
            settings:
              every: 1s
              heartbeats: 127.0.0.1:2813
              check-in: {url: "http://127.0.0.1:8098/?alive", every: 1s}
            services:
              web:
                exec: [/bin/sleep, infinity]
                user: watcher
                restart: {policy: no}
                start-timeout: 1s
                probes: {liveness: {program: [/usr/bin/test, -e, /run/lab/well], every: 500ms, failures: 1}}
            checks:
              job: {heartbeat: {every: 1d, users: [watcher]}}
              closed: {heartbeat: 1d}
              remote: {heartbeat: {every: 1d, token-file: /etc/upkeep/secrets/remote}}
              short: {heartbeat: {every: 1s, grace: 0}}
            """;

    private static final String POST = """
            import socket
            s = socket.socket(socket.AF_UNIX)
            s.connect("/run/upkeep/heartbeats/socket")
            s.sendall(b"POST /heartbeat/job/7 HTTP/1.1\\r\\nContent-Length: 5\\r\\n\\r\\nlate\\n")
            print(s.recv(4096).decode().splitlines()[0])
            """;

    /** A token in the first argument, as somebody elsewhere would bring it. */
    private static final String TELL = """
            import sys, urllib.request, urllib.error
            request = urllib.request.Request("http://127.0.0.1:2813/heartbeat/remote", data=b"from afar",
                headers={"Authorization": "Bearer " + sys.argv[1]})
            try:
                print(urllib.request.urlopen(request).status)
            except urllib.error.HTTPError as error:
                print(error.code)
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "heartbeats");
        machine().run("useradd", "--system", "watcher").orFail();
        machine()
                .shell("mkdir -p /run/lab /etc/upkeep/secrets && chmod 755 /run/lab && touch /run/lab/well"
                        + " && echo s3cret >/etc/upkeep/secrets/remote && chgrp upkeep /etc/upkeep/secrets/remote"
                        + " && chmod 640 /etc/upkeep/secrets/remote")
                .orFail();
        machine().unit("elsewhere.service", """
                [Service]
                ExecStart=/usr/bin/python3 -u -m http.server 8098
                """);
        machine().run("systemctl", "start", "elsewhere").orFail();
        installed.apply(SPEC);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    @BeforeEach
    void beWell() {
        machine().shell("touch /run/lab/well").orFail();
    }

    private static Result as(String user, String command) {
        return machine().run("runuser", "-u", user, "--", "/bin/sh", "-c", command);
    }

    private static JsonNode check(String name) {
        return installed.json("check", name).path(0);
    }

    private static String state(String name) {
        return check(name).path("texts").path("state").asText();
    }

    @Test
    void aJobIsRunAndToldOf() {
        Result ran = as("watcher", "echo in | upkeep beat job -- /bin/sh -c 'cat; upkeep beat closed; exit 0'");
        assertEquals("in\n", ran.out());
        assertTrue(ran.err().contains("watcher is not among its users"), ran.err());
        assertEquals(0, ran.exit());
        assertEquals("done", state("job"));
        assertEquals("waiting", state("closed"));
        long before = installed.newest();
        assertEquals(3, as("watcher", "upkeep beat job -- /bin/sh -c 'exit 3'").exit());
        installed.awaitEntry(
                before,
                "job",
                "an incident",
                entry -> entry.text().contains("failed") && entry.text().contains("status 3"));
        as("watcher", "upkeep beat --start job").orFail();
        assertEquals("running", state("job"));
        as("watcher", "upkeep beat --failure=75 --note 'no \"space\" left' job").orFail();
        assertEquals(
                "no \"space\" left", check("job").path("texts").path("note").asText());
        as("watcher", "upkeep beat job").orFail();
        installed.awaitEntry(
                before, "job", "the incident's end", entry -> entry.kind().equals("incident-resolved"));
    }

    @Test
    void whatDoesNotExistIsSaid() {
        Result none = machine().run("upkeep", "beat", "jbo");
        assertEquals(2, none.exit());
        assertEquals(
                "error: cannot tell of the job jbo: no check with a heartbeat has that name\n  hint: did you mean job?\n",
                none.err());
        assertTrue(machine().run("upkeep", "beat", "--help").orFail().out().startsWith("Usage: upkeep beat NAME"));
    }

    @Test
    void overTheSocketTheKernelSaysWhoItIs() {
        machine().write("/srv/lab/post.py", POST.getBytes(StandardCharsets.UTF_8), "755");
        assertEquals(
                "HTTP/1.1 403 Forbidden\n",
                as("nobody", "python3 /srv/lab/post.py").out());
        assertEquals(
                "HTTP/1.1 200 OK\n", as("watcher", "python3 /srv/lab/post.py").out());
        assertEquals("late", check("job").path("texts").path("note").asText());
        as("watcher", "upkeep beat job").orFail();
    }

    @Test
    void atAnAddressATokenIsNeeded() {
        machine().write("/srv/lab/tell.py", TELL.getBytes(StandardCharsets.UTF_8), "755");
        assertEquals("404\n", as("nobody", "python3 /srv/lab/tell.py guessed").out());
        assertEquals("waiting", state("remote"));
        assertEquals("200\n", as("nobody", "python3 /srv/lab/tell.py s3cret").out());
        assertEquals("done", state("remote"));
    }

    @Test
    void elsewhereItIsSeenThatUpkeepdLivesAndWhetherItCanTell() {
        installed.awaitLine(machine().journal().mark(), "elsewhere.service", "GET /?alive");
        long before = installed.newest();
        machine().run("systemctl", "stop", "elsewhere").orFail();
        installed.awaitEntry(
                before, "", "that nobody is reached", entry -> entry.text().contains("the check-in cannot be told"));
        machine().run("systemctl", "start", "elsewhere").orFail();
        installed.awaitEntry(
                before, "", "that somebody is", entry -> entry.kind().equals("incident-resolved"));
    }

    @Test
    void whatWasToldOutlivesKill9() {
        as("watcher", "upkeep beat job").orFail();
        String pid = machine().property("upkeepd.service", "MainPID");
        machine().run("kill", "-KILL", pid).orFail();
        // It waits for the next one to come.
        machine().run("upkeep", "beat", "closed").orFail();
        assertFalse(pid.equals(machine().property("upkeepd.service", "MainPID")));
        assertEquals("done", state("job"));
        assertEquals("done", state("closed"));
    }

    @Test
    void aJobThatIsSilentIsMissed() {
        long before = installed.newest();
        machine().run("upkeep", "beat", "short").orFail();
        installed.awaitEntry(
                before, "short", "that it is missed", entry -> entry.text().contains("overdue"));
        machine().run("upkeep", "beat", "--start", "short").orFail();
    }

    @Test
    void withHandsOffNothingIsRestartedAndAllIsSeen() {
        machine().run("upkeep", "hands-off", "--for", "1h", "--reason", "disks").orFail();
        long before = installed.newest();
        machine().shell("rm /run/lab/well").orFail();
        installed.awaitEntry(before, "web", "a refusal", entry -> entry.kind().equals("refusal"));
        assertTrue(installed.upkeep("status").out().contains("hands off: for another"), "status begins with it");
        installed.await(
                "systemd is told as well",
                () -> machine().run("systemctl", "status", "upkeepd").out().contains("hands off; watching"));
        String pid = machine().property("upkeepd.service", "MainPID");
        machine().run("systemctl", "restart", "upkeepd").orFail();
        installed.awaitOtherDaemon(pid);
        assertTrue(installed.orders(before, "web").isEmpty());
        machine().run("upkeep", "hands-off", "--end").orFail();
        installed.awaitEntry(
                before,
                "web",
                "a restart after one grace",
                entry -> entry.kind().equals("decision"));
    }
}
