package upkeep.probe;

import java.io.IOException;
import upkeep.core.Observation.Depth;
import upkeep.target.ProtocolTarget;

/** Asks a virus scanner whether it is there, clamd(8): PING. */
final class Clamav implements ProtocolProber.Speaker {

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        channel.await("the answer to PING");
        channel.send("nPING\n");
        String answer = channel.line();
        if (!answer.equals("PONG")) {
            throw channel.unexpected(answer, "PONG");
        }
        channel.findings().reached(Depth.QUERY);
        return "answered PONG";
    }
}
