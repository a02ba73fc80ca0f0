package upkeep.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.probe.bus.SystemBus;

/** A bus on which systemd says what it said once on a real machine, at the time of that. */
public final class RecordedUnits implements SystemBus {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, Object>> units = new HashMap<>();
    private final Moment at;

    /**
     * @param version of systemd: 252 or 257
     */
    public RecordedUnits(int version) {
        JsonNode recorded = read("units-" + version);
        recorded.path("units").properties().forEach(unit -> units.put(unit.getKey(), values(unit.getValue())));
        at = new Moment(
                recorded.path("monotonic").asLong() * 1_000,
                Instant.EPOCH.plus(recorded.path("wall").asLong(), ChronoUnit.MICROS));
    }

    public static JsonNode read(String name) {
        try (InputStream in = RecordedUnits.class.getResourceAsStream("/probe/systemd/" + name + ".json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    public static Map<String, Object> values(JsonNode object) {
        Map<String, Object> values = new HashMap<>();
        object.properties().forEach(each -> values.put(each.getKey(), value(each.getValue())));
        return values;
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> items.add(value(item)));
            return items;
        }
        return node.isTextual() ? node.asText() : node.isBoolean() ? (Object) node.asBoolean() : node.asLong();
    }

    public Moment at() {
        return at;
    }

    /** The same machine with another value. */
    public RecordedUnits with(String unit, String property, Object value) {
        Optional.ofNullable(units.get(unit)).orElseThrow().put(property, value);
        return this;
    }

    @Override
    public Map<String, Object> unit(UnitName unit, Set<String> wanted, Duration within) {
        Map<String, Object> values =
                new HashMap<>(Optional.ofNullable(units.get(unit.text())).orElseThrow());
        values.keySet().retainAll(wanted);
        return values;
    }

    @Override
    public Optional<Map<String, Object>> timesyncd(Set<String> wanted, Duration within) {
        return Optional.empty();
    }
}
