package upkeep.probe;

import java.io.IOException;
import upkeep.core.Observation;
import upkeep.target.TcpTarget;

/** Whether a port accepts connections, and says there what it should. */
final class TcpProber implements Prober<TcpTarget> {

    private final Conversations conversations;

    TcpProber(Conversations conversations) {
        this.conversations = conversations;
    }

    @Override
    public Observation probe(TcpTarget target, Deadline deadline, Findings findings) throws Stop {
        String found = conversations.hold(
                target.endpoint(), target.tls(), deadline, findings, channel -> speak(target, channel));
        return findings.passed(found + " in " + Words.seconds(deadline.elapsedNanos() / 1e9));
    }

    private static String speak(TcpTarget target, Channel channel) throws IOException {
        if (target.dialogue().isEmpty()) {
            return target.tls().isPresent() ? "accepted a connection and spoke TLS" : "accepted a connection";
        }
        return new WrittenDialogue(channel).speak(target.dialogue());
    }
}
