package upkeep.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How values that SQLite has no type for are written in a column, so that a person with sqlite3 can still read them. */
final class Columns {

    /** A hundred thousand years. */
    private static final long FAR_SECONDS = 100_000L * 365 * 86_400;

    private Columns() {}

    /** Microseconds since 1970; what is finer is dropped. */
    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** The same for order alone, of any time there is. */
    static long roughMicros(Instant instant) {
        long seconds = Math.clamp(instant.getEpochSecond(), -FAR_SECONDS, FAR_SECONDS);
        return seconds * 1_000_000L + instant.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    /** Numbers parted by blanks. */
    static String numbers(Collection<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    static List<Long> numbers(String column) {
        List<Long> numbers = new ArrayList<>();
        for (String word : column.split(" ", -1)) {
            if (!word.isEmpty()) {
                numbers.add(Long.parseLong(word));
            }
        }
        return numbers;
    }

    /** A line {@code key=value} each, with newline and backslash (and, in a key, the equals sign) after a backslash. */
    static String fields(Map<String, String> fields) {
        StringBuilder column = new StringBuilder();
        fields.forEach((key, value) -> column.append(column.isEmpty() ? "" : "\n")
                .append(escape(key).replace("=", "\\e"))
                .append('=')
                .append(escape(value)));
        return column.toString();
    }

    static Map<String, String> fields(String column) {
        Map<String, String> fields = new TreeMap<>();
        for (String line : column.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals >= 0) {
                fields.put(unescape(line.substring(0, equals)), unescape(line.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                char escaped = text.charAt(i);
                plain.append(escaped == 'n' ? '\n' : escaped == 'e' ? '=' : escaped);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
