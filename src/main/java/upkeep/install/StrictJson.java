package upkeep.install;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/** Reads our own records strictly: anything that is not just as we write it is an error with its place. */
record StrictJson(JsonParser parser) {

    /** A spec may be 1 MiB long, and each of its characters six in JSON. */
    private static final int MAX_TEXT = 8 << 20;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(MAX_TEXT).build())
            .build();

    private static final Pattern MODE = Pattern.compile("[0-7]{4}");

    /** Reads one kind of record. */
    interface Body<T> {
        T read(StrictJson json) throws IOException;
    }

    /**
     * The record in {@code text}, or one problem that names {@code file} and the place in it.
     *
     * @param what what it is, as in "cannot read the manifest"
     * @param hint what helps if it cannot be read
     */
    static <T> Checked<T> read(String file, String what, String hint, String text, Body<T> body) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            StrictJson json = new StrictJson(parser);
            T value = body.read(json);
            if (json.next() != null) {
                throw json.wrong("there is something after its end");
            }
            return Checked.of(value, List.of());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            SourcePos position =
                    at == null ? new SourcePos(file, 0, 0) : new SourcePos(file, at.getLineNr(), at.getColumnNr());
            String message = "cannot read " + what + ": " + e.getOriginalMessage();
            return Checked.failed(List.of(Problem.error(position, message, hint)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(JsonGenerator json, String name, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static String word(UnitTree.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String mode(int mode) {
        return String.format(Locale.ROOT, "%04o", mode);
    }

    @Nullable JsonToken next() throws IOException {
        return parser.nextToken();
    }

    /** The next key of the object, or an empty text at its end. */
    String key() throws IOException {
        JsonToken token = next();
        if (token == JsonToken.END_OBJECT) {
            return "";
        }
        expect(token, JsonToken.FIELD_NAME);
        if (parser.currentName().isEmpty()) {
            throw wrong("a key is empty");
        }
        return parser.currentName();
    }

    int number() throws IOException {
        expect(next(), JsonToken.VALUE_NUMBER_INT);
        return parser.getIntValue();
    }

    String text() throws IOException {
        expect(next(), JsonToken.VALUE_STRING);
        return parser.getText();
    }

    /** Reads the number of the format, which must be the one we know. */
    boolean version(int known) throws IOException {
        int version = number();
        if (version != known) {
            throw wrong("its format is " + version + ", and this upkeep knows only " + known);
        }
        return true;
    }

    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        expect(next(), JsonToken.START_ARRAY);
        while (next() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_STRING);
            texts.add(parser.getText());
        }
        return texts;
    }

    /** An object of texts, of which the beginning may have been read. */
    Map<String, String> fields() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            expect(next(), JsonToken.START_OBJECT);
        }
        Map<String, String> fields = new TreeMap<>();
        for (String key = key(); !key.isEmpty(); key = key()) {
            expect(next(), JsonToken.VALUE_STRING);
            fields.put(key, parser.getText());
        }
        return fields;
    }

    UnitTree.Kind kind(String word) throws IOException {
        for (UnitTree.Kind kind : UnitTree.Kind.values()) {
            if (word(kind).equals(word)) {
                return kind;
            }
        }
        throw wrong("unknown kind of file \"" + word + "\"");
    }

    int mode(String text) throws IOException {
        if (!MODE.matcher(text).matches()) {
            throw wrong("\"" + text + "\" is no mode of a file");
        }
        return Integer.parseInt(text, 8);
    }

    UnitName unit(String text) throws IOException {
        Optional<UnitName> unit = UnitName.parse(text);
        if (unit.isEmpty()) {
            throw wrong("\"" + text + "\" is no unit name");
        }
        return unit.get();
    }

    /** Our records say which files are written and deleted, so a path in them must not lead anywhere else. */
    void absolute(String path) throws IOException {
        if (!path.startsWith("/") || (path + "/").contains("/../") || path.indexOf('\0') >= 0) {
            throw wrong("\"" + path + "\" is no absolute path");
        }
    }

    void expect(@Nullable JsonToken actual, JsonToken expected) throws IOException {
        if (actual != expected) {
            throw wrong("something else was expected here");
        }
    }

    JsonParseException wrong(String why) {
        return new JsonParseException(parser, why, parser.currentTokenLocation());
    }
}
