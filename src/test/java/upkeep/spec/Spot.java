package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A place in a spec or in the file of a preset where a key can stand.
 *
 * @param path the keys and names on the way, the key included
 * @param before the text up to the map that has the key
 * @param after the text after that map
 * @param beside another key that is written with it, without which nobody would read it
 */
record Spot(String path, Key<?> key, String before, String after, String beside) {

    /** The line on which the key and its value stand. */
    static final int LINE = 2;

    private static final String PRESET = "preset";

    /** What a reader wants to see first, by the end of the path. */
    private static final Map<String, String> BESIDE = Map.of(
            ".checks.name.expect", "file: /srv",
            ".dialogue.until", "expect: a",
            ".dialogue.length", "expect: a",
            ".dns.type", "query: example.org",
            ".preset.parameters", "service: {}",
            ".preset.checks", "service: {}");

    /** What is the same wherever it stands. */
    private static final Set<Vocabulary> ONCE = Set.of(CheckKeys.CHECK, ServiceKeys.SERVICE, AlertKeys.ROUTE);

    /** Names that users give, one of which fits everywhere. */
    private static final List<String> NAMES = List.of("name", "Service", "Unit", "/srv/data", "/dev/sda", "FIELD");

    static List<Spot> all() {
        List<Spot> spots = new ArrayList<>();
        List<Vocabulary> seen = new ArrayList<>();
        inMap(SpecKeys.SPEC, "", "", "", seen, spots);
        inMap(PresetFileKeys.FILE, "." + PRESET, "", "", seen, spots);
        return spots;
    }

    private static void inMap(
            Vocabulary vocabulary, String path, String before, String after, List<Vocabulary> seen, List<Spot> spots) {
        if (ONCE.contains(vocabulary) && seen.contains(vocabulary)) {
            return;
        }
        seen.add(vocabulary);
        // Breadth first, so that a check is seen where it is by itself.
        for (Key<?> key : vocabulary.keys()) {
            spots.add(of(key, path, before, after));
        }
        for (Key<?> key : vocabulary.keys().stream().sorted(Spot::checksFirst).toList()) {
            String beside = beside(path + "." + key.name());
            inside(
                    key.form(),
                    path + "." + key.name(),
                    before + "{" + key.name() + ": ",
                    beside + "}" + after,
                    seen,
                    spots);
        }
    }

    private static int checksFirst(Key<?> one, Key<?> other) {
        return Boolean.compare(other.name().equals("checks"), one.name().equals("checks"));
    }

    private static void inside(
            Form form, String path, String before, String after, List<Vocabulary> seen, List<Spot> spots) {
        switch (form) {
            case Form.Map map -> inMap(map.vocabulary(), path, before, after, seen, spots);
            case Form.Brief brief -> inMap(brief.vocabulary(), path, before, after, seen, spots);
            case Form.Names<?> names -> {
                String name = NAMES.stream()
                        .filter(each -> each.matches(names.pattern()))
                        .findFirst()
                        .orElseThrow();
                spots.add(of(names.named(name), path, before, after));
                inside(names.each(), path + "." + name, before + "{" + name + ": ", "}" + after, seen, spots);
            }
            case Form.Items<?> items -> inside(items.each(), path, before + "[", "]" + after, seen, spots);
            case Form.Value<?> _, Form.Usual<?> _, Form.Values<?> _, Form.Command _ -> {}
        }
    }

    private static Spot of(Key<?> key, String path, String before, String after) {
        String own = path + "." + key.name();
        return new Spot(own, key, before, after, beside(own));
    }

    private static String beside(String path) {
        return BESIDE.entrySet().stream()
                .filter(entry -> path.endsWith(entry.getKey()))
                .map(entry -> "\n, " + entry.getValue())
                .findFirst()
                .orElse("");
    }

    /** Whether it is in a spec, and not in the file of a preset. */
    boolean isInSpec() {
        return !path.startsWith("." + PRESET + ".");
    }

    /** The text with that value, which has no line end. */
    String text(String value) {
        return before + "{\n" + key.name() + ": " + value + beside + "}" + after;
    }

    /** All that has to be loaded for the text to be read. */
    List<Source> sources(String value) {
        return isInSpec()
                ? List.of(new Source("spec.yaml", text(value)))
                : List.of(
                        new Source("user.yaml", "services: {user: {preset: spec}}"),
                        new Source("spec.yaml", text(value), Source.Role.PRESET));
    }

    /** Values that are written as the form says. */
    List<String> right() {
        return right(key.form());
    }

    private static List<String> right(Form form) {
        return switch (form) {
            case Form.Value<?> value -> Samples.of(value.kind());
            case Form.Usual<?> usual -> Samples.of(usual.kind());
            case Form.Values<?> values -> {
                List<String> samples = Samples.of(values.kind());
                yield Stream.concat(samples.stream(), Stream.of("[" + samples.getFirst() + "]"))
                        .toList();
            }
            case Form.Command _ -> List.of("/bin/true --all", "[/bin/true, --all]");
            case Form.Map _, Form.Names<?> _ -> List.of("{}");
            case Form.Brief brief ->
                Stream.concat(
                                Stream.of("{}"),
                                brief.standIns().stream().flatMap(standIn -> right(standIn.form()).stream()))
                        .toList();
            case Form.Items<?> items ->
                right(items.each()).stream()
                        .flatMap(each -> Stream.of(each, "[" + each + "]"))
                        .toList();
        };
    }

    /** Values that the key cannot have: of another form, or of no such kind. */
    List<String> wrong() {
        return Stream.concat(wrongForms().stream(), wrongText(key.form()).stream())
                .toList();
    }

    /** Values that are written as the form does not say. */
    List<String> wrongForms() {
        return switch (key.form()) {
            case Form.Value<?> _, Form.Usual<?> _ -> List.of("{wrong: form}", "[wrong]");
            case Form.Values<?> _ -> List.of("{wrong: form}", "[[/wrong]]");
            case Form.Command _ -> List.of("{wrong: form}", "[{wrong: form}]");
            case Form.Map _, Form.Names<?> _ -> List.of("text", "[text]");
            case Form.Brief _ -> List.of("[{wrong: form}]");
            case Form.Items<?> items ->
                items.each() instanceof Form.Map ? List.of("text", "[[text]]") : List.of("[[text]]");
        };
    }

    private static Optional<String> wrongText(Form form) {
        return switch (form) {
            case Form.Value<?> value -> wrongText(value.kind());
            case Form.Usual<?> usual -> wrongText(usual.kind());
            case Form.Values<?> values -> wrongText(values.kind());
            case Form.Command _, Form.Keyed _, Form.Items<?> _ -> Optional.empty();
        };
    }

    private static Optional<String> wrongText(Kind<?> kind) {
        return Optional.of("'-'").filter(_ -> kind.parse().apply("-").isEmpty());
    }
}
