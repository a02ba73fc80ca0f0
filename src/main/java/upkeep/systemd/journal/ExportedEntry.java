package upkeep.systemd.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry in the journal's export format (https://systemd.io/JOURNAL_EXPORT_FORMATS/). Fields whose name begins with an
 * underscore were set by journald, and no client can have written them.
 */
record ExportedEntry(Map<String, String> fields) {

    ExportedEntry {
        fields = Map.copyOf(fields);
    }

    /** The value of a field, empty if there is none; of several, the first. */
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    boolean has(String name, String value) {
        return value.equals(fields.get(name));
    }

    /** When it was received, in microseconds since 1970; 0 if that is not told. */
    long realtimeMicros() {
        String digits = field("__REALTIME_TIMESTAMP");
        boolean number =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(Character::isDigit);
        return number ? Long.parseLong(digits) : 0;
    }

    /** All complete entries; what does not fit the format ends them. */
    static List<ExportedEntry> parse(byte[] output) {
        List<ExportedEntry> entries = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        int at = 0;
        while (at < output.length) {
            int end = lineEnd(output, at);
            if (end < 0) {
                break;
            }
            String line = text(output, at, end);
            int equals = line.indexOf('=');
            at = end + 1;
            if (line.isEmpty()) {
                entries.add(new ExportedEntry(fields));
                fields.clear();
            } else if (equals > 0) {
                fields.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
            } else {
                // A name alone: the length follows in eight bytes, then the value, which may hold anything.
                long length = at + Long.BYTES <= output.length
                        ? ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN).getLong(at)
                        : -1;
                at += Long.BYTES;
                if (length < 0 || length >= output.length - at) {
                    break;
                }
                fields.putIfAbsent(line, text(output, at, at + (int) length));
                at += (int) length + 1;
            }
        }
        return entries;
    }

    private static int lineEnd(byte[] output, int from) {
        for (int i = from; i < output.length; i++) {
            if (output[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] output, int from, int to) {
        return new String(output, from, to - from, StandardCharsets.UTF_8);
    }
}
