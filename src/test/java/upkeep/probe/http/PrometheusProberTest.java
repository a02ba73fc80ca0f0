package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.target.PrometheusTarget;

class PrometheusProberTest {

    private static final String FIGURES = """
            # HELP node_load1 1m load average.
            # TYPE node_load1 gauge
            node_load1 0.75
            node_load15 9
            # TYPE node_cpu_seconds_total counter
            node_cpu_seconds_total{cpu="0",mode="idle"} 100.5
            node_cpu_seconds_total{cpu="1",mode="idle",} 1.5e+02 1700000000000
            node_cpu_seconds_total{cpu="0",mode="user"} 7 # {trace="x"} 1
            odd{path="C:\\\\a \\"b\\"\\n}"} +Inf
            empty NaN
            broken{a="b" 5
            """;

    private final Probers probers = new Probers("1");

    private Observation probe(LoopbackServer server, String metric, Map<String, String> labels) {
        String url = "http://127.0.0.1:" + server.port() + "/metrics";
        return probers.probe(
                new PrometheusTarget(Pages.at(url).call(), metric, labels), Duration.ofSeconds(30), Trace.NONE);
    }

    private static LoopbackServer exporting(String figures) {
        return LoopbackServer.answering("HTTP/1.1 200 OK\r\n\r\n" + figures);
    }

    private static void assertFailed(FailureKind kind, String text, Observation observation) {
        Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
        assertEquals(kind, failed.kind());
        assertTrue(failed.text().contains(text), failed.text());
    }

    @Test
    void oneFigure() {
        try (LoopbackServer server = exporting(FIGURES)) {
            Observation observation = probe(server, "node_load1", Map.of());
            Passed passed = assertInstanceOf(Passed.class, observation, observation::text);
            assertEquals(Depth.VALUE, passed.depth());
            assertEquals(0.75, passed.measurements().get("value"));
            assertEquals(1.0, passed.measurements().get("series"));
            assertTrue(passed.text().endsWith(" says that node_load1 is 0.75"), passed.text());
        }
    }

    @Test
    void severalSeriesAreAddedUp() {
        try (LoopbackServer server = exporting(FIGURES)) {
            Observation observation = probe(server, "node_cpu_seconds_total", Map.of("mode", "idle"));
            Passed passed = assertInstanceOf(Passed.class, observation, observation::text);
            assertEquals(250.5, passed.measurements().get("value"));
            assertEquals(100.5, passed.measurements().get("minimum"));
            assertEquals(150.0, passed.measurements().get("maximum"));
            assertEquals(2.0, passed.measurements().get("series"));
        }
    }

    @Test
    void theLastLineNeedsNoEnd() {
        try (LoopbackServer server = exporting("up 1")) {
            assertInstanceOf(Passed.class, probe(server, "up", Map.of()));
        }
    }

    @Test
    void figuresThatAreNotThere() {
        try (LoopbackServer server = exporting(FIGURES)) {
            assertFailed(FailureKind.CONTENT, "does not export node_load", probe(server, "node_load", Map.of()));
            assertFailed(
                    FailureKind.CONTENT,
                    "does not export node_cpu_seconds_total{cpu=\"2\",mode=\"idle\"}",
                    probe(server, "node_cpu_seconds_total", Map.of("mode", "idle", "cpu", "2")));
            assertFailed(FailureKind.CONTENT, "empty is NaN", probe(server, "empty", Map.of()));
            assertFailed(FailureKind.CONTENT, "odd is Infinity", probe(server, "odd", Map.of()));
            assertFailed(FailureKind.PROTOCOL, "a line that is no figure", probe(server, "broken", Map.of()));
        }
    }

    @Test
    void pagesWithoutAnEnd() {
        try (LoopbackServer line = LoopbackServer.then((_, socket) -> {
                    LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        LoopbackServer.send(socket, "x".repeat(10_000));
                    }
                });
                LoopbackServer lines = LoopbackServer.then((_, socket) -> {
                    LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        LoopbackServer.send(socket, "other 5\n".repeat(1_000));
                    }
                })) {
            assertFailed(FailureKind.PROTOCOL, "sent a line of more than", probe(line, "up", Map.of()));
            Observation observation = probe(lines, "up", Map.of());
            assertInstanceOf(Unknown.class, observation, observation::text);
        }
    }

    @Test
    void labelsAreReadWithTheirEscapes() {
        Exposition line = Exposition.parse("a_b:c { x = \"1\\\\2\\n\\\"\" , y=\"\" } -.5e1 7")
                .orElseThrow();
        assertEquals(new Exposition("a_b:c", Map.of("x", "1\\2\n\"", "y", ""), -5), line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# HELP a b",
                "a",
                "a{",
                "a{b} 1",
                "a{b=c} 1",
                "a{b=\"c} 1",
                "a{b=\"c\"",
                "a{} x",
                "a 1e",
                "{} 1"
            })
    void whatIsNoFigure(String line) {
        assertEquals(Optional.empty(), Exposition.parse(line));
    }

    @Test
    void anyLineIsAnswered() {
        Random random = new Random(11);
        String signs = "a_{}=\"\\, 1.e+-#N\n";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder("a");
            for (int i = random.nextInt(30); i > 0; i--) {
                line.append(signs.charAt(random.nextInt(signs.length())));
            }
            Exposition.parse(line.toString())
                    .ifPresent(sample -> assertTrue(sample.name().startsWith("a")));
        }
    }
}
