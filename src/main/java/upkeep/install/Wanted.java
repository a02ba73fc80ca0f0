package upkeep.install;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.render.UnitTree;
import upkeep.spec.Source;
import upkeep.spec.Specs;

/**
 * What an apply is to bring about.
 *
 * @param tree the files
 * @param origin the directory that the names of the specs begin with
 * @param specs the accepted specs and the presets that they take, to be kept for upkeepd
 * @param removed services, and other units by their whole names, that the specs describe and that are not wanted nevertheless
 */
public record Wanted(UnitTree tree, String origin, List<Source> specs, SortedSet<String> removed) {

    /** Nothing at all, as before the first apply. */
    public static final Wanted NOTHING = of(new UnitTree(new TreeMap<>(), List.of()), Layout.SPECS, List.of());

    public Wanted {
        specs = Specs.used(specs);
        removed = Collections.unmodifiableSortedSet(new TreeSet<>(removed));
        for (Source spec : specs) {
            if (!spec.isPreset() && !spec.name().startsWith(origin + "/")) {
                throw new IllegalArgumentException(spec.name() + " is not within " + origin);
            }
        }
    }

    public static Wanted of(UnitTree tree, String origin, List<Source> specs) {
        return new Wanted(tree, origin, specs, new TreeSet<>());
    }
}
