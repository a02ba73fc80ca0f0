package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/** A map, in its order; its keys are texts, numbers, words or names. */
record Named(Shape key, Shape value, Supplier<Map<Object, Object>> fresh) implements Shape {

    Named {
        boolean isText = key == Scalar.TEXT || key == Scalar.LONG || key == Scalar.INT;
        if (!isText && !(key instanceof Words) && !(key instanceof Wrapped)) {
            throw new IllegalArgumentException("a map's key that is no text");
        }
    }

    private String text(Object of) {
        return switch (key) {
            case Wrapped wrapped -> wrapped.text(of);
            case Words words -> ((Enum<?>) of).name();
            default -> of.toString();
        };
    }

    private Object key(String text) throws CodecException {
        try {
            return switch (key) {
                case Wrapped wrapped -> wrapped.value(text);
                case Words words -> words.constant(text);
                case Scalar.LONG -> Long.parseLong(text);
                case Scalar.INT -> Integer.parseInt(text);
                default -> text;
            };
        } catch (NumberFormatException e) {
            throw new CodecException("no whole number: " + text, e);
        }
    }

    @Override
    public void write(JsonGenerator json, Object map, Way way) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> one : ((Map<?, ?>) map).entrySet()) {
            json.writeFieldName(text(one.getKey()));
            value.write(json, one.getValue(), way);
        }
        json.writeEndObject();
    }

    @Override
    public Object read(JsonParser json, Way way) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new CodecException("no map");
        }
        Map<Object, Object> all = fresh.get();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            Object name = key(json.currentName());
            json.nextToken();
            if (all.put(name, value.read(json, way)) != null) {
                throw new CodecException("the same key twice: " + name);
            }
        }
        return all;
    }

    @Override
    public Object absent() {
        return fresh.get();
    }

    @Override
    public boolean isAbsent(Object map) {
        return ((Map<?, ?>) map).isEmpty();
    }

    @Override
    public String describe(SortedMap<String, String> types) {
        return "map<" + key.describe(types) + "," + value.describe(types) + ">";
    }
}
