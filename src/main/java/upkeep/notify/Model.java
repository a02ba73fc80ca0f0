package upkeep.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import upkeep.alert.Message;
import upkeep.alert.Message.Line;
import upkeep.alert.Reason;
import upkeep.base.Severity;
import upkeep.notify.Notice.Background;
import upkeep.spec.Urgency;

/**
 * What templates know, by the names that docs/alerts.md gives. Pure; all text in it is on one line and fit to be shown, and what is
 * absent is empty.
 */
final class Model {

    static final int MOST_CHILDREN = 50;
    static final int MOST_STORY = 40;
    static final int MOST_LOG = 20;

    private static final int LONGEST_LOG_LINE = 400;
    private static final int LONGEST_ADDRESS = 2_000;

    /** After so long Alertmanager forgets what it is not told again. */
    private static final Duration KEPT = Duration.ofDays(7);

    /** So long does what has no end stand where everything has one. */
    private static final Duration NEWS = Duration.ofHours(1);

    private final Notice notice;
    private final Wording wording;

    Model(Notice notice, ZoneId zone) {
        this.notice = notice;
        this.wording = new Wording(notice, zone);
    }

    Map<String, Object> whole() {
        Message message = notice.message();
        List<Map<String, Object>> lines =
                message.lines().stream().map(this::line).toList();
        long wrong = message.lines().stream().filter(Wording::isWrong).count();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", oneLine(notice.id()));
        model.put("number", message.number());
        model.put("host", oneLine(notice.host()));
        model.put("receiver", oneLine(message.receiver()));
        model.put("kind", notice.isTest() ? "test" : word(message.kind()));
        model.put("test", notice.isTest());
        model.put("thread", oneLine(message.thread()));
        model.put("title", wording.title());
        model.put("heading", Clear.line("[" + notice.host() + "] " + wording.title(), Wording.LONGEST_TITLE));
        model.put("state", wording.state());
        model.put("severity", wording.loudest().orElse(Severity.INFORMATION).word());
        model.put("urgency", wording.mostUrgent().orElse(Urgency.DIGEST).word());
        model.put("wrong", wrong);
        model.put("date", wording.date(message.at()));
        model.put("time", message.at().toString());
        model.put("lines", lines);
        model.put("omitted", message.omitted());
        model.put("omittedText", wording.omitted().orElse(""));
        model.put("sender", wording.sender());
        return model;
    }

    Map<String, Object> line(Line line) {
        Background background = Optional.ofNullable(notice.background().get(line.incident()))
                .orElse(new Background(List.of(), List.of(), Optional.empty(), Optional.empty()));
        List<String> children = line.children().stream().map(Model::oneLine).toList();
        boolean wrong = Wording.isWrong(line);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("key", oneLine(line.key()));
        model.put("subject", oneLine(line.subject()));
        model.put("name", Wording.name(line));
        model.put("reason", word(line.reason()));
        model.put("wrong", wrong);
        model.put("severity", line.severity().word());
        model.put(
                "otherSeverities",
                Arrays.stream(Severity.values())
                        .filter(other -> other != line.severity())
                        .map(Severity::word)
                        .toList());
        model.put("urgency", line.urgency().word());
        model.put("headline", wording.headline(line));
        model.put("what", Clear.line(line.what(), Wording.LONGEST_WHAT));
        model.put("how", Clear.line(line.how(), Wording.LONGEST_WHAT));
        model.put("incident", line.incident());
        model.put("count", line.count());
        model.put("since", wording.date(line.since()));
        model.put("sinceTime", line.since().toString());
        model.put("endTime", end(line).toString());
        model.put("lasted", wording.lasted(line));
        model.put("seconds", wording.length(line).toSeconds());
        model.put("standing", String.join(" ", wording.standing(line)));
        model.put("childCount", children.size());
        model.put("children", children.subList(0, Math.min(MOST_CHILDREN, children.size())));
        model.put("story", story(background));
        model.put("log", log(background));
        model.put("command", oneLine(background.command().orElse("")));
        model.put("runbook", Clear.line(background.runbook().orElse(""), LONGEST_ADDRESS));
        return model;
    }

    private Instant end(Line line) {
        Instant at = notice.message().at();
        return switch (line.reason()) {
            case FIRING, WORSE, REMINDER, UNSTABLE -> at.plus(KEPT);
            case NEWS -> at.plus(NEWS);
            case RESOLVED, HEALED -> at;
        };
    }

    /** The newest lines of a long one: how it ended is worth more than how it began. */
    private static List<String> story(Background background) {
        return last(background.story(), MOST_STORY).stream()
                .map(line -> Clear.line(line, Wording.LONGEST_WHAT))
                .toList();
    }

    private static List<String> log(Background background) {
        return last(background.log(), MOST_LOG).stream()
                .map(line -> Clear.logged(line, LONGEST_LOG_LINE))
                .toList();
    }

    private static List<String> last(List<String> lines, int most) {
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    private static String oneLine(String text) {
        return Clear.line(text, Wording.LONGEST_WHAT);
    }

    private static String word(Message.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
