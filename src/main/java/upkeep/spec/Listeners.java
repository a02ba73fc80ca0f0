package upkeep.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import upkeep.spec.Rollout.Instance;

/** Finds sockets that could not all be listened on: the second bind(2) to an address fails, and its unit with it. */
final class Listeners {

    /** What nobody else can have at the same time; several may read a pipe, a device, or what the kernel tells. */
    private static final Set<String> EXCLUSIVE = Set.of("ListenStream", "ListenDatagram", "ListenSequentialPacket");

    /** What tells apart two sockets of the same address; or has the kernel accept both. */
    private static final List<String> APART = List.of("ReusePort", "BindToDevice", "SocketProtocol");

    private Listeners() {}

    private record Address(String directive, String text, List<String> apart) {}

    private record Listener(Service service, SetDirective directive) {}

    static void check(Collection<Service> services, Report report) {
        Map<Address, Listener> first = new LinkedHashMap<>();
        List<Service> inFileOrder = services.stream()
                .sorted(Comparator.comparing(Service::position))
                .toList();
        for (Service service : inFileOrder) {
            service.start().socket().ifPresent(socket -> check(service, socket, first, report));
        }
    }

    private static void check(Service service, Listening socket, Map<Address, Listener> first, Report report) {
        for (SetDirective directive : socket.unit().set()) {
            if (EXCLUSIVE.contains(directive.key())) {
                Listener listener = new Listener(service, directive);
                Listener earlier = first.putIfAbsent(address(socket, directive), listener);
                if (earlier != null && !isShared(socket)) {
                    tell(listener, earlier, report);
                }
            }
        }
    }

    private static Address address(Listening socket, SetDirective directive) {
        return new Address(
                directive.key(),
                directive.text(),
                APART.stream().map(key -> value(socket, key)).toList());
    }

    private static boolean isShared(Listening socket) {
        return value(socket, "ReusePort").equals("yes");
    }

    private static String value(Listening socket, String key) {
        return socket.unit().set().stream()
                .filter(directive -> directive.key().equals(key))
                .findFirst()
                .map(SetDirective::text)
                .orElse("");
    }

    private static void tell(Listener listener, Listener earlier, Report report) {
        String address = listener.directive().text();
        Optional<Instance> instance = listener.service().rollout().instance();
        boolean isOfSet = instance.map(Instance::set)
                .equals(earlier.service().rollout().instance().map(Instance::set));
        if (instance.isPresent() && isOfSet) {
            // Said once for all instances, which are described in one place.
            if (instance.get().number() == 2) {
                report.error(
                        listener.directive().position(),
                        "cannot listen on " + address + " for every instance of "
                                + instance.get().set() + ": only one of them can have it",
                        "write ${port}, which counts up from port:, or reuse-port: true to have the kernel share"
                                + " connections out");
            }
        } else {
            report.error(
                    listener.directive().position(),
                    "cannot listen on " + address + " for " + listener.service().name() + ": "
                            + earlier.service().name() + " listens on it, at "
                            + earlier.directive().position(),
                    "choose another address, or write reuse-port: true for both");
        }
    }
}
