package upkeep.spec;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checks bound to a service. Until {@code startup} has passed once, the others wait; {@code liveness} failing means
 * the service is dead and is restarted; {@code readiness} failing never restarts it.
 */
public record Probes(Optional<Check> startup, Optional<Check> liveness, Optional<Check> readiness) {

    public static final Probes NONE = new Probes(Optional.empty(), Optional.empty(), Optional.empty());

    public Stream<Check> all() {
        return Stream.of(startup, liveness, readiness).flatMap(Optional::stream);
    }
}
