package upkeep.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;
import upkeep.spec.Source;

/**
 * What one apply put in force, whole: the files, the specs they were made of, and how it came about. Two generations that
 * follow each other are never the same.
 *
 * @param number from 1, one more each time
 * @param failures what did not succeed when it was put in force, such as the start of a unit
 */
public record Generation(int number, Occasion occasion, Wanted wanted, List<String> failures) {

    /** The number that stands for the time before the first generation, when nothing was in force. */
    public static final int NONE = 0;

    public Generation {
        failures = List.copyOf(failures);
    }

    /**
     * What differs from what was in force before, in short: {@code +web.service} is new, {@code ~web.service} changed,
     * {@code -web.service} is gone; {@code specs} if nothing but the specs differs, which is supervision.
     */
    public List<String> changesSince(Wanted before) {
        Map<String, String> signs = new TreeMap<>();
        for (String path : paths(before)) {
            UnitTree.File from = before.tree().files().get(path);
            UnitTree.File to = wanted.tree().files().get(path);
            UnitTree.File shown = to == null ? from : to;
            if (shown != null && !shown.equals(from)) {
                signs.merge(name(shown), from == null ? "+" : "~", (a, b) -> a.equals(b) ? a : "~");
            } else if (to == null && from != null) {
                signs.merge(name(from), "-", (a, b) -> a.equals(b) ? a : "~");
            }
        }
        List<String> changes = signs.entrySet().stream()
                .map(sign -> sign.getValue() + sign.getKey())
                .collect(Collectors.toCollection(ArrayList::new));
        if (changes.isEmpty() && !wanted.equals(before)) {
            changes.add("specs");
        }
        return List.copyOf(changes);
    }

    private static String name(UnitTree.File file) {
        return file.unit().map(UnitName::text).orElse(file.path());
    }

    private List<String> paths(Wanted before) {
        TreeSet<String> paths = new TreeSet<>(before.tree().files().keySet());
        paths.addAll(wanted.tree().files().keySet());
        return List.copyOf(paths);
    }

    /** The unified diff of all specs and files that lead from what was in force to this. */
    public String diffFrom(Wanted before) {
        return diff(texts(before.specs()), texts(wanted.specs())) + diff(texts(before.tree()), texts(wanted.tree()));
    }

    private static Map<String, String> texts(List<Source> specs) {
        return specs.stream().collect(Collectors.toMap(Source::name, Source::text));
    }

    private static Map<String, String> texts(UnitTree tree) {
        return tree.files().values().stream().collect(Collectors.toMap(UnitTree.File::path, UnitTree.File::content));
    }

    private static String diff(Map<String, String> from, Map<String, String> to) {
        TreeSet<String> names = new TreeSet<>(from.keySet());
        names.addAll(to.keySet());
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(UnifiedDiff.of(
                    from.containsKey(name) ? name : "/dev/null",
                    from.getOrDefault(name, ""),
                    to.containsKey(name) ? name : "/dev/null",
                    to.getOrDefault(name, "")));
        }
        return text.toString();
    }
}
