package upkeep.notify;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import upkeep.alert.Message;
import upkeep.alert.Message.Line;

/** What a program that tells people finds in its environment: by our names, and by those that Monit's programs go by. Pure. */
final class ProgramVariables {

    /** As in RFC 822, which Monit's manual names, with a year of four digits. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

    private static final int MOST_NAMED = 20;

    private ProgramVariables() {}

    static Map<String, String> of(Notice notice, Model model, ZoneId zone) {
        Message message = notice.message();
        Map<String, Object> whole = model.whole();
        Map<String, String> variables = new TreeMap<>();
        for (String name : List.of("id", "host", "receiver", "kind", "state", "severity", "urgency", "title", "time")) {
            variables.put("UPKEEP_" + name.toUpperCase(Locale.ROOT), String.valueOf(whole.get(name)));
        }
        String subjects = message.lines().stream()
                .map(line -> Clear.line(line.subject(), Wording.LONGEST_TITLE))
                .filter(subject -> !subject.isEmpty())
                .distinct()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        variables.put("UPKEEP_SUBJECT", subjects);
        variables.put(
                "UPKEEP_INCIDENT",
                message.lines().stream()
                        .map(Line::incident)
                        .filter(number -> number > 0)
                        .distinct()
                        .limit(MOST_NAMED)
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")));
        variables.put("MONIT_DATE", message.at().atZone(zone).format(DATE));
        variables.put("MONIT_HOST", String.valueOf(whole.get("host")));
        variables.put("MONIT_SERVICE", subjects.isEmpty() ? String.valueOf(whole.get("host")) : subjects);
        variables.put("MONIT_EVENT", event(notice));
        variables.put("MONIT_DESCRIPTION", description(notice, whole));
        return variables;
    }

    /** In a word or two, as Monit has "Connection failed" and "Connection succeeded". */
    private static String event(Notice notice) {
        List<Line> lines = notice.message().lines();
        if (notice.isTest() || lines.isEmpty()) {
            return "test";
        }
        Line first = lines.getFirst();
        String severity = first.severity().word();
        return switch (first.reason()) {
            case FIRING -> severity;
            case WORSE -> "now " + severity;
            case REMINDER -> "still " + severity;
            case UNSTABLE -> severity + ", comes and goes";
            case RESOLVED -> "resolved";
            case HEALED -> "healed";
            case NEWS -> "news";
        };
    }

    private static String description(Notice notice, Map<String, Object> whole) {
        List<Line> lines = notice.message().lines();
        return lines.size() == 1
                ? Clear.line(lines.getFirst().what(), Wording.LONGEST_WHAT)
                : String.valueOf(whole.get("title"));
    }
}
