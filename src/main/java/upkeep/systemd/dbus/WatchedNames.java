package upkeep.systemd.dbus;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;

/**
 * Which units are watched, found by object path and by the name that signals use. A unit watched under an alias speaks
 * under its main name, which becomes known when it is looked at. Thread-safe.
 */
final class WatchedNames {

    private volatile Set<UnitName> units = Set.of();
    private volatile int generation;
    private final Map<String, UnitName> byPath = new ConcurrentHashMap<>();
    private final Map<String, UnitName> byName = new ConcurrentHashMap<>();

    /** How often the wish was uttered; 0 if nobody has said yet what is to be watched. */
    int generation() {
        return generation;
    }

    Set<UnitName> units() {
        return units;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only ever written under the lock
    synchronized void replace(Set<UnitName> wanted) {
        units = Set.copyOf(wanted);
        byPath.values().retainAll(units);
        byName.values().retainAll(units);
        for (UnitName unit : units) {
            byPath.put(unit.objectPath(), unit);
            byName.put(unit.text(), unit);
        }
        generation++;
    }

    /** Takes note of the unit's main name. */
    synchronized void mainName(UnitName watched, String id) {
        if (!id.equals(watched.text()) && units.contains(watched)) {
            UnitName.parse(id).ifPresent(main -> {
                byPath.putIfAbsent(main.objectPath(), watched);
                byName.putIfAbsent(main.text(), watched);
            });
        }
    }

    @Nullable UnitName byPath(@Nullable String path) {
        return path == null ? null : byPath.get(path);
    }

    @Nullable UnitName byName(Object name) {
        return name instanceof String text ? byName.get(text) : null;
    }
}
