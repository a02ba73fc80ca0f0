package upkeep.lab.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import upkeep.lab.Installed;
import upkeep.lab.Machine;

/** Very much at once, and one thing again and again: few messages, and no more memory and disk than there has to be. */
@Tag("lab")
class AlertStormsLabTest {

    private static final int MANY = 1_000;

    /** A minute where nobody else uses the processors. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final int FLIPS = 60;

    /** How many messages a receiver gets within an hour, where the spec does not say. */
    private static final int BUDGET = 30;

    /** That of who is told without an interval. */
    private static final int FAST_BUDGET = 100;

    private static final long MOST_KIB = 384 << 10;
    private static final long MOST_DISK_KIB = 24 << 10;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @BeforeAll
    static void boot() {
        installed = Installed.bootServers("alert-storms");
        installed.program("hook.py");
        installed.program("mails.py");
        machine().run("useradd", "--system", "--create-home", "watcher").orFail();
        machine().unit("hook.service", """
                [Service]
                ExecStart=/usr/bin/python3 /srv/lab/hook.py 8099 /run/lab/posted
                """);
        machine()
                .shell("mkdir -p /run/lab/many; cd /run/lab; touch posted uplink; seq -f many/%04g 0 " + (MANY - 1)
                        + " | xargs touch")
                .orFail();
        machine().run("systemctl", "start", "postfix", "hook").orFail();
        installed
                .tryApply("""
                checks:
                  uplink: {file: /run/lab/uplink, every: 200ms, failures: 1}
                MANY
                receivers:
                  ops: {mail: watcher@localhost}
                  hook: {webhook: "http://127.0.0.1:8099/hook"}
                  fast: {webhook: "http://127.0.0.1:8099/fast", budget: 100 per 1h}
                  flaps: {webhook: "http://127.0.0.1:8099/flaps"}
                alerts:
                  receivers: [ops, hook]
                  routes:
                    - {match: {subject: uplink}, receivers: flaps}
                    - {match: {subject: many-*}, receivers: fast, delay: 10s, interval: 0s, continue: true}
                    - {match: {subject: many-*}, delay: 10s}
                """.replace(
                                "MANY\n",
                                IntStream.range(0, MANY)
                                        .mapToObj(number -> String.format(
                                                "  many-%04d: {file: /run/lab/many/%04d, every: 10s, failures: 1}\n",
                                                number, number))
                                        .collect(Collectors.joining())))
                .orFail();
        installed.await(
                "every check has passed",
                () -> installed.status().path("checks").findValuesAsText("last").stream()
                                .filter("passed"::equals)
                                .count()
                        > MANY);
    }

    @AfterAll
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    private static long number(String command) {
        return Long.parseLong(machine().shell(command).orFail().text());
    }

    private static long memory(String which) {
        return number("sed -n 's/^" + which + ":[^0-9]*\\([0-9]*\\).*/\\1/p' /proc/"
                + machine().property("upkeepd.service", "MainPID") + "/status");
    }

    private static long disk() {
        return number("du -sk /var/lib/upkeep/daemon | cut -f1");
    }

    private static long noted(String kind, String subjects) {
        return number("sqlite3 -readonly /var/lib/upkeep/daemon/ledger.db \"SELECT count(*) FROM entry WHERE kind = '"
                + kind + "' AND subject LIKE '" + subjects + "'\"");
    }

    private static List<Arrival> posts(String receiver) {
        return Arrival.posts(machine()).stream()
                .filter(each -> each.receiver().equals(receiver))
                .toList();
    }

    /** How many different cases were told so. */
    private static long told(String receiver, String reason) {
        return posts(receiver).stream()
                .flatMap(each -> each.lines().stream())
                .filter(line -> line.reason().equals(reason))
                .map(Arrival.Line::subject)
                .distinct()
                .count();
    }

    private static long mails() {
        return Arrival.mails(machine(), "/var/mail/watcher").size();
    }

    private static String messages() {
        return posts("hook").size() + " posts and " + mails() + " mails in the usual interval, "
                + posts("fast").size() + " without one";
    }

    @Test
    void aThousandIncidentsAndSixtyFlipsAreFewMessages() {
        long memory = memory("VmRSS");
        long disk = disk();
        machine()
                .shell("systemd-run --quiet --unit=flips sh -c 'for i in $(seq " + FLIPS
                        + "); do rm /run/lab/uplink; sleep 0.4; touch /run/lab/uplink; sleep 0.4; done'")
                .orFail();
        machine().run("mv", "/run/lab/many", "/run/lab/gone").orFail();
        installed.await("a thousand incidents", () -> noted("INCIDENT_OPENED", "many-%") == MANY);
        installed.await(() -> "who is told at once is told of all", LIMIT, () -> told("fast", "firing") == MANY);
        installed.await(
                "the others are told", () -> mails() > 0 && !posts("hook").isEmpty());
        System.out.println(MANY + " incidents: " + messages() + "; upkeepd has " + ((memory("VmRSS") - memory) >> 10)
                + " MiB more than the " + (memory >> 10) + " before, its folder " + (disk() - disk) + " KiB more than "
                + disk);
        machine().run("mv", "/run/lab/gone", "/run/lab/many").orFail();
        installed.await(() -> "a thousand ends", LIMIT, () -> noted("INCIDENT_RESOLVED", "many-%") == MANY);
        installed.await(
                "the flips are over",
                () -> machine().property("flips.service", "ActiveState").equals("inactive"));
        installed.await(
                "what may be sent is sent",
                () -> installed.alerts().path("waiting").isEmpty());
        long flips = noted("INCIDENT_OPENED", "uplink");
        System.out.println(flips + " flips: " + posts("flaps").size() + " messages");
        System.out.println(MANY + " incidents and their ends: " + messages() + "; upkeepd had "
                + (memory("VmHWM") >> 10) + " MiB at most, its folder has " + disk() + " KiB");
        assertTrue(flips >= FLIPS / 2, () -> flips + " flips were seen");
        assertTrue(posts("flaps").size() <= 2, () -> posts("flaps").toString());
        assertTrue(posts("fast").size() <= FAST_BUDGET, () -> posts("fast").size() + " posts to whom is told at once");
        assertTrue(posts("hook").size() <= BUDGET, () -> posts("hook").size() + " posts");
        assertTrue(mails() <= BUDGET, () -> mails() + " mails");
        assertEquals("0", machine().property("upkeepd.service", "NRestarts"));
        assertTrue(memory("VmHWM") < MOST_KIB, () -> memory("VmHWM") + " KiB of memory");
        assertTrue(disk() < MOST_DISK_KIB, () -> disk() + " KiB on disk");
    }
}
