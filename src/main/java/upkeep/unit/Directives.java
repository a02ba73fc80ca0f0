package upkeep.unit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Nearest;

/**
 * The directives of unit files, and the systemd version that brought each. The table covers systemd 252 to 257; a
 * directive of a later version is unknown here. See systemd.directives(7).
 */
public final class Directives {

    /** The oldest systemd upkeep writes units for; what it knows counts as having always been there. */
    public static final int OLDEST_VERSION = 252;

    private static final SortedMap<String, SortedMap<String, Integer>> TABLE = read();

    private Directives() {}

    /**
     * The version from which systemd knows the directive: 0 if {@link #OLDEST_VERSION} does already, nothing if no
     * version in the table does. Both names are case-sensitive, as in systemd.
     */
    public static Optional<Integer> since(String section, String key) {
        return Optional.ofNullable(keys(section).get(key));
    }

    /** The sections a unit file of any type may have. */
    public static Set<String> sections() {
        return TABLE.keySet();
    }

    /** The key of that section which somebody who wrote {@code key} most likely meant. */
    public static Optional<String> nearest(String section, String key) {
        return Nearest.to(key, keys(section).keySet());
    }

    private static SortedMap<String, Integer> keys(String section) {
        return TABLE.getOrDefault(section, Collections.emptySortedMap());
    }

    private static SortedMap<String, SortedMap<String, Integer>> read() {
        SortedMap<String, SortedMap<String, Integer>> table = new TreeMap<>();
        try (InputStream stream = Directives.class.getResourceAsStream("directives.txt")) {
            if (stream == null) {
                throw new IllegalStateException("cannot load the table of directives: it is not on the class path");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            SortedMap<String, Integer> section = new TreeMap<>();
            for (String line : reader.lines().toList()) {
                if (line.startsWith("[")) {
                    section = table.computeIfAbsent(line.substring(1, line.length() - 1), name -> new TreeMap<>());
                } else if (!line.startsWith("#")) {
                    int blank = line.indexOf(' ');
                    section.put(
                            blank < 0 ? line : line.substring(0, blank),
                            blank < 0 ? 0 : Integer.parseInt(line.substring(blank + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load the table of directives", e);
        }
        return table;
    }
}
