package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.probe.Servers.LONG;
import static upkeep.probe.Servers.assertFailed;
import static upkeep.probe.Servers.assertPassed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Period;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.TrustAnchors;
import upkeep.probe.Certificates;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Recorded;
import upkeep.probe.Servers;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Lookup;
import upkeep.probe.wire.OctetWriter;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;
import upkeep.target.TlsOptions;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GrpcTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final byte[] SETTINGS = frame(4, 0, 0, new byte[0]);
    private static final byte[] HEADER =
            Hpack.encode(List.of(new Field(":status", "200"), new Field("content-type", "application/grpc+proto")));
    private static final byte[] TRAILER = Hpack.encode(List.of(new Field("grpc-status", "0")));
    private static final byte[] SERVING = {0, 0, 0, 0, 2, 8, 1};

    private final Probers probers = new Probers("1");

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        OctetWriter out = new OctetWriter().octet(payload.length >> 16).pair(payload.length);
        return out.octet(type).octet(flags).quad(stream).bytes(payload).toBytes();
    }

    private static byte[] joined(byte[]... parts) {
        OctetWriter out = new OctetWriter();
        for (byte[] part : parts) {
            out.bytes(part);
        }
        return out.toBytes();
    }

    private Observation probe(Map<String, String> options, byte[] answer) {
        try (LoopbackServer server = Recorded.server(answer)) {
            ProtocolTarget target = new ProtocolTarget(
                    Protocol.GRPC, Servers.at(server.port()), Optional.empty(), Optional.empty(), options);
            return probers.probe(target, LONG, Trace.NONE);
        }
    }

    private Observation probe(byte[]... answer) {
        return probe(Map.of(), joined(answer));
    }

    @Test
    void realServers() {
        Observation.Passed passed =
                assertPassed(Depth.VALUE, "answered SERVING in ", probe(Map.of(), Recorded.bytes("etcd-serving")));
        assertEquals("SERVING", passed.texts().get("health"));
        assertEquals(0, passed.measurements().get("status"));
        assertFailed(
                FailureKind.STATUS,
                "answered NOT_FOUND: it does not know the service (unknown service)",
                probe(Map.of("service", "x"), Recorded.bytes("etcd-unknown-service")));
        assertFailed(
                FailureKind.STATUS,
                "answered NOT_SERVING for bad, wanted SERVING",
                probe(Map.of("service", "bad"), Recorded.bytes("grpcio-not-serving")));
    }

    @Test
    void headersInPartsAndPaddedData() {
        byte[] first = {3, HEADER[0], HEADER[1], 0, 0, 0};
        byte[] rest = Arrays.copyOfRange(HEADER, 2, HEADER.length);
        byte[] padded = joined(new byte[] {2}, SERVING, new byte[2]);
        assertPassed(
                Depth.VALUE,
                "answered SERVING in ",
                probe(
                        SETTINGS,
                        frame(HEADERS, 0x8, 1, first),
                        frame(CONTINUATION, 0x4, 1, rest),
                        frame(77, 0, 5, new byte[9]),
                        frame(DATA, 0x8, 1, padded),
                        frame(HEADERS, 0x4 | 0x20 | 0x1, 1, joined(new byte[5], TRAILER))));
    }

    @Test
    void answersThatArePlainlyWrong() {
        assertFailed(
                FailureKind.PROTOCOL,
                "answers in HTTP/1, but HTTP/2 is wanted",
                probe("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertFailed(
                FailureKind.PROTOCOL,
                "began with a frame of type 0 instead of its settings",
                probe(frame(DATA, 0, 1, SERVING)));
        assertFailed(FailureKind.PROTOCOL, "announced a frame of 16777215 bytes", probe(SETTINGS, new byte[] {
            -1, -1, -1, 0, 0, 0, 0, 0, 1
        }));
        assertFailed(
                FailureKind.PROTOCOL,
                "answered on stream 3, which was never opened",
                probe(SETTINGS, frame(HEADERS, 0x4, 3, HEADER)));
        assertFailed(
                FailureKind.PROTOCOL,
                "broke off in the middle of a header",
                probe(SETTINGS, frame(HEADERS, 0, 1, HEADER), frame(DATA, 0, 1, SERVING)));
        assertFailed(
                FailureKind.PROTOCOL,
                "sent a header that cannot be decoded",
                probe(SETTINGS, frame(HEADERS, 0x4, 1, new byte[] {(byte) 0x80})));
        assertFailed(
                FailureKind.PROTOCOL,
                "sent a frame that is shorter than its padding",
                probe(SETTINGS, frame(HEADERS, 0xc, 1, new byte[] {9, 0})));
        assertFailed(
                FailureKind.PROTOCOL,
                "gave up the answer: REFUSED_STREAM",
                probe(SETTINGS, frame(3, 0, 1, new byte[] {0, 0, 0, 7})));
        assertFailed(
                FailureKind.CLOSED,
                "goes away without an answer: ENHANCE_YOUR_CALM",
                probe(SETTINGS, frame(7, 0, 0, new byte[] {0, 0, 0, 0, 0, 0, 0, 11})));
    }

    @Test
    void answersThatAreNotOfAHealthService() {
        byte[] notFound = Hpack.encode(List.of(new Field(":status", "404")));
        assertFailed(FailureKind.STATUS, "answered HTTP status 404", probe(SETTINGS, frame(HEADERS, 0x5, 1, notFound)));
        byte[] page = Hpack.encode(List.of(new Field(":status", "200"), new Field("content-type", "text/html")));
        assertFailed(
                FailureKind.PROTOCOL,
                "is no gRPC server: it answered text/html",
                probe(SETTINGS, frame(HEADERS, 0x5, 1, page)));
        assertFailed(
                FailureKind.PROTOCOL,
                "ended its answer without a gRPC status",
                probe(SETTINGS, frame(HEADERS, 0x5, 1, HEADER)));
        byte[] missing = Hpack.encode(List.of(
                new Field(":status", "200"),
                new Field("content-type", "application/grpc"),
                new Field("grpc-status", "12"),
                new Field("grpc-message", "no%20such%0Amethod")));
        assertFailed(
                FailureKind.STATUS,
                "answered UNIMPLEMENTED: it has no health service (no such\uFFFDmethod)",
                probe(SETTINGS, frame(HEADERS, 0x5, 1, missing)));
    }

    @Test
    void messagesThatHoldNoHealth() {
        for (byte[] message : List.of(new byte[3], new byte[] {1, 0, 0, 0, 2, 8, 1})) {
            assertFailed(
                    FailureKind.PROTOCOL,
                    "sent no message, or a compressed one, which was not asked for",
                    answering(message));
        }
        assertFailed(
                FailureKind.PROTOCOL, "sent a message that holds no health", answering(new byte[] {0, 0, 0, 0, 2, 16, 1
                }));
        assertFailed(FailureKind.STATUS, "answered UNKNOWN, wanted SERVING", answering(new byte[] {0, 0, 0, 0, 0}));
        assertFailed(FailureKind.STATUS, "answered an undefined health, wanted SERVING", answering(new byte[] {
            0, 0, 0, 0, 2, 8, 9
        }));
    }

    private Observation answering(byte[] message) {
        return probe(
                SETTINGS, frame(HEADERS, 0x4, 1, HEADER), frame(DATA, 0, 1, message), frame(HEADERS, 0x5, 1, TRAILER));
    }

    @Test
    void whatHasNoEndIsCutOff() {
        byte[][] frames = new byte[Http2Connection.MOST_FRAMES + 1][];
        Arrays.fill(frames, SETTINGS);
        assertFailed(FailureKind.PROTOCOL, "sent more than 1000 frames", probe(frames));
        byte[] large = frame(DATA, 0, 1, new byte[16_384]);
        assertFailed(
                FailureKind.PROTOCOL,
                "sent a longer answer than was to be expected",
                probe(SETTINGS, frame(HEADERS, 0x4, 1, HEADER), large, large, large));
        byte[][] parts = new byte[7][];
        Arrays.fill(parts, frame(CONTINUATION, 0, 1, new byte[16_384]));
        parts[0] = SETTINGS;
        parts[1] = frame(HEADERS, 0, 1, HEADER);
        assertFailed(FailureKind.PROTOCOL, "sent more than 65536 bytes of header", probe(parts));
    }

    @Test
    void theQuestion() {
        assertEquals("0000000000", HexFormat.of().formatHex(Grpc.question("")));
        assertEquals("00000000030a0178", HexFormat.of().formatHex(Grpc.question("x")));
        byte[] longer = Grpc.question("y".repeat(300));
        assertEquals(5 + 3 + 300, longer.length);
        assertEquals((byte) 0xac, longer[6]);
        assertEquals(2, longer[7]);
    }

    @Test
    void tlsIsToldThatHttp2IsMeant(@TempDir Path folder) throws Exception {
        Certificates certificates = new Certificates(folder);
        BlockingQueue<List<String>> offers = new LinkedBlockingQueue<>();
        ServerSocket socket = certificates.signed(List.of("127.0.0.1"), Period.ofDays(-1));
        Probers trusting = new Probers(
                "1",
                new Lookup(_ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")}),
                new TrustAnchors(certificates.bundle()));
        try (LoopbackServer server = new LoopbackServer(socket, (self, connection) -> {
            choose(connection, offers);
            connection.getOutputStream().write(Recorded.bytes("etcd-serving"));
            self.holdOpen();
        })) {
            ProtocolTarget target = new ProtocolTarget(
                    Protocol.GRPC,
                    Servers.at(server.port()),
                    Optional.of(new TlsOptions(TlsOptions.Start.AT_ONCE, true, Optional.empty())),
                    Optional.empty(),
                    Map.of());
            Observation observation = trusting.probe(target, LONG, Trace.NONE);
            assertPassed(Depth.VALUE, "answered SERVING in ", observation);
            assertTrue(observation.measurements().containsKey("tls"));
            assertEquals(List.of("h2"), offers.take());
        }
    }

    private static void choose(Socket connection, BlockingQueue<List<String>> offers) throws IOException {
        ((SSLSocket) connection).setHandshakeApplicationProtocolSelector((_, offered) -> {
            offers.add(List.copyOf(offered));
            return "h2";
        });
    }
}
