package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.SortedMap;

/** A record of nothing but a text, such as a name: written as that text. */
final class Wrapped implements Shape {

    private final Class<?> type;
    private final Method accessor;
    private final Constructor<?> constructor;

    Wrapped(Class<?> type) {
        this.type = type;
        this.accessor = type.getRecordComponents()[0].getAccessor();
        accessor.setAccessible(true);
        try {
            this.constructor = type.getDeclaredConstructor(String.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
        constructor.setAccessible(true);
    }

    static boolean fits(Class<?> type) {
        if (!type.isRecord()) {
            return false;
        }
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 1 && components[0].getType() == String.class;
    }

    String text(Object value) {
        try {
            return String.valueOf(accessor.invoke(value));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + type, e);
        }
    }

    Object value(String text) throws CodecException {
        try {
            return constructor.newInstance(text);
        } catch (InvocationTargetException e) {
            throw new CodecException("no " + type.getSimpleName() + ": " + e.getCause(), e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    @Override
    public void write(JsonGenerator json, Object value, Way way) throws IOException {
        json.writeString(text(value));
    }

    @Override
    public Object read(JsonParser json, Way way) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new CodecException("no " + type.getSimpleName());
        }
        return value(json.getText());
    }

    @Override
    public String describe(SortedMap<String, String> types) {
        return type.getName();
    }
}
