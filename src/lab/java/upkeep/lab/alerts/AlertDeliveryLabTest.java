package upkeep.lab.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import upkeep.lab.Installed;
import upkeep.lab.Machine;

/**
 * Every alert arrives once, at a real Postfix, a real OpenSMTPD and a web server, whatever these do first: greylisting, 4xx, 5xx, TLS that
 * fails, tarpits, connections that are cut within the message or before its acceptance is heard of, and nothing there at all.
 * {@code -Dupkeep.lab.alerts.down=300} leaves them down for five minutes.
 */
@Tag("lab")
class AlertDeliveryLabTest {

    private static final Duration DOWN = Duration.ofSeconds(Integer.getInteger("upkeep.lab.alerts.down", 0));

    /** What a try may have to wait for, after that long. */
    private static final Duration NEXT_TRY = Duration.ofMinutes(2).plus(DOWN.multipliedBy(2));

    private static final String RELAY = "/run/lab/relay/";
    private static final String POSTFIX_MAILBOX = "/var/mail/watcher";
    private static final String SMTPD_MAILBOX = "/home/watcher/Maildir";
    private static final List<Way> WAYS = Way.all();

    /** What waits for a receiver, and the last fault; of those that had none, nothing. */
    private final Map<String, String> faults = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @BeforeAll
    static void boot() {
        installed = Installed.bootServers("delivery");
        for (String program : List.of("hook.py", "relay.py", "mails.py", "mail-servers.sh")) {
            installed.program(program);
        }
        machine().run("sh", "/srv/lab/mail-servers.sh").orFail();
        relays(Way::ill);
        machine().unit("hook.service", """
                [Service]
                ExecStart=/usr/bin/python3 /srv/lab/hook.py 8099 /run/lab/posted
                """);
        machine().unit("relay.service", """
                [Service]
                ExecStart=/usr/bin/python3 /srv/lab/relay.py /run/lab/relay %s
                """.formatted(WAYS.stream()
                .flatMap(way -> way.relay().stream())
                .map(String::valueOf)
                .collect(Collectors.joining(" "))));
        machine()
                .run("systemctl", "start", "relay", "hook", "postgrey", "postfix", "opensmtpd")
                .orFail();
        machine().run("touch", "/run/lab/door", "/run/lab/gate", Arrival.POSTED).orFail();
        installed.tryApply(spec()).orFail();
    }

    @AfterAll
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    private static String spec() {
        return """
                checks:
                  door: {file: /run/lab/door, every: 200ms, failures: 1}
                  gate: {file: /run/lab/gate, every: 200ms, failures: 1}
                receivers:
                  watch: {webhook: "http://127.0.0.1:8099/watch"}
                  spare: {webhook: "http://127.0.0.1:8099/spare", budget: 1000 per 1min}
                RECEIVERS
                alerts:
                  receivers: watch
                  delay: 0s
                  interval: 0s
                  routes: [{match: {subject: [door, gate]}, receivers: [NAMES]}]
                """.replace("RECEIVERS\n", WAYS.stream().map(Way::line).collect(Collectors.joining()))
                .replace("NAMES", WAYS.stream().map(Way::name).collect(Collectors.joining(", ")));
    }

    /** Has each relay do that from its next connection on. */
    private static void relays(Function<Way, Optional<String>> manner) {
        for (Way way : WAYS) {
            if (way.relay().isPresent()) {
                machine().write(RELAY + way.relay().get(), manner.apply(way).orElseThrow());
            }
        }
    }

    /** What each address of the web server answers, if it is ill. */
    private static void answers(boolean isIll) {
        for (Way way : WAYS) {
            if (way.relay().isEmpty() && way.ill().isPresent() && (isIll || !way.waits())) {
                machine().write("/run/lab/answer-" + way.name(), way.ill().get());
            } else {
                machine().run("rm", "-f", "/run/lab/answer-" + way.name()).orFail();
            }
        }
    }

    @BeforeEach
    void isWell() {
        installed.await("nothing waits", () -> waiting().isEmpty());
    }

    /** The fault of each receiver for whom something waits; empty while it is on the way. */
    private static Map<String, String> waiting() {
        JsonNode waiting = installed.alerts().path("waiting");
        return StreamSupport.stream(waiting.spliterator(), false)
                .collect(Collectors.toMap(
                        each -> each.path("receiver").asText(),
                        each -> each.path("fault").asText("")));
    }

    private static void awaitDelivered() {
        Map<String, String> left = new TreeMap<>();
        installed.await(() -> "everything is delivered but " + left, NEXT_TRY, () -> {
            left.clear();
            left.putAll(waiting());
            return left.isEmpty();
        });
    }

    private void awaitFaults(List<Way> ways) {
        Set<String> left = ways.stream().map(Way::name).collect(Collectors.toCollection(TreeSet::new));
        installed.await(() -> left + " have failed", () -> {
            waiting().forEach((name, fault) -> {
                if (!fault.isEmpty()) {
                    faults.put(name, fault);
                }
            });
            left.removeIf(faults::containsKey);
            return left.isEmpty();
        });
    }

    /** Opens an incident, or ends it; its number. */
    private static long happens(String check, boolean isWrong) {
        machine().run(isWrong ? "rm" : "touch", "/run/lab/" + check).orFail();
        long[] number = {0};
        installed.await(check + (isWrong ? " is gone" : " is back"), () -> {
            List<Noted> noted = noted(check);
            number[0] = noted.stream()
                    .filter(Noted::isOpening)
                    .mapToLong(Noted::number)
                    .max()
                    .orElse(0);
            return number[0] > 0
                    && (isWrong || noted.stream().anyMatch(each -> each.isEnd() && each.incident() == number[0]));
        });
        return number[0];
    }

