package upkeep.spec;

import java.util.Optional;
import upkeep.target.Target;
import upkeep.target.TcpTarget;

/** Reads which TCP port a check connects to: {@code tcp: 5432} or {@code tcp: {host, port}}. */
final class TcpReader {

    private final TargetContext context;
    private final Fields check;
    private final Optional<Integer> servicePort;

    TcpReader(TargetContext context) {
        this.context = context;
        this.check = context.check();
        this.servicePort = context.port();
    }

    Optional<Target> read() {
        Fields tcp = context.isShort("tcp") ? check.only("tcp", "port", Words.TCP) : check.map("tcp", Words.TCP);
        String host = tcp.read("host", Kinds.HOST_NAME, Defaults.LOCAL_HOST);
        if (!tcp.has("port") && servicePort.isPresent()) {
            tcp.note("port", servicePort.get().toString());
            return Optional.of(new TcpTarget(host, servicePort.get()));
        }
        if (tcp.lacks("port")) {
            check.report().error(tcp.position(), "cannot connect by tcp: port is missing", "write tcp: 5432, say");
        }
        return tcp.read("port", Kinds.PORT).map(port -> new TcpTarget(host, port));
    }
}
