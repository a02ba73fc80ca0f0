package upkeep.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A key of the spec language, for people.
 *
 * @param path the way to it from the top of a spec, by keys alone: {@code services.restart.budget}; names that the user
 *     gives are left out. What stands in the file of a preset is below {@code preset}
 * @param paths all ways to the same key, the shortest first
 * @param type how it is written, in the words of docs/spec.md
 * @param fallback what holds where it is not written; {@code none} for nothing
 * @param meaning what it is for
 * @param words the words that it can be and what each means, where they are too many for {@code type}, in the order of the
 *     documents
 * @param keys the keys of the map that it is, in the order of the documents; empty for a single value
 * @param isRead whether this version reads it; a later one will, otherwise
 */
public record KeyDescription(
        String path,
        List<String> paths,
        String type,
        String fallback,
        String meaning,
        SequencedMap<String, String> words,
        List<String> keys,
        boolean isRead) {

    public KeyDescription {
        paths = List.copyOf(paths);
        words = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(words));
        keys = List.copyOf(keys);
    }
}