    private static List<Noted> noted(String check) {
        return Noted.all(machine()).stream()
                .filter(each -> each.subject().equals(check))
                .toList();
    }

    @Test
    void whateverServersDoEveryAlertArrivesOnce() {
        machine()
                .shell("systemctl stop postgrey; find /var/lib/postgrey -type f -delete; systemctl start postgrey")
                .orFail();
        relays(Way::ill);
        answers(true);
        long incident = happens("door", true);
        List<Way> late = WAYS.stream().filter(Way::waits).toList();
        happens("door", false);
        awaitFaults(late);
        relays(Way::well);
        answers(false);
        awaitDelivered();
        print(incident);
        for (Way way : late) {
            String fault = faults.getOrDefault(way.name(), "");
            assertTrue(fault.contains(way.fault()), () -> way.name() + ": " + fault);
        }
        assertArrived("door", incident);
        assertNeverInTheClear();
    }

    @Test
    void whileNothingIsThereNothingIsLost() {
        relays(Way::well);
        answers(false);
        machine().run("systemctl", "stop", "postfix", "opensmtpd", "hook").orFail();
        long incident = happens("gate", true);
        List<Way> all = WAYS.stream()
                .filter(way -> way.outcome() != Way.Outcome.ELSEWHERE)
                .toList();
        awaitFaults(all);
        happens("gate", false);
        if (DOWN.isPositive()) {
            installed.observe(DOWN);
        }
        long begin = System.nanoTime();
        machine().run("systemctl", "start", "postfix", "opensmtpd", "hook").orFail();
        awaitDelivered();
        System.out.println(
                "delivered " + Duration.ofNanos(System.nanoTime() - begin).toSeconds()
                        + " s after servers that were down for " + DOWN.toSeconds() + " s and more were started");
        print(incident);
        assertArrived("gate", incident);
    }

    private static List<Arrival> arrivals() {
        return Stream.concat(
                        Arrival.mails(machine(), POSTFIX_MAILBOX, SMTPD_MAILBOX).stream(),
                        Arrival.posts(machine()).stream())
                .toList();
    }

    /** What arrived of an incident in a place of a receiver's own, or of the one that was told instead. */
    private static List<Arrival> arrived(List<Arrival> all, String receiver, long incident) {
        return all.stream()
                .filter(each -> each.receiver().equals(receiver))
                .filter(each -> each.lines().stream().anyMatch(line -> line.incident() == incident))
                .toList();
    }

    /** What different messages say; of mails in no order, since a mail server puts those of one second into a mailbox as it likes. */
    private static List<String> reasons(List<Arrival> arrivals) {
        Map<String, String> byId = new LinkedHashMap<>();
        arrivals.forEach(
                each -> byId.putIfAbsent(each.id(), each.lines().getFirst().reason()));
        Stream<String> reasons = byId.values().stream();
        return (arrivals.stream().allMatch(each -> each.at() > 0) ? reasons : reasons.sorted()).toList();
    }

    /** Each receiver has the beginning and the end once, and the ledger says so. */
    private static void assertArrived(String check, long incident) {
        List<String> wrong = new ArrayList<>();
        List<Noted> noted = noted(check);
        List<Arrival> all = arrivals();
        for (Way way : WAYS) {
            List<Arrival> arrived = arrived(all, way.name(), incident);
            if (!reasons(arrived).equals(List.of("firing", "resolved"))) {
                wrong.add(way.name() + " was told " + reasons(arrived));
            }
            if (way.outcome() != Way.Outcome.TWICE && arrived.size() != Arrival.different(arrived)) {
                wrong.add(way.name() + " was told twice");
            }
            boolean isElsewhere = arrived.stream().allMatch(each -> each.path().equals("/spare"));
            if (isElsewhere != (way.outcome() == Way.Outcome.ELSEWHERE)) {
                wrong.add(way.name() + " was told at the wrong place");
            }
            long accepted = noted.stream()
                    .filter(each -> each.tells(way.name(), incident))
                    .count();
            if (accepted != (way.outcome() == Way.Outcome.ELSEWHERE ? 0 : 2)) {
                wrong.add("by the ledger " + way.name() + " was told " + accepted + " times");
            }
        }
        long spare =
                noted.stream().filter(each -> each.tells("spare", incident)).count();
        assertEquals(
                2
                        * WAYS.stream()
                                .filter(way -> way.outcome() == Way.Outcome.ELSEWHERE)
                                .count(),
                spare);
        assertEquals(List.of(), wrong);
    }

    /** Whoever asks for STARTTLS has said nothing of a mail before it. */
    private static void assertNeverInTheClear() {
        for (Way way : WAYS) {
            if (way.channel().contains("starttls")) {
                String said = machine()
                        .shell("tr -c '[:print:]\\n' . <" + RELAY + way.relay().orElseThrow() + ".said")
                        .orFail()
                        .out();
                assertTrue(said.contains("EHLO"), said);
                assertTrue(!said.contains("MAIL FROM") && !said.contains("watcher"), said);
            }
        }
    }

    /** A line for each: what it met, and what came how often. */
    private void print(long incident) {
        List<Arrival> all = arrivals();
        for (Way way : WAYS) {
            List<Arrival> arrived = arrived(all, way.name(), incident);
            System.out.println(way.name() + ": " + arrived.size() + " arrived, " + Arrival.different(arrived)
                    + " different; " + faults.getOrDefault(way.name(), "no fault"));
        }
    }
}
