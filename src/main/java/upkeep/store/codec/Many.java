package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.SortedMap;
import java.util.function.Supplier;

/** A list or a set, in its order. */
record Many(Shape element, Supplier<Collection<Object>> fresh, String name) implements Shape {

    @Override
    public void write(JsonGenerator json, Object value, Way way) throws IOException {
        json.writeStartArray();
        for (Object one : (Collection<?>) value) {
            element.write(json, one, way);
        }
        json.writeEndArray();
    }

    @Override
    public Object read(JsonParser json, Way way) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new CodecException("no " + name);
        }
        Collection<Object> all = fresh.get();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean isNew = all.add(element.read(json, way));
            if (!isNew && !(all instanceof ArrayList)) {
                throw new CodecException("the same twice in a set");
            }
        }
        return all;
    }

    @Override
    public Object absent() {
        return fresh.get();
    }

    @Override
    public boolean isAbsent(Object value) {
        return ((Collection<?>) value).isEmpty();
    }

    @Override
    public String describe(SortedMap<String, String> types) {
        return name + "<" + element.describe(types) + ">";
    }
}
