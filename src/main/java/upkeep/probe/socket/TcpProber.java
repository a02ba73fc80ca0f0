package upkeep.probe.socket;

import java.io.IOException;
import upkeep.core.Observation;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Conversations;
import upkeep.target.TcpTarget;

/** Whether a port accepts connections, and says there what it should. */
public final class TcpProber implements Prober<TcpTarget> {

    private final Conversations conversations;

    public TcpProber(Conversations conversations) {
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
