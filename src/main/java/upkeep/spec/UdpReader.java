package upkeep.spec;

import java.util.Optional;
import upkeep.target.Target;
import upkeep.target.UdpTarget;

/** Reads to which UDP port a datagram is sent, and what must come back: {@code udp: 514} or a map. */
final class UdpReader {

    private final TargetContext context;

    UdpReader(TargetContext context) {
        this.context = context;
    }

    Optional<Target> read() {
        Fields udp = context.fields(SocketKeys.UDP, SocketKeys.PORT);
        if (context.port().isEmpty() && udp.lacks(SocketKeys.PORT)) {
            context.report().error(udp.position(), "cannot send by udp: port is missing", "write udp: 514, say");
        }
        String send = udp.get(SocketKeys.UDP_SEND);
        Optional<String> expect = udp.read(SocketKeys.UDP_EXPECT);
        return Optional.of(new UdpTarget(new EndpointReader(udp, context.port(), 1).port(), send, expect));
    }
}
