package upkeep.convert;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.unit.UnitFile;

/**
 * What was seen of a unit that exists and can be loaded.
 *
 * @param unit its own name, not one of its aliases
 * @param properties as {@code systemctl show} prints them, by name; those that say nothing may be missing
 * @param settings its file and its drop-ins as one, in the order in which systemd reads them
 * @param open where its processes wait for others to come; absent where that is not for the caller to see
 * @param handed where units of type socket wait on its behalf
 */
public record UnitFacts(
        UnitName unit,
        Map<String, String> properties,
        UnitFile settings,
        Optional<List<Listening>> open,
        List<Listening> handed) {

    public UnitFacts {
        properties = Map.copyOf(properties);
        open = open.map(List::copyOf);
        handed = List.copyOf(handed);
    }

    /** A property; empty where systemd says nothing. */
    String property(String name) {
        return properties.getOrDefault(name, "");
    }

    boolean isService() {
        return unit.type().equals("service");
    }

    boolean isActive() {
        return property("ActiveState").equals("active")
                || property("ActiveState").equals("reloading");
    }

    /** Whether it does its work and ends. */
    boolean isOneshot() {
        return property("Type").equals("oneshot");
    }

    /** All places where it is known to be reached, each once, in order. */
    List<Listening> reached() {
        return Stream.concat(handed.stream(), open.stream().flatMap(List::stream))
                .distinct()
                .sorted()
                .toList();
    }
}
