package upkeep.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A service as upkeepd sees it, by what it tells as JSON.
 *
 * @param phase of its unit
 * @param health what its probes say
 * @param isHeld whether it is on hold
 */
record SeenService(String phase, String health, boolean isHeld) {

    private static final Set<String> READY = Set.of("ok", "none", "suspect");
    private static final Set<String> UNREADY = Set.of("dead", "not-ready");

    /** All that are told of, by name; none if that cannot be understood. */
    static Map<String, SeenService> parse(String status) {
        Map<String, SeenService> seen = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(status)) {
            while (json.nextToken() != null) {
                boolean isServices =
                        json.currentToken() == JsonToken.START_ARRAY && "services".equals(json.currentName());
                while (isServices && json.nextToken() == JsonToken.START_OBJECT) {
                    service(json, seen);
                }
            }
        } catch (IOException notUnderstood) {
            return Map.of();
        }
        return seen;
    }

    private static void service(JsonParser json, Map<String, SeenService> seen) throws IOException {
        String name = "";
        String phase = "";
        String health = "";
        boolean isHeld = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "name" -> name = json.getText();
                case "phase" -> phase = json.getText();
                case "health" -> health = json.getText();
                case "hold" -> isHeld = value != JsonToken.VALUE_NULL;
                default -> {}
            }
            json.skipChildren();
        }
        seen.put(name, new SeenService(phase, health, isHeld));
    }

    /** Whether requests can be sent to it. */
    boolean isReady() {
        return phase.equals("up") && READY.contains(health);
    }

    /** Whether none should be sent to it. */
    boolean isUnready() {
        return !phase.equals("up") || UNREADY.contains(health);
    }
}
