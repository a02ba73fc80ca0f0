package upkeep.probe;

import java.io.IOException;
import java.util.List;
import upkeep.core.Observation;
import upkeep.target.ProtocolTarget;

/** Speaks one of the protocols over one connection. */
final class ProtocolProber implements Prober<ProtocolTarget> {

    private final Conversations conversations;
    private final Secrets secrets = new Secrets();
    private final String userAgent;

    ProtocolProber(Conversations conversations, String userAgent) {
        this.conversations = conversations;
        this.userAgent = userAgent;
    }

    /** One protocol: says and expects what it is asked to, and answers with what was found, as half a sentence. */
    @FunctionalInterface
    interface Speaker {
        String speak(ProtocolTarget target, Channel channel) throws IOException;

        /** What TLS is told of it, for servers that serve several protocols on one port (ALPN). */
        default List<String> applicationProtocols() {
            return List.of();
        }
    }

    @Override
    public Observation probe(ProtocolTarget target, Deadline deadline, Findings findings) throws Stop {
        Speaker speaker = switch (target.protocol()) {
            case AMQP -> new Amqp(secrets);
            case CLAMAV -> new Clamav();
            case GRPC -> new Grpc(userAgent);
            case MQTT -> new Mqtt(secrets);
        };
        String found = conversations.hold(
                target.endpoint(),
                target.tls(),
                speaker.applicationProtocols(),
                deadline,
                findings,
                channel -> speaker.speak(target, channel));
        return findings.passed(found + " in " + Words.seconds(deadline.elapsedNanos() / 1e9));
    }
}
