package upkeep.unit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.Nearest;

/**
 * The directives of unit files: what value each takes, and the systemd version that brought it. The table covers systemd
 * 252 to 257; a directive of a later version is unknown here. See systemd.directives(7).
 */
public final class Directives {

    /** The oldest systemd upkeep writes units for; what it knows counts as having always been there. */
    public static final int OLDEST_VERSION = 252;

    private static final SortedMap<String, Map<String, KnownDirective>> TABLE = new TreeMap<>();
    private static final SortedMap<String, Map<String, String>> OBSOLETE = new TreeMap<>();

    static {
        read();
    }

    private Directives() {}

    /** The directive of that section, if a version in the table knows it. Both names are case-sensitive, as in systemd. */
    public static Optional<KnownDirective> find(String section, String key) {
        return Optional.ofNullable(TABLE.getOrDefault(section, Map.of()).get(key));
    }

    /**
     * The version from which systemd knows the directive: 0 if {@link #OLDEST_VERSION} does already, nothing if no
     * version in the table does.
     */
    public static Optional<Integer> since(String section, String key) {
        return find(section, key).map(KnownDirective::since);
    }

    /** What took the place of a directive that systemd still reads but complains of. */
    public static Optional<String> replacement(String section, String key) {
        return Optional.ofNullable(OBSOLETE.getOrDefault(section, Map.of()).get(key));
    }

    /** The sections that have directives, over all types of unit; {@link UnitType#has} tells which type has which. */
    public static Set<String> sections() {
        return Collections.unmodifiableSet(TABLE.keySet());
    }

    /** All directives of a section, by name. */
    public static List<KnownDirective> of(String section) {
        return TABLE.getOrDefault(section, Map.of()).values().stream()
                .sorted(Comparator.comparing(KnownDirective::key))
                .toList();
    }

    /** The key of that section which somebody who wrote {@code key} most likely meant. */
    public static Optional<String> nearest(String section, String key) {
        return Nearest.to(key, TABLE.getOrDefault(section, Map.of()).keySet());
    }

    private static void read() {
        try (InputStream stream = Directives.class.getResourceAsStream("directives.txt")) {
            if (stream == null) {
                throw new IllegalStateException("cannot load the table of directives: it is not on the class path");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            List<String> sections = new ArrayList<>();
            for (String line : reader.lines().toList()) {
                if (line.startsWith("[")) {
                    sections = List.of(line.substring(1, line.length() - 1).split(" ", -1));
                } else if (!line.startsWith("#")) {
                    row(sections, line.split(" ", 4));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load the table of directives", e);
        }
    }

    /** Takes in a row: key, version, how often it may stand, and the kind of value. */
    private static void row(List<String> sections, String[] columns) {
        String key = columns[0];
        String how = columns[2];
        if (how.equals("obsolete")) {
            sections.forEach(section ->
                    OBSOLETE.computeIfAbsent(section, name -> new HashMap<>()).put(key, columns[3]));
            return;
        }
        KnownDirective directive = new KnownDirective(
                key,
                columns[1].equals("-") ? 0 : Integer.parseInt(columns[1]),
                how.startsWith("list"),
                how.endsWith("?"),
                columns[3]);
        sections.forEach(section ->
                TABLE.computeIfAbsent(section, name -> new HashMap<>()).put(key, directive));
    }
}
