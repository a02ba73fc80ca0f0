package upkeep.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Where two records of one kind differ, for people. */
final class Parts {

    private static final int LONGEST = 2_000;

    private Parts() {}

    /** The components of {@code one} that are not those of {@code other}, of maps and records only what is not the same. */
    static String differing(Record one, Record other) {
        StringJoiner text = new StringJoiner(", ");
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            Object mine = value(component, one);
            Object theirs = value(component, other);
            if (!mine.equals(theirs)) {
                text.add(component.getName() + " " + differing(mine, theirs));
            }
        }
        String all = text.toString();
        return all.length() > LONGEST ? all.substring(0, LONGEST) + "…" : all;
    }

    private static String differing(Object mine, @Nullable Object theirs) {
        if (mine instanceof Map<?, ?> map) {
            return entries(map, theirs);
        }
        boolean isPair = mine instanceof Record && mine.getClass().isInstance(theirs);
        return isPair && theirs != null ? differing((Record) mine, (Record) theirs) : mine.toString();
    }

    private static String entries(Map<?, ?> map, @Nullable Object other) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        map.forEach((key, value) -> {
            Object theirs = other instanceof Map<?, ?> otherMap ? otherMap.get(key) : null;
            if (!value.equals(theirs)) {
                text.add(key + ": " + differing(value, theirs));
            }
        });
        return text.toString();
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
