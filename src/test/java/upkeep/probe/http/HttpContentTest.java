package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.HexDigests;
import upkeep.probe.run.Trace;
import upkeep.target.JsonPath;
import upkeep.target.JsonTest;

/** What can be asked of the header and the body of a page. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpContentTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Probers probers = new Probers("1");

    private static LoopbackServer answering(String fields, byte[] body) {
        return LoopbackServer.then((_, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length + "\r\n\r\n");
            socket.getOutputStream().write(body);
        });
    }

    private static LoopbackServer answering(String body) {
        return answering("", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Pages page(LoopbackServer server) {
        return Pages.at("http://127.0.0.1:" + server.port() + "/");
    }

    private Observation probe(Pages page) {
        return probers.probe(page.target(), LONG, Trace.NONE);
    }

    private Passed passed(Pages page) {
        Observation observation = probe(page);
        return assertInstanceOf(Passed.class, observation, observation::text);
    }

    private void assertContent(String text, Pages page) {
        Observation observation = probe(page);
        Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
        assertEquals(FailureKind.CONTENT, failed.kind(), failed.text());
        assertEquals(Depth.VALUE, failed.depth());
        assertTrue(failed.text().contains(text), failed.text());
    }

    private static JsonTest json(String path, String equals) {
        return new JsonTest(JsonPath.parse(path).orElseThrow(), Optional.of(equals), Optional.empty());
    }

    private static JsonTest named(String path, String name) {
        return new JsonTest(JsonPath.parse(path).orElseThrow(), Optional.empty(), Optional.of(name));
    }

    @Test
    void textsThatMustNotBeThere() {
        try (LoopbackServer server = answering("all is well")) {
            assertEquals(Depth.VALUE, passed(page(server).lacks("Fatal")).depth());
            passed(page(server).contains("well").lacks("Fatal"));
            assertContent("but its body contains \"is well\"", page(server).lacks("is well"));
            assertContent(
                    "but its body contains \"is\"", page(server).contains("all").lacks("is"));
        }
    }

    @Test
    void patterns() {
        try (LoopbackServer server = answering("version 4.12\nusers: 7\n")) {
            passed(page(server).matches("^users: [0-9]+$"));
            assertContent("do not match \"^users: 8$\"", page(server).matches("^users: 8$"));
        }
    }

    @Test
    void aPatternThatTakesTooLongIsNobodysFailure() {
        try (LoopbackServer server = answering("a".repeat(5_000))) {
            Pages page = page(server).matches("(a*)*(a|b)*(a*a*)*c");
            Observation observation = probers.probe(page.target(), Duration.ofSeconds(2), Trace.NONE);
            Unknown unknown = assertInstanceOf(Unknown.class, observation, observation::text);
            assertTrue(unknown.text().contains("the search takes too long"), unknown.text());
        }
    }

    @Test
    void valuesInJson() {
        try (LoopbackServer server =
                answering("{\"status\": \"ok\", \"queue\": {\"length\": 12}, \"up\": true, \"none\": null}")) {
            Passed passed = passed(page(server)
                    .json(
                            json("$.status", "ok"),
                            named("$.status", "state"),
                            named("$.queue.length", "waiting"),
                            named("$.up", "up"),
                            named("$.none", "none")));
            assertEquals("ok", passed.texts().get("state"));
            assertEquals(12.0, passed.measurements().get("waiting"));
            assertEquals(1.0, passed.measurements().get("up"));
            assertTrue(!passed.measurements().containsKey("none")
                    && !passed.texts().containsKey("none"));
            assertContent("$.status is ok, wanted fine", page(server).json(json("$.status", "fine")));
            assertContent("its JSON has no $.status.code", page(server).json(named("$.status.code", "code")));
        }
        try (LoopbackServer server = answering("<html>")) {
            assertContent("its body is no JSON: ", page(server).json(json("$.status", "ok")));
        }
    }

    @Test
    void digests() {
        String hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        try (LoopbackServer server = answering("hello")) {
            passed(page(server).sha256(hello));
        }
        try (LoopbackServer server = answering("hello!")) {
            assertContent("its body has the SHA-256 ", page(server).sha256(hello));
        }
        try (LoopbackServer server = answering("x".repeat(2_000_000))) {
            Observation observation = probe(page(server).sha256(hello));
            assertInstanceOf(Unknown.class, observation, observation::text);
        }
    }

    @Test
    void headersThatMustBeThere() {
        try (LoopbackServer server =
                answering("X-A: one\r\nX-A: two\r\nContent-Type: application/json; charset=utf-8\r\n", new byte[0])) {
            passed(page(server).expecting(Map.of("content-type", "application/json", "x-a", "two", "X-A", "")));
            assertContent(
                    "but its header X-A is \"one\", which does not contain \"three\"",
                    page(server).expecting(Map.of("X-A", "three")));
            assertContent(
                    "but without the header Strict-Transport-Security",
                    page(server).expecting(Map.of("Strict-Transport-Security", "")));
        }
    }

    private interface Packing {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] packed(Packing packing, byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.over(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    @Test
    void compressedBodies() throws IOException {
        byte[] text = "hello world ".repeat(100).getBytes(StandardCharsets.UTF_8);
        for (Map.Entry<String, byte[]> coded : List.of(
                Map.entry("gzip", packed(GZIPOutputStream::new, text)),
                Map.entry("x-gzip", packed(GZIPOutputStream::new, text)),
                Map.entry("deflate", packed(DeflaterOutputStream::new, text)),
                Map.entry("deflate", packed(out -> new DeflaterOutputStream(out, new Deflater(9, true)), text)))) {
            try (LoopbackServer server = answering("Content-Encoding: " + coded.getKey() + "\r\n", coded.getValue())) {
                Passed passed = passed(page(server).contains("world hello"));
                assertEquals(
                        (double) coded.getValue().length, passed.measurements().get("bytes"));
                passed(page(server).sha256(HexDigests.sha256(text)));
                assertContent("do not contain", page(server).contains("moon"));
            }
        }
    }

    @Test
    void damagedCompression() throws IOException {
        byte[] whole = packed(GZIPOutputStream::new, "hello".getBytes(StandardCharsets.UTF_8));
        byte[] wrong = whole.clone();
        wrong[12] ^= 0x55;
        for (byte[] body : List.of(Arrays.copyOf(whole, whole.length - 9), wrong, new byte[] {1, 2, 3})) {
            try (LoopbackServer server = answering("Content-Encoding: gzip\r\n", body)) {
                Observation observation = probe(page(server).contains("world"));
                Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
                assertEquals(FailureKind.PROTOCOL, failed.kind(), failed.text());
                assertTrue(failed.text().contains("compression is damaged (gzip)"), failed.text());
            }
        }
    }

    @Test
    void aBombOfCompressionEndsAtTheLimit() throws IOException {
        byte[] bomb = packed(GZIPOutputStream::new, new byte[200_000_000]);
        assertTrue(bomb.length < 1_000_000);
        try (LoopbackServer server = answering("Content-Encoding: gzip\r\n", bomb)) {
            assertContent("do not contain", page(server).contains("x"));
        }
    }

    @Test
    void unknownCompressionIsTold() {
        try (LoopbackServer server = answering("Content-Encoding: br\r\n", new byte[] {1, 2, 3})) {
            assertContent(
                    "it came compressed (br) although that was not asked for",
                    page(server).contains("x"));
        }
    }
}
