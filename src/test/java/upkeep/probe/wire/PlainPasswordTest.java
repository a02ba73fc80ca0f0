package upkeep.probe.wire;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.probe.tls.ServedChain;
import upkeep.target.Endpoint;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;

class PlainPasswordTest {

    private static void need(Endpoint endpoint, String peer, boolean secured) throws Stop {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        Line line = new Line(new Wire(InputStream.nullInputStream()), OutputStream.nullOutputStream());
        Channel channel = new Channel(
                line,
                () -> new Channel.Secured(line, new ServedChain(List.of()), ""),
                peer,
                deadline,
                new Findings(new Steps(Trace.NONE, deadline)));
        ProtocolTarget target =
                new ProtocolTarget(Protocol.LDAP, endpoint, Optional.empty(), Optional.empty(), Map.of());
        PlainPassword.need(target, channel, secured, "write tls: true");
    }

    private static Endpoint port(String host) {
        return new Endpoint.Port(host, 389, Endpoint.Family.ANY, Optional.empty());
    }

    @Test
    void aPasswordThatCannotBeReadOnTheWay() {
        assertDoesNotThrow(() -> need(port("localhost"), "127.0.0.1:389", false));
        assertDoesNotThrow(() -> need(port("localhost"), "[::1]:389", false));
        assertDoesNotThrow(() -> need(new Endpoint.Local("/run/ldapi"), "/run/ldapi", false));
        assertDoesNotThrow(() -> need(port("ldap.example.org"), "192.0.2.1:389", true));
    }

    @Test
    void aPasswordThatCouldBeRead() {
        Stop.Unasked stop =
                assertThrows(Stop.Unasked.class, () -> need(port("ldap.example.org"), "192.0.2.1:389", false));
        assertEquals(
                "cannot log in at 192.0.2.1:389: it wants the password itself, and the connection can be listened to;"
                        + " write tls: true",
                stop.text());
        // The address that was connected to counts, not what the name promises.
        assertThrows(Stop.Unasked.class, () -> need(port("localhost"), "[2001:db8::1]:389", false));
    }
}
