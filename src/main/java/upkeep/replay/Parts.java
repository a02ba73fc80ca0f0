package upkeep.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.StringJoiner;

/** Where two records of one kind differ, for people. */
final class Parts {

    private static final int LONGEST = 2_000;

    private Parts() {}

    /** The components of {@code one} that are not those of {@code other}, of maps only what is not the same. */
    static String differing(Record one, Record other) {
        StringJoiner text = new StringJoiner(", ");
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            Object mine = value(component, one);
            Object theirs = value(component, other);
            if (!mine.equals(theirs)) {
                text.add(component.getName() + " " + (mine instanceof Map<?, ?> map ? entries(map, theirs) : mine));
            }
        }
        String all = text.toString();
        return all.length() > LONGEST ? all.substring(0, LONGEST) + "…" : all;
    }

    private static String entries(Map<?, ?> map, Object other) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        map.forEach((key, value) -> {
            Object theirs = other instanceof Map<?, ?> otherMap ? otherMap.get(key) : null;
            if (!value.equals(theirs)) {
                boolean isPair = value instanceof Record && theirs instanceof Record && value.getClass() == theirs.getClass();
                text.add(key + ": " + (isPair ? differing((Record) value, (Record) theirs) : value));
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
