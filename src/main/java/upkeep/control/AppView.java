package upkeep.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import upkeep.core.AppStanding;

/**
 * Services and checks that are one thing to those who use them, as people see it.
 *
 * @param parts names of services, of their sets, and of checks
 * @param incident the number of its incident, while something is wrong
 * @param since when that began
 */
public record AppView(
        String name, List<String> parts, AppStanding standing, Optional<Long> incident, Optional<Instant> since) {

    public AppView {
        parts = List.copyOf(parts);
    }

    /** Whether those who use it feel that something is wrong. */
    boolean isDown() {
        return standing.state() == AppStanding.State.DOWN;
    }

    boolean has(ServiceView service) {
        return parts.stream().anyMatch(service::isCalled);
    }
}
