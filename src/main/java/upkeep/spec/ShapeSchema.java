package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Shapes as a JSON Schema says them. A spec is read as texts, but others who read YAML take {@code 10} for a number and
 * {@code true} for a truth value, so that these are let through wherever the text would be.
 */
final class ShapeSchema {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]*(\\.[0-9]+)?");
    private static final List<String> NUMBERS = List.of("1", "10", "200", "6400");
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");

    private ShapeSchema() {}

    /** What the definition of a shape is called. */
    static String name(Shape shape) {
        String words = NO_WORD.matcher(shape.name().toLowerCase(Locale.ROOT)).replaceAll("-");
        return words.replaceAll("^-|-$", "");
    }

    static Map<String, Object> of(Shape shape) {
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (shape) {
            case Shape.Truth _ -> schema.put("enum", List.of(true, false, "true", "false", "yes", "no", "on", "off"));
            case Shape.Whole whole -> {
                schema.put("type", List.of("integer", "string"));
                schema.put("minimum", whole.least());
                schema.put("maximum", whole.most());
                schema.put("pattern", "^[0-9]+$");
            }
            case Shape.Words words -> schema.put("enum", words(words.words()));
            case Shape.Glossary glossary -> schema.put("anyOf", words(glossary.meanings()));
            case Shape.Text text -> text(text, schema);
        }
        return schema;
    }

    private static List<Object> words(List<String> words) {
        List<Object> all = new ArrayList<>(words);
        // For YAML 1.1 that is how false and true are written.
        if (words.contains("no")) {
            all.add(false);
        }
        if (words.contains("yes")) {
            all.add(true);
        }
        words.stream()
                .filter(word -> NUMBER.matcher(word).matches())
                .map(word -> word.contains(".") ? Double.valueOf(word) : (Object) Integer.valueOf(word))
                .forEach(all::add);
        return all;
    }

    private static List<Object> words(Map<String, String> meanings) {
        List<Object> all = new ArrayList<>();
        meanings.forEach((word, meaning) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("const", word);
            one.put("description", SpecLanguage.plain(meaning));
            all.add(one);
        });
        return all;
    }

    private static void text(Shape.Text text, Map<String, Object> schema) {
        Pattern pattern = Pattern.compile(text.pattern());
        boolean numbers =
                NUMBERS.stream().anyMatch(number -> pattern.matcher(number).find());
        boolean words = pattern.matcher("true").find();
        List<String> types = new ArrayList<>(List.of("string"));
        if (numbers) {
            types.add("number");
        }
        if (words) {
            types.add("boolean");
        }
        schema.put("type", types.size() == 1 ? types.getFirst() : types);
        if (numbers && !pattern.matcher("-1").find()) {
            schema.put("minimum", 0);
        }
        if (!text.pattern().isEmpty()) {
            schema.put("pattern", text.pattern());
        }
    }
}
