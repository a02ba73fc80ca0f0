package upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Lists of texts in what the verbs print as JSON. */
final class JsonTexts {

    private JsonTexts() {}

    /** An array of strings, each what {@code toString} makes of its value. */
    static void write(JsonGenerator json, String name, Iterable<?> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (Object value : values) {
            json.writeString(value.toString());
        }
        json.writeEndArray();
    }
}
