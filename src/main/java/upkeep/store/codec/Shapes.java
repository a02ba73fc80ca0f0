package upkeep.store.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** From a type to its shape, once for each type. Thread-safe. */
final class Shapes {

    private final Map<Type, Shape> known = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException if values of that type cannot be written
     */
    synchronized Shape of(Type type) {
        Shape shape = known.get(type);
        if (shape == null) {
            shape = make(type);
            known.put(type, shape);
        }
        return shape;
    }

    private Shape make(Type type) {
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return ofGeneric(raw, generic.getActualTypeArguments());
        }
        throw new IllegalArgumentException("no form for " + type);
    }

    private Shape ofClass(Class<?> type) {
        Scalar scalar = Scalar.of(type);
        if (scalar != null) {
            return scalar;
        }
        if (type.isEnum()) {
            return new Words(type);
        }
        if (Wrapped.fits(type)) {
            return new Wrapped(type);
        }
        if (type.isRecord()) {
            return new Components(type, this::of);
        }
        if (type.isSealed()) {
            return new Cases(type, this::of);
        }
        if (type == OptionalDouble.class) {
            return Maybe.ofDouble();
        }
        if (type == OptionalLong.class) {
            return Maybe.ofLong();
        }
        if (type == OptionalInt.class) {
            return Maybe.ofInt();
        }
        throw new IllegalArgumentException("no form for " + type);
    }

    private Shape ofGeneric(Class<?> raw, Type[] arguments) {
        Shape first = of(arguments[0]);
        if (raw == Optional.class) {
            return Maybe.of(first);
        }
        if (raw == List.class) {
            return new Many(first, ArrayList::new, "list");
        }
        if (raw == Set.class) {
            return new Many(first, LinkedHashSet::new, "set");
        }
        if (raw == SortedSet.class) {
            return new Many(first, TreeSet::new, "set");
        }
        if (raw == Map.class) {
            return new Named(first, of(arguments[1]), LinkedHashMap::new);
        }
        if (raw == SortedMap.class) {
            return new Named(first, of(arguments[1]), TreeMap::new);
        }
        throw new IllegalArgumentException("no form for " + raw);
    }
}
