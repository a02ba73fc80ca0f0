package upkeep.lab.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.Result;

/**
 * upkeepd is killed again and again while services and files go and come back: what arrived at a real Postfix and at a web server is
 * held to the ledger. {@code -Dupkeep.lab.alerts.kills=200} kills it more often, {@code -Dupkeep.lab.alerts.seed=N} at other moments.
 */
@Tag("lab")
class AlertKillsLabTest {

    private static final int KILLS = Integer.getInteger("upkeep.lab.alerts.kills", 15);
    private static final long SEED = Long.getLong("upkeep.lab.alerts.seed", 20_261_127);

    /** So many lines a digest shows, and so many subjects each receiver has at most. */
    private static final int GROUP = 48;

    private static final int GROUPS = KILLS > 50 ? 4 : 1;
    private static final int SERVICES = GROUP / 2;
    private static final int FILES = GROUP * GROUPS - SERVICES;

    private static final Duration LIMIT = Duration.ofMinutes(40);
    private static final String FOLDER = "/run/lab/files/";

    /** Of its incident nobody is told but by the digest, which there is for it at least. */
    private static final String LAST = "last";

    /** A file that is written again and again: each change that was seen is news, which has no end and is told once. */
    private static final String NOTE = "note";

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    private final List<String> wrong = new ArrayList<>();
    private int told;
    private int healed;
    private int merged;

    @BeforeAll
    static void boot() {
        installed = Installed.bootServers("alert-kills");
        for (String program : List.of("hook.py", "mails.py", "random_kills.py")) {
            installed.program(program);
        }
        machine().run("useradd", "--system", "--create-home", "watcher").orFail();
        machine().unit("hook.service", """
                [Service]
                ExecStart=/usr/bin/python3 /srv/lab/hook.py 8099 /run/lab/posted
                """);
        machine()
                .shell("mkdir -p " + FOLDER + "; cd " + FOLDER + "; touch /run/lab/posted " + LAST + " "
                        + String.join(" ", files()))
                .orFail();
        machine().unit("notes.service", """
                [Service]
                ExecStart=/bin/sh -c 'while :; do date +%%s%%N >FOLDERNOTE; sleep 0.9; done'
                """.replace("FOLDER", FOLDER).replace("NOTE", NOTE));
        machine().run("systemctl", "start", "postfix", "hook", "notes").orFail();
        installed.apply(spec("never"));
    }

    @AfterAll
    static void close() {
        installed.close();
    }

    private static Machine machine() {
        return installed.machine();
    }

    private static List<String> services() {
        return IntStream.range(0, SERVICES)
                .mapToObj(number -> String.format("svc-%02d", number))
                .toList();
    }

    private static List<String> files() {
        return IntStream.range(0, FILES)
                .mapToObj(number -> String.format("file-%03d", number))
                .toList();
    }

    /** What each receiver is told of. */
    private static List<List<String>> groups() {
        List<String> all = Stream.concat(services().stream(), files().stream()).toList();
        return IntStream.range(0, GROUPS)
                .mapToObj(number -> all.subList(number * GROUP, (number + 1) * GROUP))
                .toList();
    }

    private static List<String> receivers(int group) {
        return List.of("ops-" + group, "hook-" + group);
    }

    private static String spec(String digest) {
        StringBuilder spec = new StringBuilder("services:\n");
        services()
                .forEach(name ->
                        spec.append("  " + name + ": {exec: [/bin/sleep, infinity], user: watcher, restart: no}\n"));
        spec.append("checks:\n");
        files().forEach(name ->
                spec.append("  " + name + ": {file: " + FOLDER + name + ", every: 500ms, failures: 1}\n"));
        spec.append("  " + LAST + ": {file: " + FOLDER + LAST + ", every: 500ms, failures: 1, urgency: digest}\n");
        spec.append(
                "  " + NOTE + ": {file: " + FOLDER + NOTE + ", every: 300ms, rules: [{if: changed, then: alert}]}\n");
        spec.append(
                "receivers:\n  news: {webhook: \"http://127.0.0.1:8099/news\", budget: 1000 per 1min}\n  watch: {webhook: \"http://127.0.0.1:8099/watch\"}\n");
        StringBuilder routes = new StringBuilder("    - {match: {subject: " + NOTE + "}, receivers: news}\n");
        routes.append("    - {match: {subject: " + LAST + "}, receivers: "
                + IntStream.range(0, GROUPS).mapToObj(group -> "hook-" + group).toList() + "}\n");
        for (int group = 0; group < GROUPS; group++) {
            spec.append("  ops-" + group + ": {mail: watcher@localhost, budget: 1000 per 1min}\n");
            spec.append("  hook-" + group + ": {webhook: \"http://127.0.0.1:8099/hook\", budget: 1000 per 1min}\n");
            routes.append(
                    "    - {match: {subject: " + groups().get(group) + "}, receivers: " + receivers(group) + "}\n");
        }
        return spec + "alerts:\n  receivers: watch\n  delay: 0s\n  interval: 0s\n  digest: \"" + digest
                + "\"\n  routes:\n" + routes;
    }

