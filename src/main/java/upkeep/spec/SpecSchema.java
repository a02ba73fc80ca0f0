package upkeep.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The JSON Schema (draft 2020-12) of a spec file, made of the vocabulary. It may let through what the program refuses, such as
 * keys that exclude each other, and never refuses what the program reads. Confined to one making.
 */
public final class SpecSchema {

    private static final Pattern ARTICLE = Pattern.compile("^an? ");
    private static final String ANY_OF = "anyOf";
    private static final String TYPE = "type";

    private final SchemaUses uses = SchemaUses.of(SpecKeys.SPEC);
    private final Map<Object, String> names = new HashMap<>();
    private final Map<String, Object> definitions = new TreeMap<>();

    private SpecSchema() {}

    /** The schema as JSON, indented, ending in a line feed. The same each time. */
    public static String text() {
        return SchemaJson.text(new SpecSchema().spec());
    }

    private Map<String, Object> spec() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A spec of upkeep");
        schema.put("description", "What upkeep looks after: see upkeep.yaml(5) and upkeep-checks(5).");
        schema.putAll(object(SpecKeys.SPEC, Standing.ALONE));
        definitions.put("none", Map.of("const", "none"));
        schema.put("$defs", definitions);
        return schema;
    }

    /** Whether a preset may have said something before, which the word {@code none} then takes away. */
    private enum Standing {
        ALONE,
        OVER_PRESET
    }

    private Map<String, Object> object(Vocabulary vocabulary, Standing standing) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Key<?> key : vocabulary.keys()) {
            Standing inner = vocabulary == SpecKeys.SPEC ? ofEntries(key) : standing;
            boolean canBeNone = standing == Standing.OVER_PRESET;
            properties.put(key.name(), property(key, vocabulary, inner, canBeNone));
            if (key.needed() && standing == Standing.ALONE) {
                required.add(key.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, List.of("object", "null"));
        if (!properties.isEmpty()) {
            schema.put("properties", properties);
        }
        schema.put(
                "additionalProperties",
                vocabulary
                        .others()
                        .<Object>map(form -> schema(form, vocabulary, standing))
                        .orElse(false));
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Standing ofEntries(Key<?> key) {
        return key.equals(SpecKeys.SERVICES) || key.equals(SpecKeys.CHECKS) ? Standing.OVER_PRESET : Standing.ALONE;
    }

    private Map<String, Object> property(Key<?> key, Vocabulary owner, Standing standing, boolean canBeNone) {
        return shared(key, List.of(key, standing, canBeNone), key.name(), owner, () -> {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("description", description(key));
            written(key.form()).ifPresent(usual -> schema.put("default", usual));
            Map<String, Object> form = schema(key.form(), owner, standing);
            schema.putAll(canBeNone ? orNone(form) : form);
            return schema;
        });
    }

    private static String description(Key<?> key) {
        String meaning = SpecLanguage.plain(key.meaning());
        boolean isSaid =
                key.needed() || key.otherwise().isEmpty() || written(key.form()).isPresent();
        return isSaid ? meaning : meaning + "; default: " + SpecLanguage.plain(key.fallback());
    }

    /** The default as it would be written, where that can be. */
    private static Optional<Object> written(Form form) {
        return form instanceof Form.Usual<?> usual ? writtenUsual(usual) : Optional.empty();
    }

    private static <T> Optional<Object> writtenUsual(Form.Usual<T> usual) {
        Kind<T> kind = usual.kind();
        String shown = kind.show().apply(usual.usual());
        if (!kind.parse().apply(shown).equals(Optional.of(usual.usual()))) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind.shape()) {
                    case Shape.Truth _ -> Boolean.valueOf(shown);
                    case Shape.Whole _ -> Integer.valueOf(shown);
                    case Shape.Words _, Shape.Glossary _, Shape.Text _ -> shown;
                });
    }

    private static Map<String, Object> orNone(Map<String, Object> schema) {
        List<Object> either = new ArrayList<>(
                schema.get(ANY_OF) instanceof List<?> forms && schema.size() == 1 ? forms : List.of(schema));
        either.add(reference("none"));
        return Map.of(ANY_OF, either);
    }

    private static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/$defs/" + name);
    }

    private Map<String, Object> schema(Form form, Vocabulary owner, Standing standing) {
        return switch (form) {
            case Form.Value<?> value -> shape(value.kind().shape(), owner);
            case Form.Usual<?> usual -> shape(usual.kind().shape(), owner);
            case Form.Values<?> values -> oneOrList(shape(values.kind().shape(), owner));
            case Form.Command command -> command(command);
            case Form.Map map -> map(map.vocabulary(), owner, standing);
            case Form.Brief brief -> {
                List<Object> either = new ArrayList<>();
                brief.standIns().forEach(key -> either.add(schema(key.form(), owner, standing)));
                either.add(map(brief.vocabulary(), owner, standing));
                yield Map.of(ANY_OF, either);
            }
            case Form.Names<?> free -> names(free, owner, standing);
            // What stands in a list is written as a whole, whatever a preset said.
            case Form.Items<?> items -> oneOrList(schema(items.each(), owner, Standing.ALONE));
        };
    }

    private Map<String, Object> names(Form.Names<?> free, Vocabulary owner, Standing standing) {
        Map<String, Object> each = schema(free.each(), owner, standing);
        boolean canBeNone = standing == Standing.OVER_PRESET && !free.equals(SpecKeys.SERVICES.form());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put(TYPE, List.of("object", "null"));
        schema.put("propertyNames", Map.of("pattern", free.pattern()));
        schema.put("additionalProperties", canBeNone ? orNone(each) : each);
        return schema;
    }

    private Map<String, Object> map(Vocabulary vocabulary, Vocabulary owner, Standing standing) {
        String name = ARTICLE.matcher(vocabulary.owner()).replaceFirst("").replace(' ', '-');
        return shared(vocabulary, List.of(vocabulary, standing), name, owner, () -> object(vocabulary, standing));
    }

    private Map<String, Object> command(Form.Command command) {
        return shared(command, command, "command", SpecKeys.SPEC, () -> {
            Map<String, Object> list = new LinkedHashMap<>(list(Map.of(TYPE, List.of("string", "number", "boolean"))));
            list.put("prefixItems", List.of(text("^/")));
            list.put("minItems", 1);
            return Map.of(ANY_OF, List.of(text("^\\s*[\"']?/"), list));
        });
    }

    private static Map<String, Object> text(String pattern) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put(TYPE, "string");
        text.put("pattern", pattern);
        return text;
    }

    private static Map<String, Object> list(Map<String, Object> each) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put(TYPE, "array");
        list.put("items", each);
        return list;
    }

    private static Map<String, Object> oneOrList(Map<String, Object> each) {
        List<Object> either =
                new ArrayList<>(each.get(ANY_OF) instanceof List<?> forms && each.size() == 1 ? forms : List.of(each));
        either.add(list(each));
        return Map.of(ANY_OF, either);
    }

    private Map<String, Object> shape(Shape shape, Vocabulary owner) {
        return shared(shape, shape, ShapeSchema.name(shape), owner, () -> ShapeSchema.of(shape));
    }

    /** The schema of a thing where there is one use of it, and else a reference to where those of one kind of use stand. */
    private Map<String, Object> shared(
            Object thing, Object use, String wanted, Vocabulary owner, Supplier<Map<String, Object>> schema) {
        if (!uses.areSeveral(thing)) {
            return schema.get();
        }
        String known = names.get(use);
        if (known != null) {
            return reference(known);
        }
        String free = names.containsValue(wanted)
                ? wanted + "-of-"
                        + ARTICLE.matcher(owner.owner()).replaceFirst("").replace(' ', '-')
                : wanted;
        int count = 2;
        String name = free;
        while (names.containsValue(name)) {
            name = free + "-" + count++;
        }
        names.put(use, name);
        definitions.put(name, schema.get());
        return reference(name);
    }
}
