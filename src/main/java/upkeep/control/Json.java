package upkeep.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import upkeep.core.Entry;

/** JSON texts; times as in RFC 3339 in UTC, names in kebab-case as in the spec. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    interface Content {
        void to(JsonGenerator json) throws IOException;
    }

    /** The text that {@code content} writes, indented, with a newline at its end. */
    static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            content.to(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string cannot fail to be written", impossible);
        }
        return text.append('\n').toString();
    }

    static void time(JsonGenerator json, String name, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            json.writeStringField(name, time.get().toString());
        } else {
            json.writeNullField(name);
        }
    }

    static void number(JsonGenerator json, String name, Optional<Long> number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.get());
        } else {
            json.writeNullField(name);
        }
    }

    static void entry(JsonGenerator json, Entry entry) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", entry.number());
        json.writeStringField("at", entry.at().wall().toString());
        json.writeStringField("kind", entry.kind().word());
        json.writeStringField("subject", entry.subject());
        json.writeStringField("text", entry.text());
        json.writeArrayFieldStart("causes");
        for (long cause : entry.causes()) {
            json.writeNumber(cause);
        }
        json.writeEndArray();
        number(json, "incident", entry.incident());
        json.writeObjectFieldStart("fields");
        for (Map.Entry<String, String> field : entry.fields().entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