    @Test
    void whoeverIsToldIsToldOnceHoweverOftenUpkeepdIsKilled() {
        System.out.println("-Dupkeep.lab.alerts.kills=" + KILLS + " -Dupkeep.lab.alerts.seed=" + SEED);
        Result kills = machine()
                .run(LIMIT, "python3", "/srv/lab/random_kills.py", "" + SEED, "" + KILLS, "" + SERVICES, "" + FILES)
                .orFail();
        assertEquals(KILLS, kills.out().lines().count());
        machine().run("systemctl", "stop", "notes").orFail();
        installed.await(() -> "all is well, and everything is delivered", LIMIT, () -> {
            JsonNode alerts = installed.alerts();
            return alerts.path("wrong").isEmpty()
                    && alerts.path("waiting").isEmpty()
                    && machine().run("postqueue", "-p").orFail().out().contains("queue is empty");
        });
        List<Noted> noted = Noted.all(machine());
        List<Arrival> arrivals = arrivals();
        machine().run("rm", FOLDER + LAST).orFail();
        installed.await(
                "the last incident", () -> !installed.alerts().path("wrong").isEmpty());
        installed.tryApply(spec("*-*-* *:*:00/05")).orFail();
        installed.await("all digests", () -> digests().size() == GROUPS);
        judge(noted, arrivals);
        long changes = judgeNews();
        int twice = arrivals.size() - Arrival.different(arrivals);
        System.out.println("upkeepd was killed " + KILLS + " times, "
                + kills.out().lines().collect(Collectors.joining(" ")) + " s old");
        System.out.println(
                noted.stream().filter(Noted::isOpening).count() + " incidents; by receiver and incident: " + told
                        + " told from beginning to end, " + merged + " that went on in the next, " + healed
                        + " over before anybody was told; " + arrivals.size() + " messages arrived, " + twice
                        + " of them again; " + changes + " changes of a file told once");
        assertEquals(List.of(), wrong, () -> story(noted));
        assertTrue(told >= KILLS / 2, () -> "told " + told);
    }

    /** All that is known of the subjects of which something is wrong. */
    private String story(List<Noted> noted) {
        String said = String.join("\n", wrong);
        return Stream.concat(noted.stream(), arrivals().stream())
                .map(Object::toString)
                .filter(line -> Stream.concat(services().stream(), files().stream())
                        .anyMatch(subject -> said.contains(subject) && line.contains(subject)))
                .collect(Collectors.joining("\n", said + "\n", "\n"));
    }

    private static List<Arrival> arrivals() {
        return Stream.concat(Arrival.mails(machine(), "/var/mail/watcher").stream(), Arrival.posts(machine()).stream())
                .toList();
    }

    /** Every change that is in the ledger was told; how many there are. */
    private long judgeNews() {
        long changes = Long.parseLong(machine()
                .shell(
                        "sqlite3 -readonly /var/lib/upkeep/daemon/ledger.db \"SELECT count(*) FROM entry WHERE subject = '"
                                + NOTE + "' AND instr(char(10) || fields, char(10) || 'alert=changed')\"")
                .orFail()
                .text());
        Map<String, Arrival> news = new TreeMap<>();
        Arrival.posts(machine()).stream()
                .filter(each -> each.receiver().equals("news"))
                .forEach(each -> news.put(each.id(), each));
        long lines = news.values().stream()
                .flatMap(each -> each.lines().stream())
                .filter(line -> line.reason().equals("news"))
                .count();
        if (lines != changes) {
            wrong.add(changes + " changes, of which " + lines + " were told");
        }
        assertTrue(changes >= KILLS / 2, () -> changes + " changes");
        return changes;
    }

