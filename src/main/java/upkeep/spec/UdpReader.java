package upkeep.spec;

import java.util.Optional;
import upkeep.target.Target;
import upkeep.target.UdpTarget;

/** Reads to which UDP port a datagram is sent, and what must come back: {@code udp: 514} or a map. */
final class UdpReader {

    private static final Kind<String> SEND = Octets.KIND
            .where(octets -> !octets.isEmpty(), "it is empty", "write one byte at least, such as \"\\n\"")
            .where(
                    octets -> octets.length() <= 1_232,
                    "it is longer than 1232 bytes",
                    "larger datagrams do not get everywhere");

    private final TargetContext context;

    UdpReader(TargetContext context) {
        this.context = context;
    }

    Optional<Target> read() {
        Fields check = context.check();
        Fields udp = context.isShort("udp") ? check.only("udp", "port", Words.UDP) : check.map("udp", Words.UDP);
        if (context.port().isEmpty() && udp.lacks("port")) {
            context.report().error(udp.position(), "cannot send by udp: port is missing", "write udp: 514, say");
        }
        String send = udp.read("send", SEND, Defaults.UDP_SEND);
        Optional<String> expect = udp.read("expect", OctetPattern.KIND);
        return Optional.of(new UdpTarget(new EndpointReader(udp, context.port(), 1).port(), send, expect));
    }
}
