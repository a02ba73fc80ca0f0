package upkeep.daemon;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.spec.Check;
import upkeep.spec.Plan;
import upkeep.spec.Target;

/** A name that the plan's probes look up, by which the resolver can be judged. */
final class LookedUpName {

    private LookedUpName() {}

    /** The first one in the order of the checks; nothing if all targets are addresses, or this machine. */
    static Optional<String> of(Plan plan) {
        Stream<Check> probes = plan.services().values().stream()
                .flatMap(service -> service.probes().all());
        return Stream.concat(plan.checks().values().stream(), probes)
                .flatMap(check -> hosts(check.target()).stream())
                .filter(LookedUpName::isLookedUp)
                .findFirst();
    }

    private static List<String> hosts(Target target) {
        return switch (target) {
            case Target.Http http ->
                Optional.ofNullable(http.url().getHost()).stream().toList();
            case Target.Tcp tcp -> List.of(tcp.host());
            case Target.Ntp ntp ->
                ntp.servers().stream().map(Target.Ntp.Server::host).toList();
        };
    }

    private static boolean isLookedUp(String host) {
        boolean isAddress = host.contains(":") || host.matches("[0-9.]+");
        return !isAddress && !host.equals("localhost") && !host.endsWith(".localhost");
    }
}
