package upkeep.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import upkeep.alert.Message;
import upkeep.alert.Message.Kind;
import upkeep.alert.Message.Line;
import upkeep.alert.Reason;
import upkeep.base.Severity;
import upkeep.notify.Notice.Background;
import upkeep.spec.Urgency;

/** Notices as they come, and some as they should not. */
final class Notices {

    static final Instant AT = Instant.parse("2026-11-27T10:12:44Z");
    static final String HOSTILE =
            "\"}\r\nBcc: eve@example.org\r\n\r\n<script>alert(1)</script> <!channel> @all *_`~ \\u0041 \u202egnp.exe \0 ü€😀";

    static final Programs NO_PROGRAMS = (unit, _, _, _) -> {
        throw new AssertionError(unit + " is not to be run");
    };

    private Notices() {}

    static Line line(String subject, Reason reason, Severity severity, Urgency urgency, String what) {
        return new Line(
                subject,
                reason,
                subject,
                severity,
                urgency,
                what,
                1234,
                new TreeSet<>(),
                AT.minusSeconds(212),
                1,
                "after 3 min 32 s: up, and its probes pass twice in a row");
    }

    static Line firing(String subject) {
        return line(
                subject,
                Reason.FIRING,
                Severity.CRITICAL,
                Urgency.PAGE,
                "went down: the main process exited with status 1");
    }

    static Line with(Line line, Reason reason, int count, String... children) {
        return new Line(
                line.key(),
                reason,
                line.subject(),
                line.severity(),
                line.urgency(),
                line.what(),
                line.incident(),
                new TreeSet<>(Arrays.asList(children)),
                line.since(),
                count,
                line.how());
    }

    static Notice of(Kind kind, Line... lines) {
        return of(kind, 0, Map.of(), lines);
    }

    static Notice of(Kind kind, int omitted, Map<Long, Background> background, Line... lines) {
        return new Notice("web1", new Message(77, "ops", AT, kind, "db", List.of(lines), omitted), background, false);
    }

    static Background background() {
        return new Background(
                List.of(
                        "10:09:12 unit: the main process exited with status 1",
                        "10:09:13 decided: restart it, the first of 5 within 10 min",
                        "10:09:15 outcome: the restart failed: the main process exited with status 1",
                        "10:12:40 held back: its restart budget is spent; one try every 15 min from now on, or as soon as"
                                + " a restart has left the window"),
                List.of(
                        "10:12:39 postgres[812]: FATAL:  could not write lock file \"postmaster.pid\": No space left on device",
                        "10:12:39 postgres[812]: LOG:  database system is shut down"),
                Optional.of("upkeep why db"),
                Optional.of("https://wiki.example.org/runbooks/db"));
    }

    private static String[] apps() {
        return IntStream.rangeClosed(1, 12).mapToObj("app-%02d"::formatted).toArray(String[]::new);
    }

    static Notice dependants() {
        return of(Kind.ALERT, 0, Map.of(1234L, background()), with(firing("db"), Reason.FIRING, 1, apps()));
    }

    /** The end of {@link #dependants}, as it is told: with what was done, and without what is of no use any more. */
    static Notice recovered() {
        List<String> story = new ArrayList<>(background().story());
        story.addAll(List.of(
                "10:12:45 told: ops, by mail: localhost:25 took it: 250 2.0.0 Ok: queued as E40EC2D4",
                "10:21:03 operator: anna released it: its restart budget is whole again",
                "10:21:03 decided: start db.service: it is down; 1 of 5 restarts in 10 min used",
                "10:21:04 unit: running again with pid 1595, 12min after it went down",
                "10:21:34 resolved: after 12min: up, and its probes pass twice in a row"));
        Background background = new Background(story, List.of(), Optional.of("upkeep why db"), Optional.empty());
        Line line = with(firing("db"), Reason.RESOLVED, 1, apps());
        Message message = new Message(78, "ops", AT.plusSeconds(530), Kind.ALERT, "db", List.of(line), 0);
        return new Notice("web1", message, Map.of(1234L, background), false);
    }

    static Notice hostile() {
        Background background = new Background(
                List.of(HOSTILE), List.of(HOSTILE), Optional.of(HOSTILE), Optional.of("https://x/" + HOSTILE));
        Line line = new Line(
                HOSTILE,
                Reason.FIRING,
                HOSTILE,
                Severity.ERROR,
                Urgency.NOTICE,
                HOSTILE,
                1234,
                new TreeSet<>(List.of(HOSTILE)),
                AT,
                1,
                HOSTILE);
        return new Notice(
                HOSTILE,
                new Message(1, HOSTILE, AT, Kind.ALERT, HOSTILE, List.of(line), 0),
                Map.of(1234L, background),
                false);
    }

    static Notice test() {
        return new Notice("web1", new Message(78, "ops", AT, Kind.ALERT, "", List.of(), 0), Map.of(), true);
    }

    static Notice digest() {
        String what = "was restarted, and is well since";
        Line web = line("web", Reason.HEALED, Severity.INFORMATION, Urgency.DIGEST, what);
        Line mail = line("mail", Reason.HEALED, Severity.INFORMATION, Urgency.DIGEST, what);
        return of(Kind.DIGEST, with(web, Reason.HEALED, 6), with(mail, Reason.HEALED, 1));
    }

    /** By the names of their golden files. */
    static Map<String, Notice> all() {
        Map<String, Notice> all = new LinkedHashMap<>();
        Line web = line(
                "web/liveness",
                Reason.FIRING,
                Severity.ERROR,
                Urgency.NOTICE,
                "the check (192.0.2.1:25) failed 3 times in a row over 4.0 s: sent nothing for 2 s");
        Line machine = line(
                "",
                Reason.FIRING,
                Severity.WARNING,
                Urgency.NOTICE,
                "what happens is not recorded, and supervision goes on without: the disk is full");
        all.put("firing", of(Kind.ALERT, firing("db")));
        all.put("dependants", dependants());
        all.put("recovered", recovered());
        all.put("one-dependant", of(Kind.ALERT, with(firing("db"), Reason.FIRING, 3, "app")));
        all.put("machine", of(Kind.ALERT, machine));
        all.put("worse", of(Kind.ALERT, with(firing("db"), Reason.WORSE, 1)));
        all.put("reminder", of(Kind.ALERT, with(firing("db"), Reason.REMINDER, 1)));
        all.put("unstable", of(Kind.ALERT, with(web, Reason.UNSTABLE, 5)));
        all.put(
                "resolved",
                of(Kind.ALERT, 0, Map.of(1234L, background()), with(firing("db"), Reason.RESOLVED, 1, "app1", "app2")));
        all.put("group", of(Kind.ALERT, firing("db"), web, with(firing("cache"), Reason.RESOLVED, 1)));
        all.put("summary", of(Kind.SUMMARY, 4, Map.of(), firing("db"), firing("cache"), firing("queue"), web, machine));
        all.put("all-resolved", of(Kind.ALERT, with(firing("db"), Reason.RESOLVED, 1), with(web, Reason.RESOLVED, 1)));
        all.put("news", of(Kind.ALERT, with(web, Reason.NEWS, 1)));
        all.put("digest", digest());
        all.put("hostile", hostile());
        all.put("test", test());
        return all;
    }
}
