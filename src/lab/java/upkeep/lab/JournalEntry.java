package upkeep.lab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of a machine's journal, as {@code journalctl -o json} prints it (systemd.journal-fields(7)).
 *
 * @param fields name to value. Of a field that occurs several times, the last value; bytes that are no text are decoded as
 *     UTF-8; a value over the size that journalctl prints is the empty string
 */
public record JournalEntry(Map<String, String> fields) {
    private static final JsonFactory JSON = new JsonFactory();

    public JournalEntry {
        fields = Map.copyOf(fields);
    }

    /** Parses one line of {@code journalctl -o json}. */
    public static JournalEntry parse(String line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("cannot read a journal entry: no JSON object: " + line);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                fields.put(name, value(parser));
            }
        }
        return new JournalEntry(fields);
    }

    /** A string; null for one that is too large; an array of numbers for bytes; an array of these for several values. */
    private static String value(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        if (token != JsonToken.START_ARRAY) {
            return parser.getText();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String last = "";
        JsonToken element = parser.nextToken();
        while (element != JsonToken.END_ARRAY) {
            if (element == JsonToken.VALUE_NUMBER_INT) {
                bytes.write(parser.getIntValue());
            } else if (element == JsonToken.START_ARRAY) {
                last = bytes(parser);
            } else {
                last = element == JsonToken.VALUE_NULL ? "" : parser.getText();
            }
            element = parser.nextToken();
        }
        return bytes.size() > 0 ? bytes.toString(StandardCharsets.UTF_8) : last;
    }

    private static String bytes(JsonParser parser) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            bytes.write(parser.getIntValue());
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The value of a field, by its exact name. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** True when the field is there and has this value. */
    public boolean has(String name, String value) {
        return value.equals(fields.get(name));
    }

    /** The text, empty where there is none. */
    public String message() {
        return fields.getOrDefault("MESSAGE", "");
    }

    /** The kind of the entry, 32 hexadecimal digits, empty where it has none. */
    public String messageId() {
        return fields.getOrDefault("MESSAGE_ID", "");
    }

    /** The unit that the entry is about: systemd's own field where systemd writes, else the unit of the writer. */
    public String unit() {
        String about = fields.get("UNIT");
        return about != null ? about : fields.getOrDefault("_SYSTEMD_UNIT", "");
    }

    /** When the journal received it, in microseconds of the monotonic clock, which machine and host share. */
    public long monotonicMicros() {
        return Long.parseLong(fields.getOrDefault("__MONOTONIC_TIMESTAMP", "0"));
    }

    /** When the journal received it, in microseconds since 1970. */
    public long realtimeMicros() {
        return Long.parseLong(fields.getOrDefault("__REALTIME_TIMESTAMP", "0"));
    }

    @Override
    public String toString() {
        return monotonicMicros() + " " + unit() + " " + fields.getOrDefault("SYSLOG_IDENTIFIER", "?") + ": "
                + message();
    }
}
