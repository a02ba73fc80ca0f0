package upkeep.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** All keys of the spec language, to look them up. Pure; safe from any thread. */
public final class SpecLanguage {

    private static final String PRESET_FILE = "preset";
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)]\\([^)]*\\)");

    /** A key where it stands; nothing stands for one that a later version reads. */
    private record Place(String path, Optional<Key<?>> key) {}

    /** A map that is still to be looked into. */
    private record Below(String path, Vocabulary vocabulary) {}

    private SpecLanguage() {}

    /**
     * The keys that {@code name} can mean: the one of that whole path, or else all whose path ends in it. Several uses of
     * one declaration are one key.
     */
    public static List<KeyDescription> find(String name) {
        List<Place> places = places();
        List<Place> found =
                places.stream().filter(place -> place.path().equals(name)).toList();
        if (found.isEmpty()) {
            found = places.stream()
                    .filter(place -> place.path().endsWith("." + name))
                    .toList();
        }
        Map<Optional<Key<?>>, List<String>> paths = new LinkedHashMap<>();
        found.forEach(place ->
                paths.computeIfAbsent(place.key(), _ -> new ArrayList<>()).add(place.path()));
        List<KeyDescription> described = new ArrayList<>();
        paths.forEach((key, ways) -> described.add(described(key, ways)));
        return described;
    }

    /** The last parts of all paths: what a misspelling could have meant. */
    public static Collection<String> names() {
        Collection<String> names = new TreeSet<>();
        places().forEach(place -> names.add(place.path().substring(place.path().lastIndexOf('.') + 1)));
        return names;
    }

    /** A sentence of the documents as it stands where there are no links. */
    static String plain(String markdown) {
        return LINK.matcher(markdown).replaceAll("$1");
    }

    private static KeyDescription described(Optional<Key<?>> found, List<String> paths) {
        String path = paths.getFirst();
        if (found.isEmpty()) {
            String meaning = "kept for a later version; this one refuses it";
            return new KeyDescription(
                    path, paths, "none yet", "none", meaning, new LinkedHashMap<>(), List.of(), false);
        }
        Key<?> key = found.get();
        List<String> keys = below(key.form()).map(it -> List.copyOf(it.names())).orElse(List.of());
        return new KeyDescription(
                path,
                paths,
                plain(FormText.of(key.form())),
                plain(key.fallback()),
                plain(key.meaning()),
                words(key.form()),
                keys,
                true);
    }

    /** The words that a value can be, where each is told of by itself. */
    private static SequencedMap<String, String> words(Form form) {
        SequencedMap<String, String> words = new LinkedHashMap<>();
        if (shape(form).orElse(Shape.Text.ANY) instanceof Shape.Glossary glossary) {
            glossary.meanings().forEach((word, meaning) -> words.put(word, plain(meaning)));
        }
        return words;
    }

    /** What each single value looks like. */
    private static Optional<Shape> shape(Form form) {
        return switch (form) {
            case Form.Value<?> value -> Optional.of(value.kind().shape());
            case Form.Usual<?> usual -> Optional.of(usual.kind().shape());
            case Form.Values<?> values -> Optional.of(values.kind().shape());
            case Form.Command _, Form.Keyed _, Form.Items<?> _ -> Optional.empty();
        };
    }

    /** Every key in every place, those that are fewer steps away first. */
    private static List<Place> places() {
        List<Place> places = new ArrayList<>();
        Deque<Below> waiting = new ArrayDeque<>(
                List.of(new Below("", SpecKeys.SPEC), new Below(PRESET_FILE + ".", PresetFileKeys.FILE)));
        while (!waiting.isEmpty()) {
            Below map = waiting.removeFirst();
            for (Key<?> key : map.vocabulary().keys()) {
                String path = map.path() + key.name();
                places.add(new Place(path, Optional.of(key)));
                below(key.form())
                        .filter(inner -> inner != map.vocabulary() && !isOfSpecs(map, inner))
                        .ifPresent(inner -> waiting.addLast(new Below(path + ".", inner)));
            }
            map.vocabulary().later().forEach(word -> places.add(new Place(map.path() + word, Optional.empty())));
        }
        return places;
    }

    /** What a preset, timer or path says of a service or check is what a spec can say, and is found there. */
    private static boolean isOfSpecs(Below map, Vocabulary inner) {
        boolean hasOther =
                List.of(PresetFileKeys.FILE, TimerKeys.TIMER, PathKeys.PATH).contains(map.vocabulary());
        return hasOther && (inner == ServiceKeys.SERVICE || inner == CheckKeys.CHECK);
    }

    /** The keys of the map that a value is, or that each of its entries is. */
    static Optional<Vocabulary> below(Form form) {
        return switch (form) {
            case Form.Map map -> Optional.of(map.vocabulary());
            case Form.Brief brief -> Optional.of(brief.vocabulary());
            case Form.Names<?> names -> below(names.each());
            case Form.Items<?> items -> below(items.each());
            case Form.Value<?> _, Form.Usual<?> _, Form.Values<?> _, Form.Command _ -> Optional.empty();
        };
    }
}
