package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** People are told, by a real Postfix and a web server of the test: once, in order, and not less because something is down. */
@Tag("lab")
class AlertsLabTest {

    private static final int DEPENDANTS = 12;

    /** What comes so often is told once, as unstable. */
    private static final int UNSTABLE = 4;

    private static final String SPEC = """
            services:
              web:
                exec: [/bin/sh, -c, 'test -e /run/lab/down || exec sleep infinity; echo "no database" >&2; exit 3']
                user: watcher
                runbook: https://wiki.example.org/web
                urgency: page
                restart: {policy: always, delay: 100ms, max-delay: 500ms, budget: 2 per 10min}
              db:
                exec: [/bin/sh, -c, 'test -e /run/lab/no-db || exec sleep infinity; exit 5']
                user: watcher
                restart: {policy: always, delay: 100ms, max-delay: 500ms, budget: 2 per 10min}
            DEPENDANTS
            checks:
              uplink: {tcp: {host: 127.0.0.1, port: 8098}, every: 200ms, failures: 1}
            receivers:
              ops: {mail: watcher@localhost}
              hook: {webhook: "http://127.0.0.1:8099/in"}
            alerts:
              receivers: [ops, hook]
              delay: 5s
              interval: 0s
              routes:
                - {match: {subject: [db, uplink]}, group-by: [], delay: 15s}
                - {match: {urgency: page}, receivers: [ops, hook], delay: 0s}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @BeforeAll
    static void boot() {
        installed = Installed.bootServers("alerts");
        machine().run("useradd", "--system", "--create-home", "watcher").orFail();
        machine().run("systemctl", "start", "postfix").orFail();
        machine().run("mkdir", "-p", "/run/lab").orFail();
        installed.program("hook.py");
        installed.program("flapping.py");
        machine().unit("flapping.service", """
                [Service]
                ExecStart=/usr/bin/python3 /srv/lab/flapping.py 8098 /run/lab/flapping
                """);
        machine().unit("hook.service", """
                [Service]
                ExecStart=/usr/bin/python3 /srv/lab/hook.py 8099 /run/lab/posted
                """);
        machine().run("systemctl", "start", "hook", "flapping").orFail();
        StringBuilder dependants = new StringBuilder();
        IntStream.rangeClosed(1, DEPENDANTS)
                .forEach(number -> dependants.append(
                        "  app-%02d: {exec: [/bin/sleep, infinity], user: watcher, requires: db.service, binds-to: db.service}\n"
                                .formatted(number)));
        installed.apply(SPEC.replace("DEPENDANTS\n", dependants));
        installed.awaitWell("web");
        installed.awaitWell("app-12");
    }

    @AfterAll
    static void close() {
        installed.close();
    }

    @BeforeEach
    void forget() {
        machine()
                .shell("rm -f /run/lab/down /run/lab/no-db /run/lab/answer; systemctl start postfix")
                .orFail();
        for (String service : List.of("web", "db")) {
            if (!machine().property(service + ".service", "ActiveState").equals("active")) {
                installed.release(service);
            }
            installed.await(
                    service + " is well, and nothing is left to tell",
                    () -> !installed.upkeep("alerts").out().contains(service + " "));
        }
        machine().shell("rm -f /var/mail/watcher; : > /run/lab/posted").orFail();
    }

    private static Machine machine() {
        return installed.machine();
    }

    private static String mail() {
        return machine().shell("cat /var/mail/watcher 2>/dev/null || true").out();
    }

    /** The subjects of all mails, in the order of their arrival. */
    private static List<String> subjects() {
        return mail().replace("\n ", " ")
                .lines()
                .filter(line -> line.startsWith("Subject: "))
                .map(line -> line.substring("Subject: ".length()))
                .toList();
    }

    private static List<String> headers(String name) {
        return mail().replace("\n ", " ")
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .distinct()
                .toList();
    }

    private static List<JsonNode> posted() {
        return machine().lines("/run/lab/posted").map(Installed::parse).toList();
    }

    private static List<String> postedHeadlines() {
        return posted().stream()
                .flatMap(each ->
                        StreamSupport.stream(each.path("body").path("lines").spliterator(), false))
                .map(line -> line.path("reason").asText() + " "
                        + line.path("subject").asText())
                .toList();
    }

    private static void breakWeb() {
        machine().run("touch", "/run/lab/down").orFail();
        machine().run("systemctl", "kill", "--signal=KILL", "web.service").orFail();
    }

    private static void mendWeb() {
        machine().run("rm", "-f", "/run/lab/down").orFail();
        installed.release("web");
        installed.awaitWell("web");
    }

    @Test
    void whatIsWrongAndItsEndComeAsOneThreadWithWhatPeopleWantToKnow() {
        breakWeb();
        installed.await("a mail about web", () -> subjects().size() > 0);
        assertTrue(subjects().getFirst().contains("web"), subjects()::toString);
        String text = mail();
        assertTrue(text.contains("https://wiki.example.org/web"), text);
        assertTrue(text.contains("upkeep why web"), text);
        mendWeb();
        installed.await(
                "the end in both places",
                () -> subjects().stream().anyMatch(subject -> subject.contains("resolved: web"))
                        && postedHeadlines().contains("resolved web"));
        assertEquals(
                1, headers("References").size(), () -> headers("References").toString());
        assertEquals(subjects().size(), headers("Message-ID").size(), this::all);
        assertEquals(
                1,
                postedHeadlines().stream().filter("firing web"::equals).count(),
                () -> postedHeadlines().toString());
        assertEquals(
                1,
                postedHeadlines().stream().filter("resolved web"::equals).count(),
                () -> postedHeadlines().toString());
        assertTrue(installed.why("web").contains("ops, by mail: "), () -> installed.why("web"));
    }

    private String all() {
        return mail();
    }

    @Test
    void aMailServerThatIsDownLosesNothingAlsoIfUpkeepdIsKilled() {
        machine().run("systemctl", "stop", "postfix").orFail();
        breakWeb();
        installed.await(
                "web is told by the other channel", () -> postedHeadlines().contains("firing web"));
        installed.await(
                "that ops cannot be told is told by the other channel",
                () -> machine().read("/run/lab/posted").contains("ops cannot be told"));
        Result waiting = installed.upkeep("alerts");
        assertEquals(1, waiting.exit(), waiting::toString);
        assertTrue(waiting.out().contains("Not delivered yet:"), waiting::toString);
        String pid = machine().property("upkeepd.service", "MainPID");
        machine().run("systemctl", "kill", "--signal=KILL", "upkeepd.service").orFail();
        installed.awaitOtherDaemon(pid);
        mendWeb();
        installed.await("the end by the other channel", () -> postedHeadlines().contains("resolved web"));
        machine().run("systemctl", "start", "postfix").orFail();
        installed.await(
                "the mails, once there is a server again",
                () -> subjects().stream().anyMatch(subject -> subject.contains("resolved: web")));
        assertEquals(
                1,
                subjects().stream()
                        .filter(subject -> subject.contains("resolved: web"))
                        .count(),
                this::all);
        List<String> ids = headers("Message-ID");
        assertEquals(ids.size(), subjects().size(), this::all);
        installed.await(
                "nothing is left", () -> !installed.upkeep("alerts").out().contains("Not delivered yet"));
    }

    @Test
    void oneCauseIsOneMessageWithAllThatHangOnItAlsoWhileTheNetworkFlaps() {
        long before = installed.newest();
        machine().run("touch", "/run/lab/flapping").orFail();
        installed.await(
                "the network flaps",
                () -> installed.since(before, "uplink").stream()
                                .filter(entry -> entry.kind().equals("incident-opened"))
                                .count()
                        >= UNSTABLE);
        machine().run("touch", "/run/lab/no-db").orFail();
        machine().run("systemctl", "kill", "--signal=KILL", "db.service").orFail();
        installed.await("a mail and a post", () -> !subjects().isEmpty() && !posted().isEmpty());
        machine().run("rm", "/run/lab/no-db", "/run/lab/flapping").orFail();
        installed.release("db");
        installed.awaitWell("db");
        installed.awaitWell("app-12");
        installed.await(
                "the end",
                () -> subjects().stream().anyMatch(subject -> subject.contains("resolved: db"))
                        && postedHeadlines().contains("resolved db"));
        String told = machine().read("/run/lab/posted");
        assertEquals(Set.of("firing db", "unstable uplink", "resolved db"), Set.copyOf(postedHeadlines()), told);
        assertEquals(3, postedHeadlines().size(), told);
        assertEquals(2, posted().size(), told);
        assertEquals(2, subjects().size(), this::all);
        for (JsonNode each : posted()) {
            JsonNode db = line(each, "db");
            assertEquals(DEPENDANTS, db.path("children").size(), told);
        }
    }

    private static JsonNode line(JsonNode posted, String subject) {
        return StreamSupport.stream(posted.path("body").path("lines").spliterator(), false)
                .filter(line -> line.path("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTestSaysWhatBecameOfIt() {
        Result well = installed.upkeep("alert", "test");
        assertEquals(0, well.exit(), well::toString);
        assertEquals(2, well.out().lines().count(), well::toString);
        installed.await("the mail", () -> subjects().size() == 1);
        machine().write("/run/lab/answer", "503");
        Result ill = installed.upkeep("alert", "test", "hook");
        assertEquals(1, ill.exit(), ill::toString);
        assertTrue(ill.out().contains("503"), ill::toString);
        assertEquals(2, installed.upkeep("alert", "test", "phone").exit());
    }

    @Test
    void whatIsSilencedIsNotToldAndAcknowledgedIsShown() {
        Result silenced = installed.upkeep("silence", "web", "--for", "1h", "--reason", "upgrade");
        silenced.orFail();
        String number = silenced.out().replaceFirst("(?s)silence ([0-9]+):.*", "$1");
        breakWeb();
        installed.awaitService(
                "web",
                "is given up",
                service -> service.path("restarts").path("exhausted").asBoolean());
        installed.await(
                "it is known at the desk",
                () -> installed.upkeep("alerts").out().contains("critical"));
        Result shown = installed.upkeep("alerts");
        assertTrue(shown.out().contains("nobody") && shown.out().contains("upgrade"), shown::toString);
        assertEquals(List.of(), postedHeadlines());
        installed.upkeep("silence", "--end", number).orFail();
        installed.await("it is told once it may be", () -> postedHeadlines().contains("firing web"));
        installed.upkeep("acknowledge", "web", "--reason", "on it").orFail();
        assertTrue(installed.upkeep("alerts").out().contains("sees to it: on it"));
        mendWeb();
        installed.await("the end", () -> postedHeadlines().contains("resolved web"));
    }
}
