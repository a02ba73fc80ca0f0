package upkeep.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/** What follows for a service from how its socket is used. */
final class SocketUse {

    /** What cannot be said of processes that come and go with connections. */
    private static final List<Key<?>> NOT_PER_CONNECTION = List.of(
            ServiceKeys.PROBES,
            ServiceKeys.RULES,
            ServiceKeys.NEEDS,
            ReadyKeys.READY,
            WatchdogKeys.WATCHDOG,
            ListeningKeys.ON_DEMAND);

    private SocketUse() {}

    /** The service with the restart policy that it has where none is written: whoever connects next starts it again. */
    static Node.Entry withUsual(Node.Entry service) {
        String key = RestartKeys.RESTART.name();
        boolean triggered = is(service, ListeningKeys.ACCEPT) || is(service, ListeningKeys.ON_DEMAND);
        if (!triggered
                || !(service.value() instanceof Node.Mapping written)
                || written.entries().containsKey(key)) {
            return service;
        }
        Map<String, Node.Entry> entries = new LinkedHashMap<>(written.entries());
        SourcePos at =
                service.inner(ListeningKeys.SOCKET).map(Node.Entry::keyPosition).orElse(service.keyPosition());
        entries.put(key, new Node.Entry(key, at, new Node.Scalar(SourcePos.NONE, "no", false, "no")));
        return new Node.Entry(service.key(), service.keyPosition(), new Node.Mapping(written.position(), entries));
    }

    private static boolean is(Node.Entry service, Key<?> key) {
        return service.inner(ListeningKeys.SOCKET)
                .flatMap(socket -> socket.inner(key))
                .map(Node.Entry::value)
                .filter(Node.Scalar.class::isInstance)
                .flatMap(value -> Kinds.YES_OR_NO.parse().apply(((Node.Scalar) value).text()))
                .orElse(false);
    }

    static String unit(String name, Optional<Listening> socket) {
        return name + (socket.filter(Listening::accept).isPresent() ? "@.service" : ".service");
    }

    /** The socket, if nothing else starts the service; what does not go together is reported. */
    static Optional<UnitName> starter(String name, Fields fields, Optional<Listening> socket) {
        boolean accept = socket.filter(Listening::accept).isPresent();
        boolean onDemand = accept || socket.filter(Listening::onDemand).isPresent();
        if (onDemand && fields.has(ServiceKeys.WANTED_BY)) {
            fields.report()
                    .error(
                            fields.at(ServiceKeys.WANTED_BY),
                            "cannot use wanted-by with " + (accept ? "accept" : "on-demand") + ": the socket starts "
                                    + name,
                            "leave one of them out");
        }
        if (accept) {
            NOT_PER_CONNECTION.stream()
                    .filter(fields::has)
                    .forEach(key -> fields.report()
                            .error(
                                    fields.at(key),
                                    "cannot use " + key.name() + " with accept: " + name
                                            + " has a process for each connection",
                                    "look at the socket: checks: {" + name + "-socket: {unit: " + name + ".socket}}"));
        }
        return socket.filter(_ -> onDemand).map(it -> it.unit().unit());
    }
}
