package upkeep.store.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Moment;
import upkeep.base.UnitName;

/** Values of any type that the codec writes, drawn from a seed, so that what is added to a type is tested by itself. */
public final class RandomValues {

    private static final List<String> TEXTS = List.of(
            "", "web", "two words", "\"quoted\" \\ and\nbroken", "ünïcödé ✓ 🚀", "\u0000\u001f\u007f", "{}[],:");
    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.5,
            0.1 + 0.2,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<Long> LONGS = List.of(0L, 1L, -1L, 1_234_567L, Long.MAX_VALUE, Long.MIN_VALUE);

    private final Random random;

    public RandomValues(long seed) {
        this.random = new Random(seed);
    }

    public <T> T of(Class<T> type) {
        return type.cast(draw(type));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Object draw(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return generic(raw, generic.getActualTypeArguments());
        }
        if (type instanceof Class<?> plain) {
            return plain(plain);
        }
        throw new AssertionError("no values of " + type);
    }

    private Object plain(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        }
        if (type == int.class || type == Integer.class) {
            return one(List.of(0, 1, -1, 42, Integer.MAX_VALUE, Integer.MIN_VALUE));
        }
        if (type == long.class || type == Long.class) {
            return random.nextBoolean() ? one(LONGS) : random.nextLong();
        }
        if (type == double.class || type == Double.class) {
            return random.nextBoolean() ? one(DOUBLES) : random.nextDouble() * 1e6;
        }
        if (type == String.class) {
            return one(TEXTS);
        }
        if (type == Instant.class) {
            return instant();
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(random.nextInt(), random.nextInt());
        }
        if (type == Moment.class) {
            return moment();
        }
        if (type == UnitName.class) {
            return new UnitName("unit-" + random.nextInt(5) + (random.nextBoolean() ? ".service" : "@1.socket"));
        }
        if (type == OptionalDouble.class) {
            return random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of((Double) plain(double.class));
        }
        if (type == OptionalLong.class) {
            return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of((Long) plain(long.class));
        }
        if (type == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of((Integer) plain(int.class));
        }
        if (type.isEnum()) {
            return one(List.of(type.getEnumConstants()));
        }
        if (type.isSealed()) {
            return plain(one(List.of(type.getPermittedSubclasses())));
        }
        if (type.isRecord()) {
            return record(type);
        }
        throw new AssertionError("no values of " + type);
    }

    /** As upkeepd reads it, finer than that, on a stepped clock, or from another world. */
    private Moment moment() {
        return switch (random.nextInt(4)) {
            case 0 -> new Moment(random.nextLong(), instant());
            case 1 ->
                new Moment(
                        random.nextLong(1L << 50), Instant.ofEpochSecond(1_700_000_000, random.nextInt(1_000_000_000)));
            default -> {
                long nanos = random.nextLong(1L << 50);
                Instant wall = Instant.ofEpochSecond(1_700_000_000).plusNanos(nanos);
                yield new Moment(nanos, wall.truncatedTo(java.time.temporal.ChronoUnit.MICROS));
            }
        };
    }

    private Instant instant() {
        return random.nextInt(8) == 0
                ? one(List.of(Instant.MIN, Instant.MAX, Instant.EPOCH))
                : Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
        }
        for (int tries = 0; tries < 100; tries++) {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = draw(components[i].getGenericType());
            }
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return constructor.newInstance(values);
            } catch (InvocationTargetException refused) {
                // Its constructor does not take these; it may take others.
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        throw new AssertionError(type + " takes no random values");
    }

    private Object generic(Class<?> raw, Type[] of) {
        if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.empty() : Optional.of(draw(of[0]));
        }
        int size = random.nextInt(4);
        if (raw == java.util.Map.class || raw == java.util.SortedMap.class) {
            Map<Object, Object> map = raw == java.util.Map.class ? new LinkedHashMap<>() : new TreeMap<>();
            for (int i = 0; i < size; i++) {
                map.put(draw(of[0]), draw(of[1]));
            }
            return map;
        }
        java.util.Collection<Object> many = raw == List.class
                ? new ArrayList<>()
                : raw == java.util.SortedSet.class ? new TreeSet<>() : new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
            many.add(draw(of[0]));
        }
        return many;
    }
}
