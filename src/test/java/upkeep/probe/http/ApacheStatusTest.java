package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.target.ApacheStatusTarget;

class ApacheStatusTest {

    /** What Apache 2.4.71 of Debian 12 says, shortened. */
    private static final String STATUS = """
            127.0.0.1
            ServerVersion: Apache/2.4.71 (Debian)
            ServerMPM: event
            Total Accesses: 17
            Total kBytes: 3
            Uptime: 12
            ReqPerSec: .25
            BytesPerReq: 1024
            BusyWorkers: 1
            IdleWorkers: 4
            Scoreboard: __W__KK.CC..........
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void slotsAreCountedAndSharedOut() {
        ApacheStatus status = ApacheStatus.parse(bytes(STATUS)).orElseThrow();
        Map<String, Double> found = status.measurements();
        assertEquals(20.0, found.get("slots"));
        assertEquals(4.0, found.get("wait"));
        assertEquals(20.0, found.get("wait-percent"));
        assertEquals(1.0, found.get("reply"));
        assertEquals(5.0, found.get("reply-percent"));
        assertEquals(10.0, found.get("keepalive-percent"));
        assertEquals(10.0, found.get("close-percent"));
        assertEquals(55.0, found.get("open-percent"));
        assertEquals(0.0, found.get("log"));
        assertEquals(0.25, found.get("requests-per-second"));
        assertEquals(1.0, found.get("busy-workers"));
        assertEquals(4.0, found.get("idle-workers"));
        assertEquals(17.0, found.get("accesses"));
        assertEquals(12.0, found.get("uptime"));
    }

    @Test
    void everyMeasurementIsNamed() {
        Map<String, Double> found =
                ApacheStatus.parse(bytes(STATUS)).orElseThrow().measurements();
        assertTrue(new ApacheStatusTarget(Pages.at("http://127.0.0.1/").call())
                .measurements()
                .containsAll(found.keySet()));
    }

    @Test
    void whatHasNoScoreboardIsNone() {
        assertEquals(Optional.empty(), ApacheStatus.parse(bytes("<html>")));
        assertEquals(Optional.empty(), ApacheStatus.parse(bytes("Scoreboard: \n")));
        assertEquals(Optional.empty(), ApacheStatus.parse(bytes("Scoreboard: __W?")));
    }

    @Test
    void anyBytesAreAnswered() {
        Random random = new Random(3);
        for (int round = 0; round < 1_000; round++) {
            byte[] bytes = bytes(STATUS);
            for (int i = 0; i < 4; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ApacheStatus.parse(bytes)
                    .ifPresent(status ->
                            status.measurements().values().forEach(value -> assertTrue(Double.isFinite(value))));
        }
    }

    @Test
    void aServerIsAsked() {
        Probers probers = new Probers("1");
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 200 OK\r\n\r\n" + STATUS);
                LoopbackServer page = LoopbackServer.answering("HTTP/1.1 200 OK\r\n\r\nhello");
                LoopbackServer closed = LoopbackServer.answering("HTTP/1.1 403 Forbidden\r\n\r\n")) {
            Observation observation = probers.probe(target(server), Duration.ofSeconds(20), Trace.NONE);
            Passed passed = assertInstanceOf(Passed.class, observation, observation::text);
            assertEquals(Depth.VALUE, passed.depth());
            assertTrue(passed.text().endsWith(" has 5 of 20 slots at work"), passed.text());
            Observation other = probers.probe(target(page), Duration.ofSeconds(20), Trace.NONE);
            assertEquals(
                    FailureKind.CONTENT, assertInstanceOf(Failed.class, other).kind());
            Observation refused = probers.probe(target(closed), Duration.ofSeconds(20), Trace.NONE);
            assertEquals(
                    FailureKind.STATUS, assertInstanceOf(Failed.class, refused).kind());
        }
    }

    private static ApacheStatusTarget target(LoopbackServer server) {
        return new ApacheStatusTarget(Pages.at("http://127.0.0.1:" + server.port() + "/server-status?auto")
                .call());
    }
}
