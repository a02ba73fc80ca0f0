package upkeep.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import upkeep.base.Humane;
import upkeep.control.AlertsView.Silenced;
import upkeep.control.AlertsView.Waiting;
import upkeep.control.AlertsView.Wrong;

/** What {@code upkeep alerts} prints. Pure. */
public final class AlertsText {

    private AlertsText() {}

    /** Exit code 1 if something is not delivered. */
    public static Answer answer(AlertsView view, boolean json, Instant now, ZoneId zone) {
        String text = json ? json(view) : text(view, now, zone);
        boolean isLate = view.waiting().stream().anyMatch(each -> each.fault().isPresent());
        return new Answer(isLate ? 1 : 0, text, "");
    }

    private static String text(AlertsView view, Instant now, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        if (view.receivers().isEmpty()) {
            lines.add(
                    "Nobody is told: no spec names receivers. What happens is in the journal (journalctl -t upkeepd).");
        }
        lines.addAll(wrong(view.wrong(), now, zone));
        if (!view.silences().isEmpty()) {
            lines.add("");
            lines.add("Silences (upkeep silence --end NUMBER):");
            Table table = new Table();
            for (Silenced each : view.silences()) {
                table.row(
                        "  " + each.number(),
                        each.of(),
                        "until " + Times.point(each.until(), now, zone),
                        "by " + each.by() + (each.reason().isEmpty() ? "" : ": " + each.reason()));
            }
            lines.addAll(table.lines());
        }
        if (!view.waiting().isEmpty()) {
            lines.add("");
            lines.add("Not delivered yet:");
            Table table = new Table();
            for (Waiting each : view.waiting()) {
                table.row(
                        "  " + each.receiver(),
                        Humane.count(each.messages(), "message"),
                        "since " + Times.point(each.since(), now, zone),
                        each.fault().orElse("on the way"));
            }
            lines.addAll(table.lines());
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> wrong(List<Wrong> wrong, Instant now, ZoneId zone) {
        if (wrong.isEmpty()) {
            return List.of("Nothing is wrong.");
        }
        Table table = new Table();
        table.row("SUBJECT", "SEVERITY", "SINCE", "TOLD", "WHAT");
        for (Wrong each : wrong) {
            table.row(
                    subject(each),
                    each.severity().word(),
                    Times.point(each.since(), now, zone),
                    told(each, now, zone),
                    each.what()
                            + suffering(each.suffering())
                            + each.note().map(note -> " (" + note + ")").orElse(""));
        }
        return table.lines();
    }

    private static String subject(Wrong wrong) {
        return wrong.subject().isEmpty() ? "host" : wrong.subject();
    }

    private static String told(Wrong wrong, Instant now, ZoneId zone) {
        return wrong.told().isEmpty()
                ? "nobody"
                : wrong.told().entrySet().stream()
                        .map(each -> each.getKey() + " " + Times.point(each.getValue(), now, zone))
                        .collect(Collectors.joining(", "));
    }

    private static String suffering(List<String> names) {
        return names.isEmpty() ? "" : "; " + String.join(", ", names) + (names.size() == 1 ? " suffers" : " suffer");
    }

    private static String json(AlertsView view) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("wrong");
            for (Wrong each : view.wrong()) {
                wrong(json, each);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("silences");
            for (Silenced each : view.silences()) {
                json.writeStartObject();
                json.writeNumberField("number", each.number());
                json.writeStringField("of", each.of());
                json.writeStringField("until", each.until().toString());
                json.writeStringField("by", each.by());
                json.writeStringField("reason", each.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("waiting");
            for (Waiting each : view.waiting()) {
                json.writeStartObject();
                json.writeStringField("receiver", each.receiver());
                json.writeNumberField("messages", each.messages());
                json.writeStringField("since", each.since().toString());
                text(json, "fault", each.fault());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("receivers");
            for (Map.Entry<String, String> each : view.receivers().entrySet()) {
                json.writeStringField(each.getKey(), each.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void wrong(JsonGenerator json, Wrong wrong) throws IOException {
        json.writeStartObject();
        json.writeStringField("subject", wrong.subject());
        json.writeStringField("severity", wrong.severity().word());
        json.writeStringField("what", wrong.what());
        json.writeStringField("since", wrong.since().toString());
        json.writeArrayFieldStart("suffering");
        for (String each : wrong.suffering()) {
            json.writeString(each);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("told");
        for (Map.Entry<String, Instant> each : wrong.told().entrySet()) {
            json.writeStringField(each.getKey(), each.getValue().toString());
        }
        json.writeEndObject();
        text(json, "note", wrong.note());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        } else {
            json.writeNullField(name);
        }
    }
}
