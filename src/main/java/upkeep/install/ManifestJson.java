package upkeep.install;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import upkeep.base.Checked;
import upkeep.base.Digest;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/**
 * The manifest as JSON, format 1. The same manifest always becomes the same text. Reading is strict: a key, word or
 * version we do not know may stand for something we must not overlook, so it is an error.
 */
final class ManifestJson {

    static final int MAX_BYTES = 16 << 20;

    private static final int VERSION = 1;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MODE = Pattern.compile("0[0-7]{3,4}");

    private ManifestJson() {}

    static String write(Manifest manifest) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            writeEntries(json, "files", manifest.files());
            writeTexts(
                    json,
                    "enabled",
                    manifest.enabled().stream().map(UnitName::text).toList());
            writeTexts(json, "removed", manifest.removed());
            if (manifest.pending().isPresent()) {
                writePending(json, manifest.pending().get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void writePending(JsonGenerator json, Manifest.Pending pending) throws IOException {
        json.writeObjectFieldStart("pending");
        writeEntries(json, "writes", pending.writes());
        writeEntries(json, "deletes", pending.deletes());
        json.writeArrayFieldStart("steps");
        for (Step step : pending.steps()) {
            json.writeStartObject();
            json.writeStringField("kind", step.kind().word());
            if (step.unit().isPresent()) {
                json.writeStringField("unit", step.unit().get().text());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeEntries(JsonGenerator json, String name, Map<String, Manifest.Entry> entries)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Manifest.Entry> entry : entries.entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            json.writeStringField("digest", entry.getValue().digest().hex());
            json.writeStringField(
                    "mode", String.format(Locale.ROOT, "%04o", entry.getValue().mode()));
            json.writeStringField("kind", word(entry.getValue().kind()));
            if (entry.getValue().unit().isPresent()) {
                json.writeStringField("unit", entry.getValue().unit().get().text());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, Iterable<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static String word(UnitTree.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The manifest in {@code text}, or one problem that names {@code file} and the place in it. */
    static Checked<Manifest> read(String file, String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            Manifest manifest = new Reader(json).manifest();
            return Checked.of(manifest, List.of());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            SourcePos position =
                    at == null ? new SourcePos(file, 0, 0) : new SourcePos(file, at.getLineNr(), at.getColumnNr());
            return Checked.failed(List.of(Problem.error(
                    position,
                    "cannot read the manifest: " + e.getOriginalMessage(),
                    "nothing was touched; restore the file from a backup, or move it away: files it knew are then"
                            + " taken for foreign ones unless they are as the specs want them")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Reader(JsonParser json) {

        Manifest manifest() throws IOException {
            SortedMap<String, Manifest.Entry> files = new TreeMap<>();
            SortedSet<UnitName> enabled = new TreeSet<>();
            SortedSet<String> removed = new TreeSet<>();
            Optional<Manifest.Pending> pending = Optional.empty();
            boolean versioned = false;
            expect(json.nextToken(), JsonToken.START_OBJECT);
            for (String key = key(); !key.isEmpty(); key = key()) {
                switch (key) {
                    case "version" -> versioned = version();
                    case "files" -> files = entries();
                    case "enabled" -> {
                        for (String unit : texts()) {
                            enabled.add(unit(unit));
                        }
                    }
                    case "removed" -> removed = new TreeSet<>(texts());
                    case "pending" -> pending = Optional.of(pending());
                    default -> throw wrong("unknown key \"" + key + "\"");
                }
            }
            if (!versioned) {
                throw wrong("it has no version");
            }
            if (json.nextToken() != null) {
                throw wrong("there is something after its end");
            }
            return new Manifest(files, enabled, removed, pending);
        }

        private boolean version() throws IOException {
            expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
            if (json.getIntValue() != VERSION) {
                throw wrong("its format is " + json.getIntValue() + ", and this upkeep knows only " + VERSION);
            }
            return true;
        }

        private Manifest.Pending pending() throws IOException {
            SortedMap<String, Manifest.Entry> writes = new TreeMap<>();
            SortedMap<String, Manifest.Entry> deletes = new TreeMap<>();
            List<Step> steps = new ArrayList<>();
            expect(json.nextToken(), JsonToken.START_OBJECT);
            for (String key = key(); !key.isEmpty(); key = key()) {
                switch (key) {
                    case "writes" -> writes = entries();
                    case "deletes" -> deletes = entries();
                    case "steps" -> {
                        expect(json.nextToken(), JsonToken.START_ARRAY);
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            steps.add(step());
                        }
                    }
                    default -> throw wrong("unknown key \"" + key + "\"");
                }
            }
            return new Manifest.Pending(writes, deletes, steps);
        }

        private Step step() throws IOException {
            Map<String, String> fields = fields();
            Optional<Step.Kind> kind = Step.Kind.ofWord(fields.getOrDefault("kind", ""));
            String unit = fields.get("unit");
            if (kind.isEmpty()) {
                throw wrong("unknown step \"" + fields.getOrDefault("kind", "") + "\"");
            }
            return new Step(kind.get(), unit == null ? Optional.empty() : Optional.of(unit(unit)));
        }

        private SortedMap<String, Manifest.Entry> entries() throws IOException {
            SortedMap<String, Manifest.Entry> entries = new TreeMap<>();
            expect(json.nextToken(), JsonToken.START_OBJECT);
            for (String path = key(); !path.isEmpty(); path = key()) {
                absolute(path);
                Map<String, String> fields = fields();
                String digest = fields.getOrDefault("digest", "");
                String mode = fields.getOrDefault("mode", "");
                if (!DIGEST.matcher(digest).matches() || !MODE.matcher(mode).matches()) {
                    throw wrong("the entry of " + path + " has no valid digest and mode");
                }
                String unit = fields.get("unit");
                entries.put(
                        path,
                        new Manifest.Entry(
                                new Digest(digest),
                                Integer.parseInt(mode, 8),
                                kind(fields.getOrDefault("kind", "")),
                                unit == null ? Optional.empty() : Optional.of(unit(unit))));
            }
            return entries;
        }

        private UnitTree.Kind kind(String word) throws IOException {
            for (UnitTree.Kind kind : UnitTree.Kind.values()) {
                if (word(kind).equals(word)) {
                    return kind;
                }
            }
            throw wrong("unknown kind of file \"" + word + "\"");
        }

        private UnitName unit(String text) throws IOException {
            Optional<UnitName> unit = UnitName.parse(text);
            if (unit.isEmpty()) {
                throw wrong("\"" + text + "\" is no unit name");
            }
            return unit.get();
        }

        /** The manifest says which files are deleted, so a path in it must not lead anywhere else. */
        private void absolute(String path) throws IOException {
            if (!path.startsWith("/") || (path + "/").contains("/../") || path.indexOf('\0') >= 0) {
                throw wrong("\"" + path + "\" is no absolute path");
            }
        }

        private Map<String, String> fields() throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                expect(json.nextToken(), JsonToken.START_OBJECT);
            }
            Map<String, String> fields = new TreeMap<>();
            for (String key = key(); !key.isEmpty(); key = key()) {
                expect(json.nextToken(), JsonToken.VALUE_STRING);
                fields.put(key, json.getText());
            }
            return fields;
        }

        private List<String> texts() throws IOException {
            List<String> texts = new ArrayList<>();
            expect(json.nextToken(), JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(json.currentToken(), JsonToken.VALUE_STRING);
                texts.add(json.getText());
            }
            return texts;
        }

        /** The next key of the object, or an empty text at its end. */
        private String key() throws IOException {
            JsonToken token = json.nextToken();
            if (token == JsonToken.END_OBJECT) {
                return "";
            }
            expect(token, JsonToken.FIELD_NAME);
            if (json.currentName().isEmpty()) {
                throw wrong("a key is empty");
            }
            return json.currentName();
        }

        private void expect(@org.jspecify.annotations.Nullable JsonToken actual, JsonToken expected)
                throws IOException {
            if (actual != expected) {
                throw wrong("something else was expected here");
            }
        }

        private JsonParseException wrong(String why) {
            return new JsonParseException(json, why, json.currentTokenLocation());
        }
    }
}
