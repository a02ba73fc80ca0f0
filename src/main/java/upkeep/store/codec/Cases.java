package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A sealed interface: {@code {"Case":value}}, by the simple name of the record. */
final class Cases implements Shape {

    private final Class<?> type;
    private final Map<Class<?>, String> names = new HashMap<>();
    private final Map<String, Shape> byName = new TreeMap<>();

    Cases(Class<?> type, Function<Class<?>, Shape> shapes) {
        this.type = type;
        add(type, shapes);
    }

    private void add(Class<?> sealed, Function<Class<?>, Shape> shapes) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                add(permitted, shapes);
            } else if (byName.put(permitted.getSimpleName(), shapes.apply(permitted)) == null) {
                names.put(permitted, permitted.getSimpleName());
            } else {
                throw new IllegalArgumentException(type + " has two cases " + permitted.getSimpleName());
            }
        }
    }

    private Shape shape(String name) throws CodecException {
        Shape shape = byName.get(name);
        if (shape == null) {
            throw new CodecException(type.getSimpleName() + " has no case " + name);
        }
        return shape;
    }

    @Override
    public void write(JsonGenerator json, Object value, Way way) throws IOException {
        String name = String.valueOf(names.get(value.getClass()));
        json.writeStartObject();
        json.writeFieldName(name);
        shape(name).write(json, value, way);
        json.writeEndObject();
    }

    @Override
    public Object read(JsonParser json, Way way) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT || json.nextToken() != JsonToken.FIELD_NAME) {
            throw new CodecException("no case of " + type.getSimpleName());
        }
        Shape shape = shape(json.currentName());
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
