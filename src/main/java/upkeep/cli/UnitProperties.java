package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.base.UnitName;

/** Properties of units as {@code systemctl show} tells them, see org.freedesktop.systemd1(5). */
final class UnitProperties {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** A unit has about 3 KB of them. */
    private static final int MOST_OUTPUT = 64 << 20;

    private UnitProperties() {}

    /**
     * Those of every unit that systemd has loaded, and of some more, which it loads for that; absent if it does not answer, or
     * has more than can be taken. Times are seconds since 1970. A property with several values has each on a line of its own.
     */
    static Optional<List<Map<String, String>>> every(Programs programs, List<String> properties, List<UnitName> more) {
        List<String> command = new ArrayList<>(List.of(
                "systemctl",
                "--no-ask-password",
                "show",
                "--all",
                "--timestamp=unix",
                "--property=" + String.join(",", properties),
                "--",
                "*"));
        more.forEach(unit -> command.add(unit.text()));
        Programs.Result result = programs.run(DEADLINE, command, MOST_OUTPUT);
        return result.isSuccess() && result.out().length() < MOST_OUTPUT
                ? Optional.of(blocks(result.out(), Set.copyOf(properties)))
                : Optional.empty();
    }

    /** One block a unit, with an empty line between; whatever else may stand in a value is passed over. */
    private static List<Map<String, String>> blocks(String text, Set<String> properties) {
        List<Map<String, String>> blocks = new ArrayList<>();
        Map<String, String> block = new HashMap<>();
        for (String line : Stream.concat(text.lines(), Stream.of("")).toList()) {
            int equals = line.indexOf('=');
            String value = line.substring(equals + 1);
            if (line.isEmpty() && !block.isEmpty()) {
                blocks.add(Map.copyOf(block));
                block.clear();
            } else if (equals > 0 && !value.isEmpty() && properties.contains(line.substring(0, equals))) {
                block.merge(line.substring(0, equals), value, (before, next) -> before + "\n" + next);
            }
        }
        return blocks;
    }

    /** Those of each unit; of none if systemd does not answer. Properties that a unit does not have are absent. */
    static Map<UnitName, Map<String, String>> show(Programs programs, List<String> properties, List<UnitName> units) {
        Map<UnitName, Map<String, String>> shown = new HashMap<>();
        if (units.isEmpty()) {
            return shown;
        }
        List<String> command = new ArrayList<>(List.of(
                "systemctl", "--no-ask-password", "show", "--property=Id," + String.join(",", properties), "--"));
        units.forEach(unit -> command.add(unit.text()));
        Programs.Result result = programs.run(DEADLINE, command);
        if (!result.isSuccess()) {
            return shown;
        }
        Map<String, String> block = new TreeMap<>();
        // One block a unit, in the order asked for, with an empty line between; the Id of an alias is another name.
        int next = 0;
        for (String line : Stream.concat(result.out().lines(), Stream.of("")).toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                block.put(line.substring(0, equals), line.substring(equals + 1));
            } else if (!block.isEmpty() && next < units.size()) {
                shown.put(units.get(next++), Map.copyOf(block));
                block.clear();
            }
        }
        return shown;
    }
}
