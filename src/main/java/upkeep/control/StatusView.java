package upkeep.control;

import java.util.List;
import java.util.Optional;

/**
 * Everything upkeepd supervises, at one moment.
 *
 * @param services in the order of their names
 * @param checks those that belong to no service
 * @param warning what makes the rest doubtful, such as a lost bus
 */
public record StatusView(List<ServiceView> services, List<CheckView> checks, Optional<String> warning) {
    public StatusView {
        services = List.copyOf(services);
        checks = List.copyOf(checks);
    }
}
