package upkeep.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;

/** A story told line by line, each numbered, so that what comes later can point back at its cause. */
final class StoryText {

    /** Longer stories lose their middle. */
    private static final int MOST_LINES = 40;

    private static final int HEAD_LINES = 15;

    private final Story story;
    private final String subject;
    private final Instant now;
    private final ZoneId zone;
    private final Map<Long, Integer> lineOf = new HashMap<>();

    StoryText(Story story, String subject, Instant now, ZoneId zone) {
        this.story = story;
        this.subject = subject;
        this.now = now;
        this.zone = zone;
    }

    /** The same entry several times in a row is one line. */
    private record Line(List<Entry> entries) {
        Entry first() {
            return entries.getFirst();
        }

        Entry last() {
            return entries.getLast();
        }
    }

    List<String> lines() {
        List<Line> lines = grouped();
        for (int i = 0; i < lines.size(); i++) {
            for (Entry entry : lines.get(i).entries()) {
                lineOf.put(entry.number(), i + 1);
            }
        }
        Table table = new Table();
        for (int i = 0; i < lines.size(); i++) {
            table.row(cells(i + 1, lines.get(i)));
        }
        List<String> told = new ArrayList<>();
        told.add(title());
        List<String> rows = table.lines();
        int left = rows.size() - MOST_LINES;
        for (int i = 0; i < rows.size(); i++) {
            if (left > 0 && i == HEAD_LINES) {
                told.add("       ... " + left + " lines left out; upkeep events " + subject + " has them");
            }
            if (left <= 0 || i < HEAD_LINES || i >= HEAD_LINES + left) {
                told.add(rows.get(i));
            }
        }
        return told;
    }

    /** The same for a message, which stands for itself: the time, who speaks and what, with no numbers to point back by. */
    List<String> brief() {
        return grouped().stream()
                .map(line -> Times.point(line.first().at().wall(), now, zone) + " "
                        + word(line.first().kind()) + ": " + text(line))
                .toList();
    }

    private String title() {
        if (story.incident().isEmpty()) {
            return "Last change, " + Times.point(story.first().at().wall(), now, zone) + ":";
        }
        Optional<Entry> opened = story.opened();
        Optional<Entry> resolved = story.resolved();
        StringBuilder title = new StringBuilder("Incident #" + story.incident().get());
        opened.ifPresent(
                entry -> title.append(", opened ").append(Times.point(entry.at().wall(), now, zone)));
        if (resolved.isPresent()) {
            title.append(", resolved ").append(Times.point(resolved.get().at().wall(), now, zone));
            opened.ifPresent(entry -> title.append(" after ")
                    .append(Times.length(Duration.between(
                            entry.at().wall(), resolved.get().at().wall()))));
        } else {
            opened.ifPresent(entry -> title.append(", still open after ")
                    .append(Times.length(Duration.between(entry.at().wall(), now))));
        }
        return title.append(':').toString();
    }

    private List<Line> grouped() {
        List<Line> lines = new ArrayList<>();
        List<Entry> same = new ArrayList<>();
        for (Entry entry : story.entries()) {
            if (!same.isEmpty() && !isSame(same.getLast(), entry)) {
                lines.add(new Line(List.copyOf(same)));
                same.clear();
            }
            same.add(entry);
        }
        lines.add(new Line(List.copyOf(same)));
        return lines;
    }

    private static boolean isSame(Entry a, Entry b) {
        return a.kind() == b.kind()
                && a.subject().equals(b.subject())
                && a.text().equals(b.text());
    }

    private String[] cells(int number, Line line) {
        Entry entry = line.first();
        return new String[] {
            (number < 10 ? "  " : " ") + number,
            Times.point(entry.at().wall(), now, zone),
            number == 1
                    ? ""
                    : Times.offset(Duration.between(
                            story.first().at().wall(), entry.at().wall())),
            word(entry.kind()),
            text(line) + because(number, line.last())
        };
    }

    /** Who or what speaks in this line. */
    static String word(Kind kind) {
        return switch (kind) {
            case TRANSITION -> "unit";
            case EVIDENCE -> "journal";
            case OBSERVATION -> "saw";
            case INTENT -> "operator";
            case INCIDENT_OPENED -> "concluded";
            case INCIDENT_RESOLVED -> "resolved";
            case DECISION -> "decided";
            case REFUSAL -> "held back";
            case OUTCOME -> "outcome";
            case TOLD -> "told";
            case DAEMON -> "upkeepd";
        };
    }

    private String text(Line line) {
        Entry entry = line.first();
        StringBuilder text = new StringBuilder();
        if (!entry.subject().equals(subject)) {
            text.append(entry.subject().isEmpty() ? "host" : entry.subject()).append(": ");
        }
        text.append(entry.text());
        String rule = entry.fields().get("rule");
        if (rule != null && !entry.text().contains(rule)) {
            text.append("; rule: ").append(rule);
        }
        int times = line.entries().size();
        if (times > 1) {
            text.append(" (")
                    .append(times)
                    .append(" times until ")
                    .append(Times.point(line.last().at().wall(), now, zone))
                    .append(')');
        }
        return text.toString();
    }

    private String because(int number, Entry entry) {
        TreeSet<Integer> causes = entry.causes().stream()
                .map(lineOf::get)
                .filter(line -> line != null && line != number)
                .collect(Collectors.toCollection(TreeSet::new));
        if (causes.isEmpty()) {
            return "";
        }
        String preposition = switch (entry.kind()) {
            case DECISION, REFUSAL, INCIDENT_OPENED, INCIDENT_RESOLVED, INTENT -> "because of ";
            case OUTCOME -> "of ";
            case TRANSITION, OBSERVATION, TOLD, DAEMON -> "after ";
            case EVIDENCE -> "about ";
        };
        return "  [" + preposition + ranges(causes) + "]";
    }

    /** {@code 1 to 3, 5}. */
    static String ranges(SortedSet<Integer> numbers) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int end = -1;
        for (int number : numbers) {
            if (number != end + 1) {
                if (end > 0) {
                    parts.add(range(start, end));
                }
                start = number;
            }
            end = number;
        }
        parts.add(range(start, end));
        return String.join(", ", parts);
    }

    private static String range(int start, int end) {
        return start == end ? String.valueOf(start) : start + (end == start + 1 ? ", " : " to ") + end;
    }
}
