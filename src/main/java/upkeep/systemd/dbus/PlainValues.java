package upkeep.systemd.dbus;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;

/** Values of the bus without its types, and with a limit to each, so that they can be handed on. */
final class PlainValues {

    private static final int MOST_ITEMS = 64;
    private static final int LONGEST_TEXT = 1_024;
    private static final int DEEPEST = 4;
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private PlainValues() {}

    /** Those entries of an {@code a{sv}} that are wanted; what has no plain form is left out. */
    static Map<String, Object> of(Object properties, Set<String> wanted) {
        Map<String, Object> plain = new HashMap<>();
        if (properties instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key instanceof String name && wanted.contains(name)) {
                    plain.put(name, of(value, 0));
                }
            });
        }
        return plain;
    }

    private static Object of(Object value, int depth) {
        return switch (value) {
            case Variant<?> variant -> of(variant.getValue(), depth);
            case String text -> text.substring(0, Math.min(text.length(), LONGEST_TEXT));
            case DBusPath path -> path.getPath();
            case Boolean truth -> truth;
            case Double number -> number;
            case Number number -> whole(number);
            case byte[] bytes -> {
                List<Object> items = new ArrayList<>();
                for (int i = 0; i < Math.min(bytes.length, MOST_ITEMS); i++) {
                    items.add((long) bytes[i]);
                }
                yield items;
            }
            case Object[] items when depth < DEEPEST -> list(Arrays.asList(items), depth);
            case List<?> items when depth < DEEPEST -> list(items, depth);
            default -> "";
        };
    }

    private static List<Object> list(List<?> items, int depth) {
        List<Object> plain = new ArrayList<>();
        items.stream().limit(MOST_ITEMS).forEach(item -> plain.add(of(item, depth + 1)));
        return plain;
    }

    /** The bus's unsigned type goes beyond a long; the largest of it stands for "not set", and for "no limit". */
    private static Long whole(Number number) {
        BigInteger exact = new BigInteger(number.toString());
        return exact.compareTo(LARGEST) > 0 ? -1L : exact.longValue();
    }
}
