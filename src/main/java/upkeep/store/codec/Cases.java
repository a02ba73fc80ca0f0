package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A sealed interface: {@code {"Case":value}}, by the simple name of the record. */
final class Cases implements Shape {

    private final Class<?> type;
    private final Map<Class<?>, Case> byType = new HashMap<>();
    private final Map<String, Shape> byName = new TreeMap<>();

    private record Case(SerializedString name, Shape shape) {}

    Cases(Class<?> type, Function<Class<?>, Shape> shapes) {
        this.type = type;
        add(type, shapes);
    }

    private void add(Class<?> sealed, Function<Class<?>, Shape> shapes) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                add(permitted, shapes);
                continue;
            }
            String name = permitted.getSimpleName();
            Shape shape = shapes.apply(permitted);
            if (byName.put(name, shape) != null) {
                throw new IllegalArgumentException(type + " has two cases " + name);
            }
            byType.put(permitted, new Case(new SerializedString(name), shape));
        }
    }

    @Override
    public void write(JsonGenerator json, Object value, Way way) throws IOException {
        Case one = byType.get(value.getClass());
        if (one == null) {
            throw new IllegalArgumentException(value.getClass() + " is no case of " + type);
        }
        json.writeStartObject();
        json.writeFieldName(one.name());
        one.shape().write(json, value, way);
        json.writeEndObject();
    }

    @Override
    public Object read(JsonParser json, Way way) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT || json.nextToken() != JsonToken.FIELD_NAME) {
            throw new CodecException("no case of " + type.getSimpleName());
        }
        Shape shape = byName.get(json.currentName());
        if (shape == null) {
            throw new CodecException(type.getSimpleName() + " has no case " + json.currentName());
        }
        json.nextToken();
        Object value = shape.read(json, way);
        if (json.nextToken() != JsonToken.END_OBJECT) {
            throw new CodecException("more than one case of " + type.getSimpleName());
        }
        return value;
    }

    @Override
    public String describe(SortedMap<String, String> types) {
        if (types.putIfAbsent(type.getName(), "") == null) {
            SortedMap<String, String> cases = new TreeMap<>();
            byName.forEach((name, shape) -> cases.put(name, shape.describe(types)));
            types.put(type.getName(), cases.toString());
        }
        return type.getName();
    }
}
