package upkeep.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of upkeepd's ledger, as {@code upkeep events --json} tells it.
 *
 * @param number counts up, so that a later entry has a larger one
 * @param kind in lower case with dashes: {@code incident-opened}
 * @param causes numbers of the entries that led to this one
 */
public record Recorded(
        long number, String kind, String subject, String text, List<Long> causes, Map<String, String> fields) {
    public Recorded {
        causes = List.copyOf(causes);
        fields = Map.copyOf(fields);
    }

    /** The entries that {@code upkeep events --json} printed. */
    public static List<Recorded> list(String json) {
        try {
            List<Recorded> entries = new ArrayList<>();
            new ObjectMapper().readTree(json).forEach(entry -> entries.add(of(entry)));
            return List.copyOf(entries);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }

    static Recorded of(JsonNode json) {
        List<Long> causes = new ArrayList<>();
        json.path("causes").forEach(cause -> causes.add(cause.asLong()));
        Map<String, String> fields = new HashMap<>();
        json.path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return new Recorded(
                json.path("number").asLong(),
                json.path("kind").asText(),
                json.path("subject").asText(),
                json.path("text").asText(),
                causes,
                fields);
    }

    /** True when the entry is of this kind and its text contains that. */
    public boolean is(String wantedKind, String part) {
        return kind.equals(wantedKind) && text.contains(part);
    }

    /** What brought the unit into its state, in upkeep's own word; of entries about that only. */
    public Optional<String> cause() {
        return Optional.ofNullable(fields.get("cause"));
    }

    /** True for the decision to act: upkeep's own restarts, starts and reloads, not those that systemd does itself. */
    public boolean isOrder() {
        return kind.equals("decision") && fields.containsKey("verb");
    }

    @Override
    public String toString() {
        return "#" + number + " " + subject + " " + kind + ": " + text + " " + causes + " " + fields;
    }
}
