package upkeep.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import upkeep.core.Standing;

/** What {@code upkeep availability} prints. Pure. */
public final class AvailabilityText {

    private static final String NOTHING = "-";

    private AvailabilityText() {}

    /** Exit 1 if an objective of those asked for is missed. */
    public static Answer answer(List<AvailabilityView> views, boolean json) {
        boolean isMissed = views.stream().anyMatch(AvailabilityView::isMissed);
        return new Answer(isMissed ? 1 : 0, json ? json(views) : text(views), "");
    }

    private static String text(List<AvailabilityView> views) {
        if (views.isEmpty()) {
            return "Nothing is supervised yet: describe services in /etc/upkeep and run upkeep apply.\n";
        }
        Table table = new Table();
        table.row("NAME", "ANSWERED", "DOWN", "DEGRADED", "MAINTENANCE", "UNKNOWN", "OBJECTIVE", "MAY BE DOWN");
        for (AvailabilityView view : views) {
            table.row(
                    view.name(),
                    answered(view),
                    length(view, Standing.DOWN),
                    length(view, Standing.DEGRADED),
                    length(view, Standing.MAINTENANCE),
                    length(view, Standing.UNKNOWN),
                    view.aim().map(aim -> aim.objective().toString()).orElse(NOTHING),
                    view.aim().map(AvailabilityText::left).orElse(NOTHING));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.addFirst("In the last " + Times.length(views.getFirst().over()) + ", of the time in which it is known:");
        return String.join("\n", lines) + "\n";
    }

    /** Rounded down, so that nothing looks whole that is not. */
    private static String answered(AvailabilityView view) {
        return view.shares().availability().isEmpty()
                ? NOTHING
                : percent(view.shares().availability().getAsDouble()) + "%";
    }

    private static String percent(double part) {
        return BigDecimal.valueOf(100 * part)
                .setScale(3, RoundingMode.FLOOR)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String length(AvailabilityView view, Standing standing) {
        Duration length = view.shares().of(standing);
        return length.toSeconds() == 0 ? NOTHING : Times.length(length);
    }

    private static String left(AvailabilityView.Aim aim) {
        return "another " + Times.length(aim.budget().left()) + " of "
                + Times.length(aim.budget().allowed());
    }

    private static String json(List<AvailabilityView> views) {
        return Json.text(json -> {
            json.writeStartArray();
            for (AvailabilityView view : views) {
                write(json, view);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, AvailabilityView view) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", view.name());
        json.writeNumberField("over", view.over().toSeconds());
        if (view.shares().availability().isPresent()) {
            json.writeNumberField("availability", view.shares().availability().getAsDouble());
        } else {
            json.writeNullField("availability");
        }
        json.writeObjectFieldStart("seconds");
        for (Standing standing : Standing.values()) {
            json.writeNumberField(standing.word(), view.shares().of(standing).toSeconds());
        }
        json.writeEndObject();
        if (view.aim().isPresent()) {
            AvailabilityView.Aim aim = view.aim().get();
            json.writeObjectFieldStart("objective");
            json.writeStringField("text", aim.objective().toString());
            json.writeNumberField("budget", aim.budget().allowed().toSeconds());
            json.writeNumberField("spent", aim.budget().spent().toSeconds());
            json.writeEndObject();
        } else {
            json.writeNullField("objective");
        }
        json.writeEndObject();
    }
}
