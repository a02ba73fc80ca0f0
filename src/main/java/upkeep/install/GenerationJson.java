package upkeep.install;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;
import upkeep.spec.Source;

/** A generation as JSON, format 1; as strict as the manifest. */
final class GenerationJson {

    private static final int VERSION = 1;
    private static final String HINT = "nothing was touched; upkeep generations lists those that can be read";

    private GenerationJson() {}

    static String write(Generation generation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = StrictJson.FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeNumberField("number", generation.number());
            writeOccasion(json, generation.occasion());
            StrictJson.write(json, "failures", generation.failures());
            json.writeStringField("origin", generation.wanted().origin());
            StrictJson.write(json, "removed", generation.wanted().removed());
            json.writeObjectFieldStart("specs");
            for (Source spec : generation.wanted().specs()) {
                json.writeObjectFieldStart(spec.name());
                json.writeStringField("role", spec.isPreset() ? "preset" : "spec");
                json.writeStringField("text", spec.text());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeObjectFieldStart("files");
            for (UnitTree.File file : generation.wanted().tree().files().values()) {
                write(json, file);
            }
            json.writeEndObject();
            StrictJson.write(
                    json,
                    "enabled",
                    generation.wanted().tree().enabled().stream()
                            .map(UnitName::text)
                            .toList());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void writeOccasion(JsonGenerator json, Occasion occasion) throws IOException {
        json.writeObjectFieldStart("occasion");
        json.writeStringField("kind", occasion.kind().word());
        json.writeStringField("at", occasion.at().toString());
        json.writeStringField("by", occasion.by());
        if (occasion.restored().isPresent()) {
            json.writeStringField("restored", occasion.restored().get().toString());
        }
        if (occasion.confirmWithin().isPresent()) {
            json.writeStringField("confirm", occasion.confirmWithin().get().toString());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, UnitTree.File file) throws IOException {
        json.writeObjectFieldStart(file.path());
        json.writeStringField("mode", StrictJson.mode(file.mode()));
        json.writeStringField("kind", StrictJson.word(file.kind()));
        if (file.unit().isPresent()) {
            json.writeStringField("unit", file.unit().get().text());
        }
        json.writeStringField("content", file.content());
        json.writeEndObject();
    }

    /** The generation in {@code text}, or one problem that names {@code file} and the place in it. */
    static Checked<Generation> read(String file, String text) {
        return StrictJson.read(file, "the generation", HINT, text, json -> new Reader(json).generation());
    }

    private record Reader(StrictJson json) {

        Generation generation() throws IOException {
            boolean versioned = false;
            int number = Generation.NONE;
            Optional<Occasion> occasion = Optional.empty();
            List<String> failures = List.of();
            String origin = "";
            List<String> removed = List.of();
            List<Source> specs = List.of();
            SortedMap<String, UnitTree.File> files = new TreeMap<>();
            List<UnitName> enabled = new ArrayList<>();
            json.expect(json.next(), JsonToken.START_OBJECT);
            for (String key = json.key(); !key.isEmpty(); key = json.key()) {
                switch (key) {
                    case "version" -> versioned = json.version(VERSION);
                    case "number" -> number = json.number();
                    case "occasion" -> occasion = Optional.of(occasion());
                    case "failures" -> failures = json.texts();
                    case "origin" -> origin = json.text();
                    case "removed" -> removed = json.texts();
                    case "specs" -> specs = specs();
                    case "files" -> files = files();
                    case "enabled" -> {
                        for (String unit : json.texts()) {
                            enabled.add(json.unit(unit));
                        }
                    }
                    default -> throw json.wrong("unknown key \"" + key + "\"");
                }
            }
            if (!versioned || number <= Generation.NONE || occasion.isEmpty()) {
                throw json.wrong("it has no version, number or occasion");
            }
            try {
                Wanted wanted = new Wanted(new UnitTree(files, enabled), origin, specs, new TreeSet<>(removed));
                return new Generation(number, occasion.get(), wanted, failures);
            } catch (IllegalArgumentException e) {
                throw json.wrong(String.valueOf(e.getMessage()));
            }
        }

        private Occasion occasion() throws IOException {
            Map<String, String> fields = json.fields();
            Optional<Occasion.Kind> kind = Occasion.Kind.ofWord(fields.getOrDefault("kind", ""));
            Optional<TimeSpan> confirm =
                    Optional.ofNullable(fields.get("confirm")).flatMap(TimeSpan::parse);
            if (kind.isEmpty() || confirm.isPresent() != fields.containsKey("confirm")) {
                throw json.wrong("its occasion is none that we know");
            }
            try {
                return new Occasion(
                        kind.get(),
                        Instant.parse(fields.getOrDefault("at", "")),
                        fields.getOrDefault("by", ""),
                        Optional.ofNullable(fields.get("restored")).map(Integer::valueOf),
                        confirm);
            } catch (DateTimeParseException | NumberFormatException e) {
                throw json.wrong("its occasion cannot be read: " + e.getMessage());
            }
        }

        private List<Source> specs() throws IOException {
            List<Source> specs = new ArrayList<>();
            json.expect(json.next(), JsonToken.START_OBJECT);
            for (String name = json.key(); !name.isEmpty(); name = json.key()) {
                json.absolute(name);
                Map<String, String> fields = json.fields();
                Source.Role role = switch (fields.getOrDefault("role", "")) {
                    case "spec" -> Source.Role.SPEC;
                    case "preset" -> Source.Role.PRESET;
                    default -> throw json.wrong("unknown role of a spec");
                };
                specs.add(new Source(name, fields.getOrDefault("text", ""), role));
            }
            return specs;
        }

        private SortedMap<String, UnitTree.File> files() throws IOException {
            SortedMap<String, UnitTree.File> files = new TreeMap<>();
            json.expect(json.next(), JsonToken.START_OBJECT);
            for (String path = json.key(); !path.isEmpty(); path = json.key()) {
                json.absolute(path);
                Map<String, String> fields = json.fields();
                String unit = fields.get("unit");
                files.put(
                        path,
                        new UnitTree.File(
                                path,
                                fields.getOrDefault("content", ""),
                                json.mode(fields.getOrDefault("mode", "")),
                                json.kind(fields.getOrDefault("kind", "")),
                                unit == null ? Optional.empty() : Optional.of(json.unit(unit))));
            }
            return files;
        }
    }
}
