package upkeep.target;

import java.util.List;
import java.util.Optional;
import upkeep.base.UnitName;

/**
 * A unit of systemd, of any type.
 *
 * @param states the active states that pass, in systemd's words; none for whatever means that all is well with a unit of its kind
 * @param enabled whether it must be enabled, or must not; absent where that does not matter
 */
public record UnitTarget(UnitName unit, List<String> states, Optional<Boolean> enabled) implements Target {

    public UnitTarget {
        states = List.copyOf(states);
    }

    @Override
    public String kind() {
        return "unit";
    }

    @Override
    public String text() {
        return unit.text();
    }

    @Override
    public List<String> measurements() {
        return List.of(
                "uptime",
                "downtime",
                "restarts",
                "exit-status",
                "memory",
                "tasks",
                "cpu",
                "cpu-time",
                "connections",
                "accepted",
                "refused");
    }

    @Override
    public List<String> texts() {
        return List.of("state", "sub-state", "load-state", "unit-file-state", "result");
    }
}
