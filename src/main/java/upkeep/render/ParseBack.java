package upkeep.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import upkeep.base.Checked;
import upkeep.unit.UnitFile;

/**
 * Reads a rendered file back and compares it with what was asked for: the same directives with the same values, those of
 * one key in the same order, what the user passes through last in its section. Anything else is a fault of a template or
 * of the escaping, never of the spec, hence an exception that names the directive.
 */
final class ParseBack {

    private record Key(String section, String key) {
        @Override
        public String toString() {
            return "[" + section + "] " + key + "=";
        }
    }

    private ParseBack() {}

    static UnitFile check(String path, String text, List<Asked> asked) {
        Checked<UnitFile> parsed = UnitFile.parse(path, text);
        UnitFile file = parsed.value()
                .orElseThrow(() ->
                        new IllegalStateException("rendered " + path + " cannot be read back: " + parsed.problems()));
        Map<Key, List<Asked>> wanted = new LinkedHashMap<>();
        for (Asked each : asked) {
            wanted.computeIfAbsent(new Key(each.section(), each.key()), key -> new ArrayList<>())
                    .add(each);
        }
        Map<Key, List<String>> found = new LinkedHashMap<>();
        for (UnitFile.Assignment each : file.assignments()) {
            found.computeIfAbsent(new Key(each.section(), each.key()), key -> new ArrayList<>())
                    .add(each.value());
        }
        for (Key key : found.keySet()) {
            if (!wanted.containsKey(key)) {
                throw new IllegalStateException("rendered " + path + " has " + key + ", which nobody asked for");
            }
        }
        wanted.forEach((key, each) -> compare(path, key, each, found.getOrDefault(key, List.of())));
        return file;
    }

    private static void compare(String path, Key key, List<Asked> wanted, List<String> found) {
        if (wanted.size() != found.size()) {
            throw new IllegalStateException(
                    "rendered " + path + " has " + key + " " + found.size() + " times instead of " + wanted.size());
        }
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).equals(wanted.get(i).written()) || !wanted.get(i).isMeantBy(found.get(i))) {
                throw new IllegalStateException(
                        "rendered " + path + " has another value of " + key + " than was asked for");
            }
        }
    }
}