    private static List<Arrival> digests() {
        return Arrival.posts(machine()).stream()
                .filter(each -> each.kind().equals("digest"))
                .toList();
    }

    private void judge(List<Noted> noted, List<Arrival> arrivals) {
        for (int group = 0; group < GROUPS; group++) {
            for (String receiver : receivers(group)) {
                Map<String, Arrival> byId = new TreeMap<>();
                arrivals.stream()
                        .filter(each -> each.receiver().equals(receiver))
                        .forEach(each -> byId.merge(each.id(), each, (one, again) -> again(noted, one, again)));
                Map<String, Integer> untold = new TreeMap<>();
                for (String subject : groups().get(group)) {
                    int count = judge(noted, receiver, subject, List.copyOf(byId.values()));
                    if (count > 0) {
                        untold.put(subject, count);
                    }
                }
                digest(receiver, untold);
            }
        }
    }

    /** One that came again must not have been noted as accepted before. */
    private Arrival again(List<Noted> noted, Arrival one, Arrival again) {
        for (Arrival.Line line : one.lines()) {
            noted.stream()
                    .filter(each -> each.tells(one.receiver(), line.incident()))
                    .filter(each -> one.at() > 0 && one.at() <= each.at() && each.at() < again.at())
                    .forEach(each -> wrong.add(
                            one.receiver() + " had accepted message " + one.id() + ", and got it again: " + each));
        }
        return again;
    }

    /** Each incident of a subject is told from its beginning to its end, or not at all; how many are not. */
    private int judge(List<Noted> noted, String receiver, String subject, List<Arrival> messages) {
        Map<Long, List<String>> reasons = new HashMap<>();
        messages.stream()
                .flatMap(each -> each.lines().stream())
                .filter(line -> line.subject().equals(subject))
                .filter(line -> !line.reason().equals("healed"))
                .forEach(line -> reasons.computeIfAbsent(line.incident(), _ -> new ArrayList<>())
                        .add(line.reason()));
        int untold = 0;
        boolean isOpen = false;
        List<Long> incidents = noted.stream()
                .filter(each -> each.isOpening() && each.subject().equals(subject))
                .map(Noted::number)
                .toList();
        for (long incident : incidents) {
            List<String> of =
                    reasons.getOrDefault(incident, List.of()).stream().sorted().toList();
            reasons.remove(incident);
            // What ends while upkeepd is dead, and comes again before it looks, has gone on for whoever was told.
            boolean begins = of.contains("firing");
            boolean ends = of.contains("resolved");
            if (of.size() > 2
                    || of.size() != of.stream().distinct().count()
                    || (begins && isOpen)
                    || (ends && !begins && !isOpen)) {
                wrong.add(receiver + " was told of incident " + incident + " of " + subject + ": " + of);
            }
            if (of.isEmpty() && !isOpen) {
                untold++;
            } else if (begins && ends) {
                told++;
            } else {
                merged++;
            }
            isOpen = (isOpen || begins) && !ends;
            long accepted = noted.stream()
                    .filter(each -> each.tells(receiver, incident))
                    .count();
            if (accepted > of.size()) {
                wrong.add("by the ledger " + receiver + " was told " + accepted + " times of incident " + incident
                        + ": " + of);
            }
        }
        if (isOpen) {
            wrong.add(receiver + " was never told of the end of an incident of " + subject);
        }
        if (!reasons.isEmpty()) {
            wrong.add(receiver + " was told of what is no incident of " + subject + ": " + reasons);
        }
        return untold;
    }

    /** What nobody was told of is in the digest, as often as it was. */
    private void digest(String receiver, Map<String, Integer> untold) {
        healed += untold.values().stream().mapToInt(Integer::intValue).sum();
        if (receiver.startsWith("ops")) {
            return;
        }
        Map<String, Integer> shown = new TreeMap<>();
        digests().stream()
                .filter(each -> each.receiver().equals(receiver))
                .flatMap(each -> each.lines().stream())
                .filter(line -> !line.subject().equals(LAST))
                .forEach(line -> shown.put(line.subject(), line.count()));
        if (!shown.equals(untold)) {
            wrong.add("the digest of " + receiver + " has " + shown + " in place of " + untold);
        }
    }
}
