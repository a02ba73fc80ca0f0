package upkeep.spec;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is said of a preset to whoever looks for one.
 *
 * @param source its file
 * @param description one line
 * @param adopts the unit that it adopts, with {@code ${NAME}} for its parameters; empty where it describes one of its own
 * @param parameters what a service says with it, and each one's default; empty where it must be said
 */
public record PresetDescription(
        Source source,
        Optional<String> description,
        Optional<String> adopts,
        SortedMap<String, Optional<String>> parameters) {

    public PresetDescription {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
}
