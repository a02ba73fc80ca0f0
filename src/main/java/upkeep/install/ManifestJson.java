package upkeep.install;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import upkeep.base.Checked;
import upkeep.base.Digest;
import upkeep.base.UnitName;

/**
 * The manifest as JSON, format 1. The same manifest always becomes the same text. Reading is strict: a key, word or
 * version we do not know may stand for something we must not overlook, so it is an error.
 */
final class ManifestJson {

    static final int MAX_BYTES = 16 << 20;

    private static final int VERSION = 1;
    private static final String HINT =
            "nothing was touched; restore the file from a backup, or move it away: files it knew are then taken for"
                    + " foreign ones unless they are as the specs want them";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private ManifestJson() {}

    static String write(Manifest manifest) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = StrictJson.FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeNumberField("generation", manifest.generation());
            writeEntries(json, "files", manifest.files());
            StrictJson.write(
                    json,
                    "enabled",
                    manifest.enabled().stream().map(UnitName::text).toList());
            StrictJson.write(json, "removed", manifest.removed());
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
            json.writeStringField("mode", StrictJson.mode(entry.getValue().mode()));
            json.writeStringField("kind", StrictJson.word(entry.getValue().kind()));
            if (entry.getValue().unit().isPresent()) {
                json.writeStringField("unit", entry.getValue().unit().get().text());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** The manifest in {@code text}, or one problem that names {@code file} and the place in it. */
    static Checked<Manifest> read(String file, String text) {
        return StrictJson.read(file, "the manifest", HINT, text, json -> new Reader(json).manifest());
    }

    private record Reader(StrictJson json) {

        Manifest manifest() throws IOException {
            SortedMap<String, Manifest.Entry> files = new TreeMap<>();
            SortedSet<UnitName> enabled = new TreeSet<>();
            SortedSet<String> removed = new TreeSet<>();
            Optional<Manifest.Pending> pending = Optional.empty();
            boolean versioned = false;
            int generation = Generation.NONE;
            json.expect(json.next(), JsonToken.START_OBJECT);
            for (String key = json.key(); !key.isEmpty(); key = json.key()) {
                switch (key) {
                    case "version" -> versioned = json.version(VERSION);
                    case "generation" -> generation = json.number();
                    case "files" -> files = entries();
                    case "enabled" -> {
                        for (String unit : json.texts()) {
                            enabled.add(json.unit(unit));
                        }
                    }
                    case "removed" -> removed = new TreeSet<>(json.texts());
                    case "pending" -> pending = Optional.of(pending());
                    default -> throw json.wrong("unknown key \"" + key + "\"");
                }
            }
            if (!versioned || generation < Generation.NONE) {
                throw json.wrong("it has no version, or no valid generation");
            }
            return new Manifest(generation, files, enabled, removed, pending);
        }

        private Manifest.Pending pending() throws IOException {
            SortedMap<String, Manifest.Entry> writes = new TreeMap<>();
            SortedMap<String, Manifest.Entry> deletes = new TreeMap<>();
            List<Step> steps = new ArrayList<>();
            json.expect(json.next(), JsonToken.START_OBJECT);
            for (String key = json.key(); !key.isEmpty(); key = json.key()) {
                switch (key) {
                    case "writes" -> writes = entries();
                    case "deletes" -> deletes = entries();
                    case "steps" -> {
                        json.expect(json.next(), JsonToken.START_ARRAY);
                        while (json.next() != JsonToken.END_ARRAY) {
                            steps.add(step());
                        }
                    }
                    default -> throw json.wrong("unknown key \"" + key + "\"");
                }
            }
            return new Manifest.Pending(writes, deletes, steps);
        }

        private Step step() throws IOException {
            Map<String, String> fields = json.fields();
            Optional<Step.Kind> kind = Step.Kind.ofWord(fields.getOrDefault("kind", ""));
            String unit = fields.get("unit");
            if (kind.isEmpty()) {
                throw json.wrong("unknown step \"" + fields.getOrDefault("kind", "") + "\"");
            }
            return new Step(kind.get(), unit == null ? Optional.empty() : Optional.of(json.unit(unit)));
        }

        private SortedMap<String, Manifest.Entry> entries() throws IOException {
            SortedMap<String, Manifest.Entry> entries = new TreeMap<>();
            json.expect(json.next(), JsonToken.START_OBJECT);
            for (String path = json.key(); !path.isEmpty(); path = json.key()) {
                json.absolute(path);
                Map<String, String> fields = json.fields();
                String digest = fields.getOrDefault("digest", "");
                if (!DIGEST.matcher(digest).matches()) {
                    throw json.wrong("the entry of " + path + " has no valid digest");
                }
                String unit = fields.get("unit");
                entries.put(
                        path,
                        new Manifest.Entry(
                                new Digest(digest),
                                json.mode(fields.getOrDefault("mode", "")),
                                json.kind(fields.getOrDefault("kind", "")),
                                unit == null ? Optional.empty() : Optional.of(json.unit(unit))));
            }
            return entries;
        }
    }
}
