package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.base.UnitName;

/** Properties of units as {@code systemctl show} tells them, see org.freedesktop.systemd1(5). */
final class UnitProperties {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private UnitProperties() {}

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
