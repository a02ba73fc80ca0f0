package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The constants of an enum, by name. */
final class Words implements Shape {

    private final Class<?> type;
    private final Map<String, Object> constants = new HashMap<>();

    Words(Class<?> type) {
        this.type = type;
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name(), constant);
        }
    }

    @Override
    public void write(JsonGenerator json, Object value, Way way) throws IOException {
        json.writeString(((Enum<?>) value).name());
    }

    @Override
    public Object read(JsonParser json, Way way) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new CodecException("no word for " + type.getSimpleName());
        }
        return constant(json.getText());
    }

    Object constant(String name) throws CodecException {
        Object constant = constants.get(name);
        if (constant == null) {
            throw new CodecException(type.getSimpleName() + " has no " + name);
        }
        return constant;
    }

    @Override
    public String describe(SortedMap<String, String> types) {
        types.put(type.getName(), new TreeMap<>(constants).keySet().toString());
        return type.getName();
    }
}
