package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A record: an object with its components by name; empty ones are left out. */
final class Components implements Shape {

    private record Component(SerializedString name, Method accessor, Type type) {}

    private final Class<?> type;
    private final Constructor<?> constructor;
    private final Component[] components;
    private final Map<String, Integer> indices = new HashMap<>();
    private final Function<Type, Shape> shapes;
    /** Made at the first use, since a record may hold others of its kind. */
    private volatile Shape @Nullable [] resolved;

    Components(Class<?> type, Function<Type, Shape> shapes) {
        this.type = type;
        this.shapes = shapes;
        RecordComponent[] declared = type.getRecordComponents();
        this.components = new Component[declared.length];
        for (int i = 0; i < declared.length; i++) {
            Method accessor = declared[i].getAccessor();
            accessor.setAccessible(true);
            components[i] =
                    new Component(new SerializedString(declared[i].getName()), accessor, declared[i].getGenericType());
            indices.put(declared[i].getName(), i);
        }
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
        constructor.setAccessible(true);
    }

    private Shape[] shapes() {
        Shape[] known = resolved;
        if (known == null) {
            known = Arrays.stream(components)
                    .map(component -> shapes.apply(component.type()))
                    .toArray(Shape[]::new);
            resolved = known;
        }
        return known;
    }

    private Object component(Object value, int index) {
        try {
            Object component = components[index].accessor().invoke(value);
            if (component == null) {
                throw new IllegalArgumentException(type + " without " + components[index].name());
            }
            return component;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + components[index].name() + " of " + type, e);
        }
    }

    @Override
    public void write(JsonGenerator json, Object value, Way way) throws IOException {
        Shape[] all = shapes();
        json.writeStartObject();
        for (int i = 0; i < all.length; i++) {
            Object component = component(value, i);
            if (!all[i].isAbsent(component)) {
                json.writeFieldName(components[i].name());
                all[i].write(json, component, way);
            }
        }
        json.writeEndObject();
    }

    @Override
    public Object read(JsonParser json, Way way) throws IOException {
        return read(json, way, null);
    }

    /** What the text leaves out is taken from {@code before}, if there is one. */
    Object read(JsonParser json, Way way, @Nullable Object before) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new CodecException("no " + type.getSimpleName());
        }
        Shape[] all = shapes();
        @Nullable Object[] values = new Object[all.length];
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            Integer index = indices.get(name);
            json.nextToken();
            if (index == null && way.lenient()) {
                json.skipChildren();
            } else if (index == null) {
                throw new CodecException(type.getSimpleName() + " has no component " + name);
            } else if (values[index] != null) {
                throw new CodecException(type.getSimpleName() + " has " + name + " twice");
            } else {
                values[index] = all[index].read(json, way);
            }
        }
        for (int i = 0; i < all.length; i++) {
            if (values[i] == null) {
                values[i] = missing(all[i], i, way, before);
            }
        }
        return make(values);
    }

    private Object missing(Shape shape, int index, Way way, @Nullable Object before) throws CodecException {
        Object instead = before != null ? component(before, index) : way.lenient() ? shape.nothing() : shape.absent();
        if (instead == null) {
            throw new CodecException(type.getSimpleName() + " lacks " + components[index].name());
        }
        return instead;
    }

    private Object make(@Nullable Object[] values) throws CodecException {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new CodecException("no " + type.getSimpleName() + ": " + e.getCause(), e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    @Override
    public String describe(SortedMap<String, String> types) {
        if (types.putIfAbsent(type.getName(), "") == null) {
            StringBuilder text = new StringBuilder();
            Shape[] all = shapes();
            for (int i = 0; i < all.length; i++) {
                text.append(components[i].name())
                        .append(':')
                        .append(all[i].describe(types))
                        .append(' ');
            }
            types.put(type.getName(), text.toString());
        }
        return type.getName();
    }
}
