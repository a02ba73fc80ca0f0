package upkeep.probe;

import java.io.IOException;
import java.net.Socket;
import upkeep.core.Observation;
import upkeep.target.TcpTarget;

/** Whether a port accepts connections: connects, and closes without a word. */
final class TcpProber implements Prober<TcpTarget> {

    private final Connector connector;

    TcpProber(Connector connector) {
        this.connector = connector;
    }

    @Override
    public Observation probe(TcpTarget target, Deadline deadline, Findings findings) throws Stop {
        Connector.Connection connection = connector.connect(target.host(), target.port(), deadline, findings);
        double total = deadline.elapsedNanos() / 1e9;
        findings.measure("total", total);
        try (Socket socket = connection.socket()) {
            findings.steps().add(() -> "closing " + socket.getLocalPort());
        } catch (IOException closing) {
            findings.steps().add(() -> "closing failed: " + closing.getMessage());
        }
        return findings.passed(connection.peer() + " accepted a connection in " + Words.seconds(total));
    }
}
