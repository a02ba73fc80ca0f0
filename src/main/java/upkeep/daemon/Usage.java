package upkeep.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import upkeep.control.ServiceView;
import upkeep.control.StatusView;
import upkeep.control.UsageView;
import upkeep.probe.bus.BusValues;
import upkeep.probe.bus.SystemBus;

/** Asks systemd what services use, for people who look at them. Thread-safe. */
final class Usage {

    private static final Set<String> PROPERTIES =
            Set.of("User", "MemoryCurrent", "MemoryMax", "CPUUsageNSec", "TasksCurrent", "StatusText");

    /** For all services together: whoever asks for the status waits for it. */
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private static final double NANOS = 1e9;

    private final SystemBus bus;

    Usage(SystemBus bus) {
        this.bus = bus;
    }

    /** The same with what its services use that have processes; without, for those that systemd did not tell of in time. */
    StatusView in(StatusView view) {
        long end = System.nanoTime() + WITHIN.toNanos();
        List<ServiceView> services = new ArrayList<>();
        boolean answers = true;
        for (ServiceView service : view.services()) {
            long left = end - System.nanoTime();
            if (!answers || left <= 0 || service.mainPid() == 0) {
                services.add(service);
                continue;
            }
            try {
                services.add(service.using(
                        usage(service, new BusValues(bus.unit(service.unit(), PROPERTIES, Duration.ofNanos(left))))));
            } catch (SystemBus.Unanswered e) {
                answers = false;
                services.add(service);
            }
        }
        return view.with(services);
    }

    private static UsageView usage(ServiceView service, BusValues values) {
        OptionalLong nanos = values.number("CPUUsageNSec");
        return new UsageView(
                service.mainPid(),
                values.text("User"),
                values.number("MemoryCurrent"),
                values.number("MemoryMax"),
                nanos.isPresent() ? OptionalDouble.of(nanos.getAsLong() / NANOS) : OptionalDouble.empty(),
                values.number("TasksCurrent"),
                values.text("StatusText"));
    }
}
