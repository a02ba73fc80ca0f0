package upkeep.daemon;

import java.util.Optional;
import java.util.stream.Stream;
import upkeep.spec.Check;
import upkeep.spec.Plan;

/** A name that the plan's probes look up, by which the resolver can be judged. */
final class LookedUpName {

    private LookedUpName() {}

    /** The first one in the order of the checks; nothing if all targets are addresses, or this machine. */
    static Optional<String> of(Plan plan) {
        Stream<Check> probes = plan.services().values().stream()
                .flatMap(service -> service.probes().all());
        return Stream.concat(plan.checks().values().stream(), probes)
                .flatMap(check -> check.target().hosts().stream())
                .filter(LookedUpName::isLookedUp)
                .findFirst();
    }

    private static boolean isLookedUp(String host) {
        boolean isAddress = host.contains(":") || host.matches("[0-9.]+");
        return !isAddress && !host.equals("localhost") && !host.endsWith(".localhost");
    }
}
