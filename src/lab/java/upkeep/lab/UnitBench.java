package upkeep.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.unit.UnitType;

/** Many unit files in a machine, each for one assignment: what systemd says of them, and what it has loaded. */
final class UnitBench {

    private static final String FOLDER = "/etc/systemd/system/";
    private static final String MARK = "#### ";
    private static final int BATCH = 100;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern NAME = Pattern.compile("[a-z-]*[0-9]{5}@?\\.[a-z]+");
    private static final String SERVICE = "[Service]\nExecStart=/bin/true\n";

    /** Said of a value that is taken nevertheless, and of the order at boot, which is another matter. */
    private static final Pattern TAKEN = Pattern.compile(
            "Support for .* is deprecated|Found (ordering cycle|dependency) on|deleted to break ordering cycle");

    private final Machine machine;
    private final Map<String, String> files = new TreeMap<>();

    UnitBench(Machine machine) {
        this.machine = machine;
    }

    /** The type of unit in which a section is tried. */
    static UnitType type(String section) {
        for (UnitType type : UnitType.values()) {
            if (type.section().equals(section)) {
                return type;
            }
        }
        return UnitType.SERVICE;
    }

    /** Names the unit number {@code number} of a type; {@link #install} writes it. */
    static String name(UnitType type, int number) {
        return switch (type) {
            case MOUNT, AUTOMOUNT, SWAP -> String.format("run-s%05d.%s", number, type.suffix());
            default -> String.format("s%05d.%s", number, type.suffix());
        };
    }

    /** The path whose mount a unit of that name is. */
    static String where(String unit) {
        return "/run/" + unit.substring("run-".length(), unit.indexOf('.'));
    }

    /** Adds a unit with what its type must have, and then {@code assignments} in a section. */
    void add(String unit, String section, List<String> assignments) {
        UnitType type = UnitType.of(unit).orElseThrow();
        add(unit, frame(type, unit) + "[" + section + "]\n" + String.join("\n", assignments) + "\n");
        if (type == UnitType.SOCKET || type == UnitType.TIMER || type == UnitType.PATH) {
            String stem = unit.substring(0, unit.indexOf('.'));
            add(stem + ".service", SERVICE);
            add(stem + "@.service", SERVICE);
        }
    }

    /** Adds a unit as it is. */
    void add(String unit, String text) {
        files.put(unit, text);
    }

    private static String frame(UnitType type, String unit) {
        return switch (type) {
            case SERVICE -> SERVICE;
            case SOCKET -> "[Socket]\nListenStream=/run/listen\n";
            case TIMER -> "[Timer]\nOnBootSec=1h\n";
            case PATH -> "[Path]\nPathExists=/run/watched\n";
            case MOUNT -> "[Mount]\nWhat=tmpfs\nWhere=" + where(unit) + "\n";
            case AUTOMOUNT -> "[Automount]\nWhere=" + where(unit) + "\n";
            case SWAP -> "[Swap]\nWhat=" + where(unit) + "\n";
            case SLICE, TARGET, SCOPE, DEVICE -> "";
        };
    }

    /** Writes what was added, and has systemd read it. */
    void install() {
        StringBuilder all = new StringBuilder();
        files.forEach((name, text) ->
                all.append(MARK).append(name).append('\n').append(text).append(text.endsWith("\n") ? "" : "\n"));
        machine.write("/run/units", all.toString());
        machine.shell("awk -v folder=" + FOLDER + " '/^" + MARK + "/ {if (file) close(file); file = folder $2; next}"
                        + " {print >file}' /run/units && systemctl daemon-reload")
                .orFail();
    }

    /** By unit, what systemd-analyze complains of. */
    Map<String, List<String>> complaints() {
        Map<String, List<String>> complaints = new HashMap<>();
        for (List<String> batch : batches()) {
            List<String> command =
                    new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no", "--recursive-errors=yes"));
            batch.forEach(name -> command.add(FOLDER + name));
            Result result = machine.run(LIMIT, command.toArray(String[]::new));
            for (String line : result.err().lines().toList()) {
                Matcher name = NAME.matcher(line);
                if (name.find() && !TAKEN.matcher(line).find()) {
                    complaints
                            .computeIfAbsent(name.group(), unit -> new ArrayList<>())
                            .add(line);
                }
            }
        }
        return complaints;
    }

    /** By unit, the properties that systemctl shows; several lines of one are joined by { ;; }. */
    Map<String, Map<String, String>> shown() {
        Map<String, Map<String, String>> units = new HashMap<>();
        for (List<String> batch : batches()) {
            List<String> command = new ArrayList<>(List.of("systemctl", "show", "--all"));
            command.addAll(batch);
            String out =
                    machine.run(LIMIT, command.toArray(String[]::new)).orFail().out();
            for (String block : out.split("\n\n", -1)) {
                Map<String, String> properties = new HashMap<>();
                for (String line : block.lines().toList()) {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        properties.merge(
                                line.substring(0, equals),
                                line.substring(equals + 1),
                                (before, after) -> before + " ;; " + after);
                    }
                }
                units.put(properties.getOrDefault("Id", ""), properties);
            }
        }
        return units;
    }

    private List<List<String>> batches() {
        List<String> names =
                files.keySet().stream().filter(name -> name.indexOf('@') < 0).toList();
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < names.size(); from += BATCH) {
            batches.add(names.subList(from, Math.min(names.size(), from + BATCH)));
        }
        return batches;
    }
}
