package upkeep.probe.wire;

import java.io.IOException;
import java.util.List;
import upkeep.probe.run.Stop;
import upkeep.target.ProtocolTarget;

/** One protocol over one connection: says and expects what it is asked to, and answers with what was found, as half a sentence. */
@FunctionalInterface
public interface Speaker {

    /**
     * Speaks it.
     *
     * @throws IOException as a {@link Stop}, when the other side is sick or could not be asked; or as the connection has it
     */
    String speak(ProtocolTarget target, Channel channel) throws IOException;

    /** What TLS is told of it, for servers that serve several protocols on one port (ALPN). */
    default List<String> applicationProtocols() {
        return List.of();
    }
}
