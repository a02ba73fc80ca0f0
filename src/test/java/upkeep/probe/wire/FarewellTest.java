package upkeep.probe.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import upkeep.core.Observation;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.target.Endpoint;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;

/** What comes of the goodbye changes nothing. */
class FarewellTest {

    private static final Duration HOURS = Duration.ofHours(5);

    private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();

    private Observation probe(String afterwards, boolean holds) {
        try (LoopbackServer server = new LoopbackServer((it, socket) -> {
            LoopbackServer.send(socket, "+OK ready\r\n");
            LoopbackServer.send(socket, "-ERR what?\r\n");
            StringBuilder heard = new StringBuilder();
            while (!heard.toString().endsWith("QUIT\r\n")) {
                heard.append((char) socket.getInputStream().read());
            }
            said.add(heard.toString());
            LoopbackServer.send(socket, afterwards);
            if (holds) {
                it.holdOpen();
            }
        })) {
            return new Probers("1")
                    .probe(
                            new ProtocolTarget(
                                    Protocol.POP3,
                                    new Endpoint.Port(
                                            "127.0.0.1", server.port(), Endpoint.Family.ANY, Optional.empty()),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Map.of()),
                            HOURS,
                            Trace.NONE);
        }
    }

    @Test
    void itIsSaidAndItsAnswerNeedNotCome() throws Exception {
        List<Observation> all = new ArrayList<>();
        all.add(probe("+OK bye\r\n", false));
        all.add(probe("", false));
        all.add(probe("-ERR never\r\n", false));
        all.add(probe("x".repeat(20_000), false));
        // With five hours to go, this one ends only because the goodbye has a limit of its own.
        all.add(probe("", true));
        for (Observation observation : all) {
            assertInstanceOf(Observation.Passed.class, observation, observation.text());
            assertEquals("CAPA\r\nQUIT\r\n", said.poll(1, TimeUnit.MINUTES));
        }
    }
}
