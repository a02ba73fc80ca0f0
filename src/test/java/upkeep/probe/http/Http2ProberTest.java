package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.probe.Servers.LONG;
import static upkeep.probe.Servers.SHORT;
import static upkeep.probe.Servers.assertFailed;
import static upkeep.probe.Servers.assertPassed;
import static upkeep.probe.http.Http2Peer.CONTINUATION;
import static upkeep.probe.http.Http2Peer.DATA;
import static upkeep.probe.http.Http2Peer.END_HEADERS;
import static upkeep.probe.http.Http2Peer.END_STREAM;
import static upkeep.probe.http.Http2Peer.GOAWAY;
import static upkeep.probe.http.Http2Peer.HEADERS;
import static upkeep.probe.http.Http2Peer.PING;
import static upkeep.probe.http.Http2Peer.PUSH_PROMISE;
import static upkeep.probe.http.Http2Peer.RST_STREAM;
import static upkeep.probe.http.Http2Peer.SETTINGS;
import static upkeep.probe.http.Http2Peer.WINDOW_UPDATE;
import static upkeep.probe.http.Http2Peer.frame;
import static upkeep.probe.http.Http2Peer.header;
import static upkeep.probe.http.Http2Peer.quad;
import static upkeep.probe.http.Http2Peer.setting;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.TrustAnchors;
import upkeep.probe.Certificates;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Recorded;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Line;
import upkeep.probe.wire.Lookup;
import upkeep.probe.wire.OctetWriter;
import upkeep.probe.wire.Wire;
import upkeep.target.HttpCall;
import upkeep.target.HttpVersion;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http2ProberTest {

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] OK = header(0, ":status", "200", "content-type", "text/plain");
    private static final byte[] HELLO = frame(DATA, END_STREAM, 1, bytes("hello"));

    private final Probers probers = new Probers("1.2.3");
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    @FunctionalInterface
    interface Answer {
        void give(LoopbackServer server, Http2Peer peer) throws IOException, InterruptedException;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private LoopbackServer server(byte[] settings, Answer answer) {
        return new LoopbackServer((self, socket) -> {
            Http2Peer peer = new Http2Peer(socket, settings);
            requests.add(peer.request());
            answer.give(self, peer);
            self.holdOpen();
        });
    }

    private LoopbackServer answering(byte[]... frames) {
        return server(NOTHING, (_, peer) -> peer.send(frames));
    }

    private static Pages page(LoopbackServer server) {
        return Pages.at("http://127.0.0.1:" + server.port() + "/healthz?a=b").version(HttpVersion.HTTP_2);
    }

    private Observation probe(Pages page) {
        return probers.probe(page.target(), LONG, Trace.NONE);
    }

    @Test
    void aPageInTheClear() throws Exception {
        try (LoopbackServer server = answering(OK, HELLO)) {
            Observation.Passed passed = assertPassed(
                    Depth.VALUE, "answered 200 in ", probe(page(server).contains("ell")));
            assertEquals(2.0, passed.measurements().get("http-version"));
            assertEquals(200.0, passed.measurements().get("status"));
            assertEquals(5.0, passed.measurements().get("bytes"));
            assertTrue(passed.measurements().getOrDefault("first-byte", -1.0) >= 0);
            assertEquals("""
                    :method: GET
                    :scheme: http
                    :authority: 127.0.0.1:%d
                    :path: /healthz?a=b
                    accept: */*
                    user-agent: upkeep/1.2.3
                    """.formatted(server.port()), requests.take());
        }
    }

    @Test
    void interimAnswersPaddingPingsAndTrailers() {
        byte[] padded = new OctetWriter().octet(2).bytes(bytes("hello")).pair(0).toBytes();
        try (LoopbackServer server = server(NOTHING, (_, peer) -> {
            peer.send(header(0, ":status", "103", "link", "</x.css>"), frame(PING, 0, 0, new byte[8]));
            peer.next(PING);
            peer.send(
                    header(0, ":status", "200", "content-length", "5", "x-name", "Grüße"),
                    frame(77, 0, 5, new byte[9]),
                    frame(GOAWAY, 0, 0, new OctetWriter().quad(1).quad(0).toBytes()),
                    frame(DATA, 0x8, 1, padded),
                    header(END_STREAM, "checksum", "1"));
        })) {
            Observation seen = probe(page(server).contains("hello").expecting(Map.of("X-Name", "Grüße")));
            assertPassed(Depth.VALUE, "answered 200 in ", seen);
        }
    }

    @Test
    void secretsAreInNoTrace() {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        try (LoopbackServer server = answering(OK, HELLO)) {
            Pages page = page(server).headers(Map.of("Authorization", "Bearer abc", "Upgrade", "x"));
            probers.probe(page.target(), LONG, Trace.to(step -> steps.addAll(step.lines())));
            assertTrue(requests.remove().contains("\nauthorization: Bearer abc\n"));
            assertTrue(steps.contains("authorization: (hidden)"), steps.toString());
            assertTrue(steps.contains(":authority: 127.0.0.1:" + server.port()), steps.toString());
            assertFalse(steps.toString().contains("abc"));
        }
    }

    @Test
    void aRedirectionIsFollowed() {
        try (LoopbackServer server = new LoopbackServer((self, socket) -> {
            Http2Peer peer = new Http2Peer(socket, NOTHING);
            boolean isFirst = peer.request().contains(":path: /healthz");
            peer.send(isFirst ? header(END_STREAM, ":status", "302", "location", "/there") : OK);
            if (!isFirst) {
                peer.send(HELLO);
            }
            self.holdOpen();
        })) {
            Observation seen = probe(page(server).redirects(1).contains("hello"));
            assertPassed(Depth.VALUE, "answered 200 in ", seen);
            assertFailed(
                    FailureKind.STATUS,
                    "answered 302 (to /there, not followed), wanted 200-299",
                    probe(page(server).redirects(0)));
        }
    }

    @Test
    void aBodyIsSentAsTheWindowAllows() {
        String text = "0123456789".repeat(10_000);
        BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
        try (LoopbackServer server = server(setting(4, 7), (_, peer) -> {
            peer.send(
                    header(0, ":status", "100"),
                    frame(WINDOW_UPDATE, 0, 0, quad(1 << 20)),
                    frame(WINDOW_UPDATE, 0, 1, quad(1 << 20)));
            bodies.add(peer.body());
            peer.send(OK, HELLO);
        })) {
            Pages page = page(server).method("POST").body(new HttpCall.Text(text));
            assertPassed(Depth.QUERY, "answered 200 in ", probe(page));
            assertEquals(text, new String(bodies.remove(), StandardCharsets.UTF_8));
            assertTrue(requests.remove().contains("content-length: 100000\n"));
        }
    }

    @Test
    void anAnswerThatDoesNotWaitForTheBody() {
        try (LoopbackServer server = server(setting(4, 0), (_, peer) -> {
            peer.send(header(END_STREAM, ":status", "413"));
        })) {
            String text = "0123456789".repeat(10_000);
            Pages page =
                    page(server).method("POST").body(new HttpCall.Text(text)).status(413, 413);
            assertPassed(Depth.QUERY, "answered 413 in ", probe(page));
        }
    }

    @Test
    void roomIsMadeForALongBodyWhichIsReadUpToAMebibyte() {
        byte[] part = frame(DATA, 0, 1, new byte[16_000]);
        try (LoopbackServer server = server(NOTHING, (_, peer) -> {
            peer.next(SETTINGS);
            peer.send(OK);
            for (int i = 0; i < 33; i++) {
                peer.send(part);
            }
            peer.next(WINDOW_UPDATE);
            for (int i = 0; i < 40; i++) {
                peer.send(part);
            }
        })) {
            Observation seen = probe(page(server).contains("x"));
            assertFailed(
                    FailureKind.CONTENT,
                    "answered 200, but the first 1048576 bytes of body do not contain \"x\"",
                    seen);
            assertEquals(1_048_576.0, seen.measurements().get("bytes"));
        }
    }

    @Test
    void aCompressedBodyIsReadAsElsewhere() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes("hello"));
        }
        byte[] data = frame(DATA, END_STREAM, 1, compressed.toByteArray());
        try (LoopbackServer server = answering(header(0, ":status", "200", "content-encoding", "gzip"), data)) {
            assertPassed(Depth.VALUE, "answered 200 in ", probe(page(server).contains("hello")));
        }
    }

    @Test
    void answersWithoutABody() {
        try (LoopbackServer server = answering(header(END_STREAM, ":status", "204"))) {
            assertPassed(Depth.QUERY, "answered 204 in ", probe(page(server)));
        }
        try (LoopbackServer server = answering(header(END_STREAM, ":status", "200", "content-length", "7"))) {
            assertPassed(Depth.QUERY, "answered 200 in ", probe(page(server).method("HEAD")));
        }
    }

    private static Arguments sick(FailureKind kind, String text, byte[]... frames) {
        return Arguments.of(kind, text, frames);
    }

    private static byte[][] times(int count, byte[] first, byte[] frame) {
        byte[][] all = new byte[count + 1][];
        all[0] = first;
        for (int i = 1; i <= count; i++) {
            all[i] = frame;
        }
        return all;
    }

    static Stream<Arguments> sickServers() {
        byte[] settings = frame(SETTINGS, 0, 0, NOTHING);
        byte[] part = frame(CONTINUATION, 0, 1, NOTHING);
        byte[] large = frame(CONTINUATION, 0, 1, new byte[16_384]);
        byte[] open = frame(HEADERS, 0, 1, NOTHING);
        return Stream.of(
                sick(
                        FailureKind.PROTOCOL,
                        "answers in HTTP/1, but HTTP/2 is wanted",
                        bytes("HTTP/1.1 400 Bad Request\r\n\r\n")),
                sick(
                        FailureKind.PROTOCOL,
                        "began with a frame of type 6 instead of its settings",
                        frame(PING, 0, 0, new byte[8])),
                sick(FailureKind.PROTOCOL, "sent more than 1000 frames", times(1_000, settings, settings)),
                sick(
                        FailureKind.PROTOCOL,
                        "sent more than 1000 frames",
                        times(1_000, settings, frame(PING, 0, 0, new byte[8]))),
                sick(
                        FailureKind.PROTOCOL,
                        "sent more than 1000 frames",
                        times(1_000, settings, header(0, ":status", "100"))),
                sick(
                        FailureKind.PROTOCOL,
                        "sent more than 1000 frames",
                        joined(new byte[][] {settings, open}, times(1_000, part, part))),
                sick(
                        FailureKind.PROTOCOL,
                        "sent more than 65536 bytes of header",
                        joined(new byte[][] {settings, open}, times(5, large, large))),
                sick(
                        FailureKind.PROTOCOL,
                        "sent more than 1000 frames",
                        joined(new byte[][] {settings, OK}, times(1_000, part(0), part(0)))),
                sick(FailureKind.PROTOCOL, "broke off in the middle of a header", settings, open, HELLO),
                sick(FailureKind.PROTOCOL, "sent a header without a status", settings, header(0, "server", "x")),
                sick(FailureKind.PROTOCOL, "sent a header without a status", settings, header(0, ":status", "1e9")),
                sick(FailureKind.PROTOCOL, "ended with the interim answer 101", settings, header(0, ":status", "101")),
                sick(
                        FailureKind.PROTOCOL,
                        "ended with the interim answer 103",
                        settings,
                        header(END_STREAM, ":status", "103")),
                sick(FailureKind.PROTOCOL, "sent data before the header of its answer", settings, HELLO),
                sick(FailureKind.PROTOCOL, "sent a header in the middle of the body", settings, OK, OK),
                sick(
                        FailureKind.PROTOCOL,
                        "ended the body after 5 bytes, and had announced 6",
                        settings,
                        header(0, ":status", "200", "content-length", "6"),
                        HELLO),
                sick(
                        FailureKind.PROTOCOL,
                        "sent more than 200 header lines",
                        settings,
                        frame(HEADERS, END_HEADERS, 1, times(201))),
                sick(
                        FailureKind.PROTOCOL,
                        "sent a header that cannot be decoded",
                        settings,
                        frame(HEADERS, END_HEADERS, 1, new byte[] {(byte) 0xff})),
                sick(
                        FailureKind.PROTOCOL,
                        "answered on stream 3, which was never opened",
                        settings,
                        frame(DATA, 0, 3, bytes("x"))),
                sick(
                        FailureKind.PROTOCOL,
                        "sent a frame of type 5",
                        settings,
                        frame(PUSH_PROMISE, END_HEADERS, 1, quad(2))),
                sick(FailureKind.PROTOCOL, "announced a frame of 16777215 bytes", settings, new byte[] {
                    -1, -1, -1, 0, 0, 0, 0, 0, 1
                }),
                sick(
                        FailureKind.PROTOCOL,
                        "sent settings that are cut short",
                        settings,
                        frame(SETTINGS, 0, 0, new byte[5])),
                sick(
                        FailureKind.PROTOCOL,
                        "sent a window of 3 bytes",
                        settings,
                        frame(WINDOW_UPDATE, 0, 0, new byte[3])),
                sick(
                        FailureKind.PROTOCOL,
                        "offered a window that is too large",
                        settings,
                        frame(WINDOW_UPDATE, 0, 0, quad(Integer.MAX_VALUE))),
                sick(FailureKind.PROTOCOL, "offered a window that is too large", frame(SETTINGS, 0, 0, setting(4, -1))),
                sick(
                        FailureKind.PROTOCOL,
                        "gave up the answer: REFUSED_STREAM",
                        settings,
                        frame(RST_STREAM, 0, 1, quad(7))),
                sick(
                        FailureKind.PROTOCOL,
                        "gave up the answer: INTERNAL_ERROR",
                        settings,
                        OK,
                        frame(RST_STREAM, 0, 1, quad(2))),
                sick(
                        FailureKind.CLOSED,
                        "goes away without an answer: ENHANCE_YOUR_CALM",
                        settings,
                        frame(GOAWAY, 0, 0, new OctetWriter().quad(1).quad(11).toBytes())),
                sick(
                        FailureKind.PROTOCOL,
                        "sent a farewell that is cut short",
                        settings,
                        frame(GOAWAY, 0, 0, new byte[7])));
    }

    private static byte[] part(int length) {
        return frame(DATA, 0, 1, new byte[length]);
    }

    /** So many times the status 200. */
    private static byte[] times(int count) {
        byte[] block = new byte[count];
        Arrays.fill(block, (byte) 0x88);
        return block;
    }

    private static byte[][] joined(byte[][] first, byte[][] rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(byte[][]::new);
    }

    @ParameterizedTest
    @MethodSource
    void sickServers(FailureKind kind, String text, byte[][] frames) {
        OctetWriter all = new OctetWriter();
        Stream.of(frames).forEach(all::bytes);
        try (LoopbackServer server = Recorded.server(all.toBytes())) {
            assertFailed(kind, text, probe(page(server)));
        }
    }

    @Test
    void serversThatHangOrHangUp() {
        try (LoopbackServer server = new LoopbackServer((self, _) -> self.holdOpen())) {
            assertFailed(
                    FailureKind.TIMEOUT,
                    "accepted the connection but sent nothing for 300 ms",
                    probers.probe(page(server).target(), SHORT, Trace.NONE));
        }
        try (LoopbackServer server = answering()) {
            assertFailed(
                    FailureKind.TIMEOUT,
                    "speaks HTTP/2, but sent no answer for 300 ms",
                    probers.probe(page(server).target(), SHORT, Trace.NONE));
        }
        try (LoopbackServer server = answering(OK, part(5))) {
            assertFailed(
                    FailureKind.TIMEOUT,
                    "answered 200, but did not finish the body within 300 ms (70 bytes received)",
                    probers.probe(page(server).target(), SHORT, Trace.NONE));
        }
        try (LoopbackServer server = server(setting(4, 0), (_, _) -> {})) {
            Pages post = page(server).method("POST").body(new HttpCall.Text("x"));
            assertFailed(
                    FailureKind.TIMEOUT,
                    "speaks HTTP/2, but sent no answer for 300 ms",
                    probers.probe(post.target(), SHORT, Trace.NONE));
        }
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            Http2Peer peer = new Http2Peer(socket, NOTHING);
            peer.request();
            peer.send(OK);
            peer.next(SETTINGS);
        })) {
            assertFailed(
                    FailureKind.CLOSED,
                    "closed the connection where the rest of the body was expected (56 bytes received)",
                    probe(page(server)));
        }
    }

    @Test
    void overTlsTheServerChooses(@TempDir Path folder) throws Exception {
        Certificates certificates = new Certificates(folder);
        Probers trusting = new Probers(
                "1",
                new Lookup(_ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")}),
                new TrustAnchors(certificates.bundle()));
        for (String chosen : List.of("h2", "http/1.1", "")) {
            ServerSocket socket = certificates.signed(List.of("127.0.0.1"), Period.ofDays(-1));
            try (LoopbackServer server = new LoopbackServer(socket, (self, connection) -> {
                choose(connection, chosen);
                if (chosen.equals("h2")) {
                    Http2Peer peer = new Http2Peer(connection, NOTHING);
                    peer.request();
                    peer.send(OK, HELLO);
                } else {
                    self.readRequest(connection);
                    LoopbackServer.send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                }
                self.holdOpen();
            })) {
                Pages page =
                        Pages.at("https://127.0.0.1:" + server.port() + "/").contains("hello");
                Observation either =
                        trusting.probe(page.version(HttpVersion.AUTO).target(), LONG, Trace.NONE);
                assertPassed(Depth.VALUE, "answered 200", either);
                assertEquals(
                        chosen.equals("h2") ? 2.0 : 1.1, either.measurements().get("http-version"));
                Observation second =
                        trusting.probe(page.version(HttpVersion.HTTP_2).target(), LONG, Trace.NONE);
                if (chosen.equals("h2")) {
                    assertPassed(Depth.VALUE, "answered 200", second);
                } else {
                    assertFailed(
                            FailureKind.PROTOCOL,
                            "does not choose HTTP/2 over TLS, but " + (chosen.isEmpty() ? "nothing" : chosen),
                            second);
                }
            }
        }
    }

    private static void choose(Socket connection, String protocol) {
        if (!protocol.isEmpty()) {
            ((SSLSocket) connection).setHandshakeApplicationProtocolSelector((_, _) -> protocol);
        }
    }

    @Test
    void inTheClearTheFirstVersionIsSpokenUnlessTheSecondIsAskedFor() {
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.0 200 OK\r\n\r\nhello")) {
            Pages page = Pages.at("http://127.0.0.1:" + server.port() + "/").version(HttpVersion.AUTO);
            assertEquals(1.0, probe(page).measurements().get("http-version"));
        }
    }

    @Test
    void randomFramesAreReadOrRefused() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        HttpRequest request =
                HttpRequest.of(Pages.at("http://127.0.0.1/").target().call(), "x", new Secrets());
        for (int round = 0; round < 3_000; round++) {
            OctetWriter bytes = new OctetWriter().bytes(frame(SETTINGS, 0, 0, NOTHING));
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] payload = new byte[random.nextInt(40)];
                random.nextBytes(payload);
                byte[] any = frame(random.nextInt(10), random.nextInt(256), random.nextInt(2), payload);
                bytes.bytes(random.nextInt(3) == 0 ? OK : any);
            }
            Channel channel = channel(bytes.toBytes());
            Http2Framing framing = new Http2Framing(channel);
            framing.send(request);
            try {
                HttpHead head = framing.head();
                framing.read(head, (_, _) -> false, 100);
                assertTrue(framing.size() <= 100, "seed " + seed);
            } catch (Stop.Sick refused) {
                assertTrue(refused.text().startsWith("peer "), refused.text() + ", seed " + seed);
            }
        }
    }

    private static Channel channel(byte[] bytes) {
        Deadline deadline = Deadline.in(LONG);
        Wire in = new Wire(new ByteArrayInputStream(bytes));
        return new Channel(
                new Line(in, OutputStream.nullOutputStream()),
                () -> {
                    throw new IOException("no TLS here");
                },
                "peer",
                deadline,
                new Findings(new Steps(Trace.NONE, deadline)));
    }
}
