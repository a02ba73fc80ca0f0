package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All vocabularies of the language, by going down from a spec and from the file of a preset. */
final class Vocabularies {

    private Vocabularies() {}

    static List<Vocabulary> all() {
        List<Vocabulary> found = new ArrayList<>();
        collect(SpecKeys.SPEC, found);
        collect(PresetFileKeys.FILE, found);
        return found;
    }

    private static void collect(Vocabulary vocabulary, List<Vocabulary> found) {
        if (found.contains(vocabulary)) {
            return;
        }
        found.add(vocabulary);
        vocabulary.keys().stream()
                .map(Key::form)
                .map(SpecLanguage::below)
                .flatMap(Optional::stream)
                .forEach(inner -> collect(inner, found));
    }
}
