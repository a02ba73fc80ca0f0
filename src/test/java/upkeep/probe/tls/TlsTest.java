package upkeep.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.host.TrustAnchors;
import upkeep.probe.Certificates;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.http.Pages;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Lookup;
import upkeep.target.TcpTarget;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir
    private static Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static Certificates certificates;

    @BeforeAll
    static void makeAuthority() throws Exception {
        certificates = new Certificates(directory);
    }

    private static Probers probers() {
        Lookup lookup = new Lookup(_ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
        return new Probers("1", lookup, new TrustAnchors(certificates.bundle()));
    }

    private static LoopbackServer healthy(ServerSocket socket) {
        return new LoopbackServer(socket, (self, connection) -> {
            self.readRequest(connection);
            LoopbackServer.send(connection, OK);
        });
    }

    private static Observation probe(Pages page, Duration timeout) {
        return probers().probe(page.target(), timeout, Trace.NONE);
    }

    private static Pages page(String host, LoopbackServer server) {
        return Pages.at("https://" + host + ":" + server.port() + "/");
    }

    private static void assertFailed(FailureKind kind, String text, Observation observation) {
        Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
        assertEquals(kind, failed.kind(), failed.text());
        assertEquals(Depth.OPEN, failed.depth());
        assertTrue(failed.text().contains(text), failed.text());
    }

    @Test
    void validCertificateByNameAndByAddress() throws Exception {
        try (LoopbackServer server =
                healthy(certificates.signed(List.of("good.example", "127.0.0.1"), Period.ofDays(-1)))) {
            Passed passed = assertInstanceOf(Passed.class, probe(page("good.example", server), LONG));
            assertTrue(passed.measurements().containsKey("tls"));
            assertInstanceOf(Passed.class, probe(page("127.0.0.1", server).contains("hello"), LONG));
            assertFailed(
                    FailureKind.TLS,
                    "has a certificate for good.example, 127.0.0.1, not for other.example",
                    probe(page("other.example", server), LONG));
            assertInstanceOf(Passed.class, probe(page("other.example", server).unverified(), LONG));
        }
    }

    @Test
    void certificatesOutsideTheirTime() throws Exception {
        try (LoopbackServer expired = healthy(certificates.signed(List.of("old.example"), Period.ofYears(-2)));
                LoopbackServer early = healthy(certificates.signed(List.of("new.example"), Period.ofDays(1)))) {
            assertFailed(
                    FailureKind.TLS, "has a certificate that expired on ", probe(page("old.example", expired), LONG));
            assertInstanceOf(Passed.class, probe(page("old.example", expired).unverified(), LONG));
            assertFailed(FailureKind.TLS, "is not valid yet", probe(page("new.example", early), LONG));
        }
    }

    @Test
    void selfSignedCertificate() throws Exception {
        try (LoopbackServer server = healthy(certificates.selfSigned())) {
            assertFailed(FailureKind.TLS, "self-signed certificate", probe(page("127.0.0.1", server), LONG));
            assertInstanceOf(Passed.class, probe(page("127.0.0.1", server).unverified(), LONG));
        }
    }

    @Test
    void serversThatDoNotFinishTheHandshake() {
        try (LoopbackServer plain = new LoopbackServer((_, socket) -> {
                    socket.getInputStream().read();
                    LoopbackServer.send(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
                });
                LoopbackServer silent = new LoopbackServer((self, _) -> self.holdOpen());
                LoopbackServer dripping = new LoopbackServer((self, socket) -> {
                    socket.getOutputStream().write(new byte[] {22, 3, 3, 0});
                    self.holdOpen();
                })) {
            assertFailed(FailureKind.TLS, "does not speak TLS", probe(page("a.example", plain), LONG));
            String text = "did not finish the TLS handshake within 500 ms";
            assertFailed(FailureKind.TIMEOUT, text, probe(page("a.example", silent), SHORT));
            assertFailed(FailureKind.TIMEOUT, text, probe(page("a.example", dripping), SHORT));
        }
    }

    @Test
    void serverThatHangsUpDuringTheHandshake() {
        try (LoopbackServer server =
                new LoopbackServer((_, socket) -> socket.getInputStream().readNBytes(100))) {
            Observation observation = probe(page("a.example", server), LONG);
            assertEquals(
                    FailureKind.CLOSED,
                    assertInstanceOf(Failed.class, observation, observation::text)
                            .kind());
        }
    }

    @Test
    void brokenBundleIsNobodysFailure() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.crt"));
        try (LoopbackServer server = new LoopbackServer((self, _) -> self.holdOpen())) {
            Probers probers = new Probers("1", new Lookup(), new TrustAnchors(empty));
            Observation observation = probers.probe(page("127.0.0.1", server).target(), LONG, Trace.NONE);
            Unknown unknown = assertInstanceOf(Unknown.class, observation, observation::text);
            assertTrue(unknown.text().contains("it holds no certificate"), unknown.text());
        }
    }

    @Test
    void tcpNeedsNoMoreThanAnOpenPort() throws Exception {
        try (LoopbackServer server = new LoopbackServer((self, _) -> self.holdOpen())) {
            Observation observation = probers().probe(new TcpTarget("a.example", server.port()), LONG, Trace.NONE);
            assertEquals(Depth.OPEN, assertInstanceOf(Passed.class, observation).depth());
        }
        // A port that is taken, so that no other test gets it, and on which nobody listens.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            Observation refused = probers().probe(new TcpTarget("a.example", taken.getLocalPort()), LONG, Trace.NONE);
            assertEquals(
                    FailureKind.REFUSED,
                    assertInstanceOf(Failed.class, refused, refused::text).kind());
        }
    }
}
