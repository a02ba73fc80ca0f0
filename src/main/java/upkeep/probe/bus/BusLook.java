package upkeep.probe.bus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import upkeep.base.UnitName;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;

/** Asks over the bus for a probe: within its deadline, with every answer as a step, and no answer as unknown. */
public record BusLook(SystemBus bus, Deadline deadline, Steps steps) {

    public BusValues unit(UnitName unit, Set<String> wanted) throws Stop {
        steps.add(() -> "asking systemd about " + unit);
        try {
            return answered(bus.unit(unit, wanted, left()));
        } catch (SystemBus.Unanswered e) {
            throw new Stop.Unasked(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing if systemd-timesyncd does not run. */
    public Optional<BusValues> timesyncd(Set<String> wanted) throws Stop {
        steps.add(() -> "asking systemd-timesyncd");
        try {
            return bus.timesyncd(wanted, left()).map(this::answered);
        } catch (SystemBus.Unanswered e) {
            throw new Stop.Unasked(String.valueOf(e.getMessage()));
        }
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadline.remainingNanos()));
    }

    private BusValues answered(Map<String, Object> values) {
        steps.add(() -> "answered", () -> lines(values));
        return new BusValues(values);
    }

    private static List<String> lines(Map<String, Object> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(each -> Words.printable(each.getKey() + "=" + each.getValue(), 200))
                        .toList();
    }
}
