package upkeep.probe.wire;

import java.net.InetAddress;
import upkeep.probe.run.Stop;
import upkeep.target.Endpoint;
import upkeep.target.ProtocolTarget;

/** When a password itself may be sent, or what it can be computed from: where nobody listens on the way. */
public final class PlainPassword {

    private PlainPassword() {}

    /**
     * Refuses to log in where the password could be read on the way.
     *
     * @param cure what to write into the spec
     */
    public static void need(ProtocolTarget target, Channel channel, boolean secured, String cure) throws Stop {
        if (!secured && !staysHere(target.endpoint(), channel.peer())) {
            throw new Stop.Unasked("cannot log in at " + channel.peer()
                    + ": it wants the password itself, and the connection can be listened to; " + cure);
        }
    }

    private static boolean staysHere(Endpoint endpoint, String peer) {
        return switch (endpoint) {
            case Endpoint.Local _ -> true;
            case Endpoint.Port port -> {
                String address = peer.substring(
                        0, peer.length() - Integer.toString(port.port()).length() - 1);
                yield InetAddress.ofLiteral(address).isLoopbackAddress();
            }
        };
    }
}
