package upkeep.spec;

import java.util.Optional;
import upkeep.spec.Target.Tcp;

/** Reads which TCP port a check connects to: {@code tcp: 5432} or {@code tcp: {host, port}}. */
final class TcpReader {

    private final Fields check;
    private final Optional<Integer> servicePort;

    TcpReader(Fields check, Optional<Integer> servicePort) {
        this.check = check;
        this.servicePort = servicePort;
    }

    Optional<Target> read() {
        boolean isShort = check.entry("tcp")
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                .isPresent();
        Fields tcp = isShort ? check.only("tcp", "port", Words.TCP) : check.map("tcp", Words.TCP);
        String host = tcp.read("host", Kinds.HOST_NAME, Defaults.LOCAL_HOST);
        if (!tcp.has("port") && servicePort.isPresent()) {
            tcp.note("port", servicePort.get().toString());
            return Optional.of(new Tcp(host, servicePort.get()));
        }
        if (tcp.lacks("port")) {
            check.report().error(tcp.position(), "cannot connect by tcp: port is missing", "write tcp: 5432, say");
        }
        return tcp.read("port", Kinds.PORT).map(port -> new Tcp(host, port));
    }
}
