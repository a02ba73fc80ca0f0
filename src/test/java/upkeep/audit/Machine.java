package upkeep.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.unit.UnitFile;
import upkeep.unit.UnitFile.Assignment;

/** Units made of their files, as systemd would have them loaded. */
final class Machine {

    private static final List<String> RELATIONS =
            List.of("Requires", "BindsTo", "Wants", "Upholds", "After", "Conflicts");

    private final Map<UnitName, Map<String, String>> properties = new TreeMap<>();
    private final Map<UnitName, List<UnitSource>> files = new HashMap<>();
    final Set<String> names = new HashSet<>();
    final List<UnitFolders.Link> links = new ArrayList<>();
    final List<UnitFolders.DropIns> dropIns = new ArrayList<>();
    final Set<UnitName> onTheBus = new HashSet<>();
    final List<Running> running = new ArrayList<>();
    final Map<UnitName, List<Place>> listens = new HashMap<>();
    final List<Facts.Held> held = new ArrayList<>();
    final Map<UnitName, String> preChecks = new HashMap<>();
    final List<Facts.Edited> edited = new ArrayList<>();

    /** What needs are not there. */
    final Set<String> absent = new HashSet<>();

    /** A unit of /etc, with further properties as {@code Key=value}. */
    Machine unit(String name, String text, String... more) {
        return unit("/etc/systemd/system/", name, text, more);
    }

    Machine shipped(String name, String text, String... more) {
        return unit("/usr/lib/systemd/system/", name, text, more);
    }

    private Machine unit(String folder, String name, String text, String... more) {
        UnitName unit = new UnitName(name);
        UnitFile file = UnitFile.parse(folder + name, text).value().orElseThrow();
        Map<String, String> shown = new HashMap<>(Map.of(
                "Id",
                name,
                "Names",
                name,
                "LoadState",
                "loaded",
                "ActiveState",
                "inactive",
                "FragmentPath",
                folder + name));
        for (Assignment line : file.assignments()) {
            if (line.section().equals("Unit") && RELATIONS.contains(line.key())) {
                shown.merge(line.key(), line.value(), (one, other) -> one + " " + other);
            } else if (line.section().equals("Service") && !line.key().startsWith("Exec")) {
                shown.put(line.key(), line.value());
            }
        }
        if (shown.getOrDefault("Type", "").equals("oneshot")) {
            shown.putIfAbsent("RemainAfterExit", "no");
        }
        if (shown.containsKey("EnvironmentFile")) {
            String path = shown.getOrDefault("EnvironmentFile", "");
            shown.put(
                    "EnvironmentFiles",
                    path.replaceFirst("^-", "")
                            + (path.startsWith("-") ? " (ignore_errors=yes)" : " (ignore_errors=no)"));
        }
        shown.putIfAbsent("PrivateTmp", "no");
        for (String property : more) {
            int equals = property.indexOf('=');
            shown.merge(
                    property.substring(0, equals),
                    property.substring(equals + 1),
                    (one, other) -> RELATIONS.contains(property.substring(0, equals)) ? one + " " + other : other);
        }
        properties.put(unit, shown);
        files.put(unit, List.of(new UnitSource(folder + name, file)));
        names.add(name);
        return this;
    }

    /** A unit without a file. */
    Machine loaded(String name, String state, String... more) {
        Map<String, String> shown =
                new HashMap<>(Map.of("Id", name, "Names", name, "LoadState", state, "ActiveState", "inactive"));
        for (String property : more) {
            int equals = property.indexOf('=');
            shown.put(property.substring(0, equals), property.substring(equals + 1));
        }
        properties.put(new UnitName(name), shown);
        return this;
    }

    /** Everything that is named and was not said to be there is not. */
    UnitGraph graph() {
        Map<UnitName, AuditedUnit> units = new TreeMap<>();
        properties.forEach((unit, shown) ->
                units.put(unit, new AuditedUnit(unit, shown, files.getOrDefault(unit, List.of()))));
        Set<UnitName> named = UnitGraph.of(units.values()).unknown();
        named.forEach(unit -> units.put(
                unit,
                new AuditedUnit(
                        unit,
                        Map.of("Id", unit.text(), "LoadState", "not-found", "ActiveState", "inactive"),
                        List.of())));
        return UnitGraph.of(units.values());
    }

    List<Finding> audit(String... named) {
        UnitGraph graph = graph();
        Set<Needed> missing = new HashSet<>();
        graph.units()
                .forEach(unit -> Needed.of(unit).stream()
                        .filter(needed -> absent.contains(needed.what()))
                        .forEach(missing::add));
        Facts facts = new Facts(
                graph,
                new UnitFolders(names, links, dropIns),
                onTheBus,
                running,
                missing,
                listens,
                held,
                preChecks,
                edited);
        return Audit.of(facts, Stream.of(named).map(UnitName::new).toList());
    }

    /** Each finding as {@code unit: severity finding}. */
    Set<String> found(String... named) {
        Set<String> found = new TreeSet<>();
        audit(named)
                .forEach(finding -> found.add(finding.unit() + ": "
                        + finding.severity().word() + " " + finding.fault().word()));
        return found;
    }

    Optional<Finding> first() {
        return audit().stream().findFirst();
    }
}
