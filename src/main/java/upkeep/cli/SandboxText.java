package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import upkeep.render.Sandbox;
import upkeep.render.Sandbox.Ruling;
import upkeep.render.Sandbox.Verdict;

/** What hardening takes from a service and what it spares, for people and as JSON. */
final class SandboxText {

    private SandboxText() {}

    static List<String> lines(Sandbox sandbox) {
        List<Ruling> denied =
                sandbox.rulings().stream().filter(SandboxText::isDenied).toList();
        List<Ruling> spared =
                sandbox.rulings().stream().filter(ruling -> !isDenied(ruling)).toList();
        int width = sandbox.rulings().stream()
                .mapToInt(ruling -> ruling.denies().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        if (!denied.isEmpty()) {
            lines.add("Hardening: it cannot");
        }
        for (Ruling ruling : denied) {
            lines.add("  " + pad(ruling.denies(), width) + "  "
                    + ruling.verdict()
                            .reason()
                            .map(why -> setting(ruling) + ", since " + why)
                            .orElse(setting(ruling)));
        }
        if (!sandbox.writable().isEmpty()) {
            lines.add("It may write to " + String.join(", ", sandbox.writable()) + ".");
        }
        if (!sandbox.ambient().isEmpty()) {
            lines.add("It is given " + String.join(", ", sandbox.ambient()) + ".");
        }
        lines.add(denied.isEmpty() ? "Hardening: none; it can" : "It can");
        for (Ruling ruling : spared) {
            lines.add("  " + pad(ruling.denies(), width) + "  " + ruling.directive() + "="
                    + ruling.verdict().reason().map(why -> ", " + why).orElse(""));
        }
        return lines;
    }

    private static boolean isDenied(Ruling ruling) {
        return ruling.verdict() instanceof Verdict.InForce;
    }

    private static String setting(Ruling ruling) {
        return values(ruling).stream()
                .map(value -> ruling.directive() + "=" + value)
                .collect(Collectors.joining(" "));
    }

    private static List<String> values(Ruling ruling) {
        return switch (ruling.verdict()) {
            case Verdict.InForce inForce -> inForce.values();
            case Verdict.Written written -> written.values();
            case Verdict.Higher _, Verdict.Allowed _, Verdict.Unfit _ -> List.of();
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static void write(JsonGenerator json, Sandbox sandbox) throws IOException {
        json.writeArrayFieldStart("protections");
        for (Ruling ruling : sandbox.rulings()) {
            json.writeStartObject();
            json.writeStringField("directive", ruling.directive());
            json.writeStringField("denies", ruling.denies());
            json.writeBooleanField("set", isDenied(ruling));
            JsonTexts.write(json, "values", values(ruling));
            if (ruling.verdict().reason().isPresent()) {
                json.writeStringField("reason", ruling.verdict().reason().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
