package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Function;

/** Optional in its four forms: the value, or null. As a component of a record an empty one is left out. */
record Maybe(Shape inner, Object empty, Function<Object, Optional<?>> open, Function<Object, Object> wrap)
        implements Shape {

    static Maybe of(Shape inner) {
        if (inner instanceof Maybe) {
            throw new IllegalArgumentException("an Optional of an Optional");
        }
        return new Maybe(inner, Optional.empty(), value -> (Optional<?>) value, Optional::of);
    }

    static Maybe ofDouble() {
        return new Maybe(
                Scalar.DOUBLE,
                OptionalDouble.empty(),
                value -> ((OptionalDouble) value).stream().boxed().findFirst(),
                value -> OptionalDouble.of((Double) value));
    }

    static Maybe ofLong() {
        return new Maybe(
                Scalar.LONG,
                OptionalLong.empty(),
                value -> ((OptionalLong) value).stream().boxed().findFirst(),
                value -> OptionalLong.of((Long) value));
    }

    static Maybe ofInt() {
        return new Maybe(
                Scalar.INT,
                OptionalInt.empty(),
                value -> ((OptionalInt) value).stream().boxed().findFirst(),
                value -> OptionalInt.of((Integer) value));
    }

    @Override
    public void write(JsonGenerator json, Object value, Way way) throws IOException {
        Optional<?> opened = open.apply(value);
        if (opened.isPresent()) {
            inner.write(json, opened.get(), way);
        } else {
            json.writeNull();
        }
    }

    @Override
    public Object read(JsonParser json, Way way) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? empty : wrap.apply(inner.read(json, way));
    }

    @Override
    public Object absent() {
        return empty;
    }

    @Override
    public boolean isAbsent(Object value) {
        return value.equals(empty);
    }

    @Override
    public String describe(SortedMap<String, String> types) {
        return "?" + inner.describe(types);
    }
}
