package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.host.TrustAnchors;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Lookup;
import upkeep.target.HttpTarget;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpProberTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final Probers probers = new Probers("1.2.3");

    private Observation probe(Pages page, Duration timeout) {
        return probers.probe(page.target(), timeout, Trace.NONE);
    }

    private static Pages page(LoopbackServer server) {
        return Pages.at("http://127.0.0.1:" + server.port() + "/healthz?a=b%20c");
    }

    private static Passed passed(Observation observation) {
        return assertInstanceOf(Passed.class, observation, observation::text);
    }

    private static void assertFailed(FailureKind kind, String text, Observation observation) {
        Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
        assertEquals(kind, failed.kind(), failed.text());
        assertTrue(failed.text().contains(text), failed.text());
    }

    @Test
    void healthyPagePassesAndIsMeasured() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(OK)) {
            Passed passed = passed(probe(page(server), LONG));
            assertEquals(Depth.QUERY, passed.depth());
            assertEquals(
                    Set.of("lookup", "connect", "http-version", "first-byte", "total", "status", "bytes"),
                    passed.measurements().keySet());
            assertEquals(200.0, passed.measurements().get("status"));
            assertEquals(5.0, passed.measurements().get("bytes"));
            assertTrue(passed.text().contains("answered 200 OK in "), passed.text());
            assertEquals(
                    "GET /healthz?a=b%20c HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nAccept: */*\r\nConnection: close\r\nUser-Agent: upkeep/1.2.3\r\n\r\n",
                    server.requests.take());
        }
    }

    @Test
    void textInTheBodyIsAValue() {
        try (LoopbackServer server = LoopbackServer.answering(OK)) {
            assertEquals(
                    Depth.VALUE,
                    passed(probe(page(server).contains("ell"), LONG)).depth());
            assertFailed(
                    FailureKind.CONTENT,
                    "answered 200 OK, but the 5 bytes of body do not contain \"world\"",
                    probe(page(server).contains("world"), LONG));
        }
    }

    @Test
    void bodyIsReadNoFurtherThanTheTextLookedFor() {
        try (LoopbackServer server = LoopbackServer.then((self, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nit is fine");
            self.holdOpen();
        })) {
            passed(probe(page(server).contains("fine"), LONG));
        }
    }

    @Test
    void textInTheDeclaredCharsetIsFound() {
        try (LoopbackServer server = LoopbackServer.then((_, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\n\r\n");
            socket.getOutputStream().write("Grüße".getBytes(StandardCharsets.ISO_8859_1));
        })) {
            passed(probe(page(server).contains("Grüße"), LONG));
        }
    }

    @Test
    void chunkedBodyIsPutTogether() {
        try (LoopbackServer server = LoopbackServer.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;note=x\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: yes\r\n\r\n")) {
            Passed passed = passed(probe(page(server).contains("hello"), LONG));
            assertEquals(5.0, passed.measurements().get("bytes"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "3\r\nhello\r\n0\r\n\r\n", "-1\r\n", "ffffffffffffffffff\r\n"})
    void brokenChunksAreAgainstTheProtocol(String chunks) {
        try (LoopbackServer server =
                LoopbackServer.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)) {
            assertFailed(FailureKind.PROTOCOL, "chunk", probe(page(server), LONG));
        }
    }

    @Test
    void bodyUntilTheConnectionIsClosed() {
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.0 200 OK\r\n\r\nhello")) {
            assertEquals(5.0, passed(probe(page(server), LONG)).measurements().get("bytes"));
        }
    }

    @Test
    void interimAnswersAreSkipped() {
        try (LoopbackServer server = LoopbackServer.answering(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK)) {
            assertEquals(200.0, passed(probe(page(server), LONG)).measurements().get("status"));
        }
    }

    @Test
    void headHasNoBody() throws Exception {
        try (LoopbackServer server = LoopbackServer.then((self, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            self.holdOpen();
        })) {
            passed(probe(page(server).method("HEAD"), LONG));
            assertTrue(server.requests.take().startsWith("HEAD /healthz"));
        }
    }

    @Test
    void wrongStatusIsToldInWords() {
        try (LoopbackServer server = LoopbackServer.answering("HTTP/1.1 500 Internal Server Error\r\n\r\n")) {
            assertFailed(
                    FailureKind.STATUS,
                    "answered 500 Internal Server Error, wanted 200",
                    probe(page(server).status(200, 200), LONG));
        }
    }

    @Test
    void redirectIsTheAnswer() {
        try (LoopbackServer server =
                LoopbackServer.answering("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n")) {
            assertFailed(
                    FailureKind.STATUS,
                    "answered 302 Found (to /login, not followed), wanted 200-299",
                    probe(page(server), LONG));
            passed(probe(page(server).status(302, 302), LONG));
        }
    }

    @Test
    void slowAnswerFailsByItsLatency() {
        try (LoopbackServer server = LoopbackServer.answering(OK)) {
            assertFailed(
                    FailureKind.LATENCY, "wanted within 1us", probe(page(server).within(new TimeSpan(1)), LONG));
            passed(probe(page(server).within(TimeSpan.ofSeconds(29)), LONG));
        }
    }

    @Test
    void refusedConnection() throws java.io.IOException {
        // Bound and not listening: nobody else can get the port meanwhile.
        try (java.net.Socket bound = new java.net.Socket()) {
            bound.bind(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0));
            String url = "http://127.0.0.1:" + bound.getLocalPort() + "/";
            assertFailed(FailureKind.REFUSED, "nothing listens there", probe(Pages.at(url), LONG));
        }
    }

    @Test
    void silentServer() {
        try (LoopbackServer server = LoopbackServer.then((self, _) -> self.holdOpen())) {
            assertFailed(
                    FailureKind.TIMEOUT,
                    "accepted the connection but sent nothing for 300 ms",
                    probe(page(server), SHORT));
        }
    }

    @Test
    void headerThatNeverEnds() {
        try (LoopbackServer server = LoopbackServer.then((self, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\nX: ");
            self.holdOpen();
        })) {
            assertFailed(FailureKind.TIMEOUT, "did not finish the header within 300 ms", probe(page(server), SHORT));
        }
    }

    @Test
    void drippingBodyEndsAtTheDeadline() {
        try (LoopbackServer server = LoopbackServer.then((_, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
            CountDownLatch never = new CountDownLatch(1);
            while (!never.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                LoopbackServer.send(socket, ".");
            }
        })) {
            assertFailed(
                    FailureKind.TIMEOUT,
                    "answered 200 OK, but did not finish the body within 300 ms",
                    probe(page(server), SHORT));
        }
    }

    @Test
    void endlessBodyEndsAtTheLimit() {
        try (LoopbackServer server = LoopbackServer.then((_, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                LoopbackServer.send(socket, "x".repeat(10_000));
            }
        })) {
            assertEquals(
                    1_048_576.0,
                    passed(probe(page(server), LONG)).measurements().get("bytes"));
            assertFailed(
                    FailureKind.CONTENT,
                    "the first 1048576 bytes of body do not contain",
                    probe(page(server).contains("y"), LONG));
        }
    }

    @Test
    void endlessHeaderEndsAtTheLimit() {
        try (LoopbackServer server = LoopbackServer.then((_, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\nX: ");
            while (true) {
                LoopbackServer.send(socket, "x".repeat(10_000));
            }
        })) {
            assertFailed(FailureKind.PROTOCOL, "more than 65536 bytes of header", probe(page(server), LONG));
        }
    }

    @Test
    void tooManyHeaderLines() {
        try (LoopbackServer server =
                LoopbackServer.answering("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(201) + "\r\n")) {
            assertFailed(FailureKind.PROTOCOL, "more than 200 header lines", probe(page(server), LONG));
        }
    }

    @Test
    void endlessInterimAnswersEndAtTheLimit() {
        try (LoopbackServer server = LoopbackServer.then((_, socket) -> {
            while (true) {
                LoopbackServer.send(socket, "HTTP/1.1 100 Continue\r\n\r\n".repeat(100));
            }
        })) {
            assertFailed(FailureKind.PROTOCOL, "more than 65536 bytes of header", probe(page(server), LONG));
        }
    }

    @Test
    void garbageIsShownAndToldAtOnce() {
        try (LoopbackServer server = new LoopbackServer((self, socket) -> {
            LoopbackServer.send(socket, "SSH-2.0-OpenSSH_9.2\u001b[31m");
            self.holdOpen();
        })) {
            assertFailed(
                    FailureKind.PROTOCOL,
                    "answered, but not in HTTP: \"SSH-2.0-OpenSSH_9.2\uFFFD[31m\"",
                    probe(page(server), LONG));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nhello",
            })
    void brokenAnswersAreAgainstTheProtocol(String answer) {
        try (LoopbackServer server = LoopbackServer.answering(answer)) {
            assertFailed(FailureKind.PROTOCOL, "127.0.0.1:" + server.port(), probe(page(server), LONG));
        }
    }

    @Test
    void connectionsThatAreCut() {
        try (LoopbackServer nothing = LoopbackServer.answering("");
                LoopbackServer header = LoopbackServer.answering("HTTP/1.1 200 OK\r\nA:");
                LoopbackServer body = LoopbackServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
                LoopbackServer chunk =
                        LoopbackServer.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello")) {
            assertFailed(FailureKind.CLOSED, "closed it without an answer", probe(page(nothing), LONG));
            assertFailed(FailureKind.CLOSED, "in the middle of the header", probe(page(header), LONG));
            assertFailed(FailureKind.CLOSED, "(5 of 9 bytes received)", probe(page(body), LONG));
            assertFailed(FailureKind.CLOSED, "(5 in chunks received)", probe(page(chunk), LONG));
        }
    }

    @Test
    void resetConnection() {
        try (LoopbackServer server = LoopbackServer.then((_, socket) -> {
            LoopbackServer.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
            socket.setSoLinger(true, 0);
        })) {
            Observation observation = probe(page(server), LONG);
            Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
            assertEquals(FailureKind.CLOSED, failed.kind());
        }
    }

    @Test
    void ownHeadersReplaceOurs() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(OK)) {
            passed(probe(page(server).headers(Map.of("host", "example.org", "user-agent", "mine", "X-A", "é")), LONG));
            String request = server.requests.take();
            assertTrue(request.contains("Host: example.org\r\n"), request);
            assertTrue(request.toLowerCase(java.util.Locale.ROOT).contains("user-agent: mine\r\n"), request);
            assertFalse(request.contains("upkeep/"), request);
        }
    }

    @Test
    void targetsThatCannotBeAskedForAreUnknown() {
        for (Pages page : List.of(
                Pages.at("ftp://127.0.0.1/"),
                Pages.at("http:///path"),
                Pages.at("http://127.0.0.1:70000/"),
                Pages.at("http://127.0.0.1/").headers(Map.of("A", "b\r\nC: d")),
                Pages.at("http://127.0.0.1/").headers(Map.of("A b", "c")),
                Pages.at("http://127.0.0.1/").method("GET /x"))) {
            assertInstanceOf(Unknown.class, probe(page, LONG));
        }
        assertInstanceOf(Unknown.class, probe(Pages.at("http://127.0.0.1/"), Duration.ZERO));
    }

    @Test
    void ipv6Literal() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.plain("::1"), (self, socket) -> {
            self.readRequest(socket);
            LoopbackServer.send(socket, OK);
        })) {
            Passed passed = passed(probe(Pages.at("http://[::1]:" + server.port() + "/"), LONG));
            assertTrue(passed.text().startsWith("[0:0:0:0:0:0:0:1]:" + server.port()), passed.text());
            assertTrue(server.requests.take().contains("Host: [::1]:" + server.port() + "\r\n"));
        }
    }

    @Test
    void everyAddressOfTheNameIsTried() throws Exception {
        InetAddress good = InetAddress.ofLiteral("127.0.0.1");
        InetAddress empty = InetAddress.ofLiteral("127.0.0.2");
        Lookup lookup = new Lookup(_ -> new InetAddress[] {empty, good});
        Probers named = new Probers("1", lookup, new TrustAnchors(Path.of("/nonexistent")));
        try (LoopbackServer server = LoopbackServer.answering(OK)) {
            Pages page = Pages.at("http://two_addresses:" + server.port() + "/");
            Passed passed = passed(named.probe(page.target(), LONG, Trace.NONE));
            assertTrue(passed.text().startsWith("127.0.0.1:"), passed.text());
            assertTrue(server.requests.take().contains("Host: two_addresses:" + server.port()));
        }
    }

    @Test
    void interruptionEndsTheProbeAsUnknown() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.then((self, _) -> {
            asked.countDown();
            self.holdOpen();
        })) {
            AtomicReference<Observation> seen = new AtomicReference<>();
            Thread probing = Thread.ofVirtual().start(() -> seen.set(probe(page(server), Duration.ofHours(1))));
            asked.await();
            probing.interrupt();
            probing.join();
            assertEquals(new Unknown("the probe was interrupted"), seen.get());
        }
    }

    @Test
    void traceTellsTheStepsButNoSecrets() {
        ConcurrentLinkedQueue<Trace.Step> steps = new ConcurrentLinkedQueue<>();
        try (LoopbackServer server = LoopbackServer.answering(
                "HTTP/1.1 200 OK\r\nSet-Cookie: session=s3cret\r\nContent-Length: 5\r\n\r\nhello")) {
            HttpTarget target = Pages.at("http://user:s3cret@127.0.0.1:" + server.port() + "/")
                    .headers(Map.of("X-Api-Key", "s3cret"))
                    .target();
            passed(probers.probe(target, LONG, Trace.to(steps::add)));
            String request = server.requests.remove();
            assertTrue(request.contains("Authorization: Basic dXNlcjpzM2NyZXQ=\r\n"), request);
        }
        String all = steps.toString();
        assertTrue(all.contains("connected to 127.0.0.1:"), all);
        assertTrue(all.contains("Authorization: (hidden)"), all);
        assertTrue(all.contains("answered 200 OK"), all);
        assertFalse(all.contains("s3cret"), all);
        assertFalse(all.contains("dXNlcjpzM2NyZXQ"), all);
        long last = 0;
        for (Trace.Step step : steps) {
            assertTrue(step.microseconds() >= last);
            last = step.microseconds();
        }
    }

    @Test
    void serverThatDoesNotReadIsGivenUp() {
        try (LoopbackServer server = new LoopbackServer((self, _) -> self.holdOpen())) {
            Pages page = page(server).headers(Map.of("X", "x".repeat(20_000_000)));
            assertFailed(FailureKind.TIMEOUT, "sent nothing for 4 s", probe(page, Duration.ofSeconds(4)));
        }
    }
}
