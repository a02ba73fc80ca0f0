package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.host.TrustAnchors;
import upkeep.probe.Certificates;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Lookup;
import upkeep.target.HttpCall;
import upkeep.target.HttpLogin;
import upkeep.target.Login;
import upkeep.target.Secret;

/** How pages are asked for: bodies, logins, sockets in the file system, and where redirections lead. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpCallTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final Probers probers = new Probers("1");

    @TempDir
    private Path folder = Path.of("");

    private static Pages page(LoopbackServer server) {
        return Pages.at("http://127.0.0.1:" + server.port() + "/start");
    }

    private Observation probe(Pages page) {
        return probers.probe(page.target(), LONG, Trace.NONE);
    }

    private Passed passed(Pages page) {
        Observation observation = probe(page);
        return assertInstanceOf(Passed.class, observation, observation::text);
    }

    private void assertUnknown(String text, Pages page) {
        Observation observation = probe(page);
        Unknown unknown = assertInstanceOf(Unknown.class, observation, observation::text);
        assertTrue(unknown.text().contains(text), unknown.text());
    }

    private static String redirect(int status, String location) {
        return "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
    }

    /** Answers what is asked for {@code /start} with {@code first}, and all else with a page. */
    private static LoopbackServer from(String first) {
        return new LoopbackServer((self, socket) -> {
            self.readRequest(socket);
            LoopbackServer.send(socket, lastOf(self).contains(" /start ") ? first : OK);
        });
    }

    private static String lastOf(LoopbackServer server) {
        return server.requests.stream().reduce("", (_, next) -> next);
    }

    @Test
    void bodiesAreSent() throws Exception {
        try (LoopbackServer server = LoopbackServer.then((self, socket) -> {
            byte[] body = socket.getInputStream().readNBytes(7);
            self.requests.add(new String(body, StandardCharsets.UTF_8));
            LoopbackServer.send(socket, OK);
        })) {
            passed(page(server).method("PROPFIND").body(new HttpCall.Text("größe")));
            String request = server.requests.take();
            assertTrue(request.startsWith("PROPFIND /start HTTP/1.1\r\n"), request);
            assertTrue(request.contains("Content-Length: 7\r\n"), request);
            assertEquals("größe", server.requests.take());
            Path file = Files.writeString(folder.resolve("body"), "of file");
            passed(page(server).method("PUT").body(new HttpCall.File(file.toString())));
            server.requests.take();
            assertEquals("of file", server.requests.take());
            assertUnknown(
                    "cannot read the body to send in " + folder + "/missing: there is no such file",
                    page(server).body(new HttpCall.File(folder + "/missing")));
        }
    }

    @Test
    void loginsAreSentAndNotShown() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        HttpLogin basic = new HttpLogin.Basic(new Login("anna", new Secret(secret.toString())));
        HttpLogin bearer = new HttpLogin.Bearer(new Secret(secret.toString()));
        ConcurrentLinkedQueue<Trace.Step> steps = new ConcurrentLinkedQueue<>();
        try (LoopbackServer server = LoopbackServer.answering(OK)) {
            probers.probe(page(server).login(basic).target(), LONG, Trace.to(steps::add));
            probers.probe(page(server).login(bearer).target(), LONG, Trace.to(steps::add));
            assertTrue(server.requests.take().contains("Authorization: Basic YW5uYTpzM2NyZXQ=\r\n"));
            assertTrue(server.requests.take().contains("Authorization: Bearer s3cret\r\n"));
            assertUnknown(
                    "cannot read the secret in " + folder + "/none: there is no such file",
                    page(server).login(new HttpLogin.Bearer(new Secret(folder + "/none"))));
        }
        assertFalse(steps.toString().contains("s3cret"), steps.toString());
        assertFalse(steps.toString().contains("YW5uY"), steps.toString());
    }

    @Test
    void aSecretWithALineEndInsideIsNotSent() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "a\r\nX-Injected: b\n");
        try (LoopbackServer server = LoopbackServer.answering(OK)) {
            assertUnknown(
                    "a header holds a control character",
                    page(server).login(new HttpLogin.Bearer(new Secret(secret.toString()))));
            assertTrue(server.requests.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, GET, GET",
        "302, POST, GET",
        "302, PUT, PUT",
        "303, PUT, GET",
        "303, HEAD, HEAD",
        "307, POST, POST",
        "308, DELETE, DELETE"
    })
    void redirectionsAreFollowed(int status, String method, String then) throws Exception {
        try (LoopbackServer server = from(redirect(status, "/next?a=1#part"))) {
            Passed passed = passed(page(server).method(method).redirects(1));
            assertEquals(200.0, passed.measurements().get("status"));
            assertTrue(server.requests.take().startsWith(method + " /start"));
            String second = server.requests.take();
            assertTrue(second.startsWith(then + " /next?a=1 HTTP/1.1\r\n"), second);
        }
    }

    @ParameterizedTest
    @CsvSource({"?b=2, /start?b=2", "other, /other", "./a/../b, /b"})
    void locationsAreRelativeToThePage(String location, String path) throws Exception {
        try (LoopbackServer server = from(redirect(302, location))) {
            probe(page(server).redirects(1));
            server.requests.take();
            String second = server.requests.take();
            assertTrue(second.startsWith("GET " + path + " HTTP/1.1"), second);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/start                 | it leads round in a circle",
                "ftp://127.0.0.1/a      | it is no address of a web page",
                "file:///etc/passwd     | it is no address of a web page",
                "http://a:b@127.0.0.1/  | it is no address of a web page",
                "http://[/              | it is no address of a web page",
                "http://169.254.169.254/latest/meta-data/ | it leads to a link-local address",
                "http://[fe80::1]/      | it leads to a link-local address",
            })
    void someRedirectionsAreNotFollowed(String location, String why) {
        try (LoopbackServer server = from(redirect(302, location))) {
            Observation observation = probe(page(server).redirects(3));
            Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
            assertEquals(FailureKind.STATUS, failed.kind());
            assertTrue(
                    failed.text().contains("answered 302 Moved (to " + location + ", not followed: " + why + ")"),
                    failed.text());
        }
    }

    @Test
    void redirectionsHaveAnEnd() {
        try (LoopbackServer server = new LoopbackServer((self, socket) -> {
            self.readRequest(socket);
            LoopbackServer.send(socket, redirect(302, "/step" + self.requests.size()));
        })) {
            Observation observation = probe(page(server).redirects(3));
            assertTrue(observation.text().contains("not followed: 3 redirections are the most"), observation.text());
            assertEquals(4, server.requests.size());
        }
    }

    @Test
    void whatProvesWhoWeAreStaysWithTheFirstServer() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
        HttpLogin login = new HttpLogin.Bearer(new Secret(secret.toString()));
        Map<String, String> headers =
                Map.of("Cookie", "s3cret", "Host", "a.example", "X-Api-Key", "s3cret", "X-A", "b");
        try (LoopbackServer other = LoopbackServer.answering(OK);
                LoopbackServer same = from(redirect(302, "/here"));
                LoopbackServer first = from(redirect(302, "http://127.0.0.1:" + other.port() + "/there"))) {
            passed(page(first).login(login).headers(headers).redirects(1));
            String elsewhere = other.requests.take();
            assertFalse(elsewhere.contains("s3cret"), elsewhere);
            assertTrue(elsewhere.contains("Host: 127.0.0.1:" + other.port() + "\r\n"), elsewhere);
            assertTrue(elsewhere.contains("X-A: b\r\n"), elsewhere);
            passed(page(same).login(login).headers(headers).redirects(1));
            same.requests.take();
            assertTrue(same.requests.take().contains("Authorization: Bearer s3cret"));
        }
    }

    @Test
    void aBodyIsNotSentToAnotherServer() {
        try (LoopbackServer other = LoopbackServer.answering(OK);
                LoopbackServer first = from(redirect(307, "http://127.0.0.1:" + other.port() + "/"))) {
            Observation observation = probe(
                    page(first).method("POST").body(new HttpCall.Text("x")).redirects(1));
            assertTrue(observation.text().contains("the body would go to another server"), observation.text());
            assertTrue(other.requests.isEmpty());
        }
    }

    @Test
    void aSocketInTheFileSystemIsAsked() throws Exception {
        Path path = folder.resolve("web.sock");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> answerAll(listening));
            Pages page = Pages.at("http://app.example/start").socket(path.toString());
            Passed passed = passed(page.contains("hello"));
            assertTrue(passed.text().startsWith(path + " answered 200 OK in "), passed.text());
        }
        Observation gone = probe(Pages.at("http://app.example/").socket(folder + "/none.sock"));
        assertEquals(folder + "/none.sock does not exist: nothing listens there", gone.text());
    }

    private static void answerAll(ServerSocketChannel listening) {
        try (SocketChannel socket = listening.accept()) {
            socket.read(ByteBuffer.allocate(1024));
            socket.write(ByteBuffer.wrap(OK.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException gone) {
            // The prober hung up, as it may.
        }
    }

    @Test
    void tlsIsNotLeft() throws Exception {
        Certificates certificates = new Certificates(folder);
        Probers trusting = new Probers("1", new Lookup(), new TrustAnchors(certificates.bundle()));
        LoopbackServer.Conversation away = (self, socket) -> {
            self.readRequest(socket);
            LoopbackServer.send(socket, redirect(302, "http://127.0.0.1/"));
        };
        try (LoopbackServer server = new LoopbackServer(
                certificates.signed(java.util.List.of("127.0.0.1"), java.time.Period.ofDays(-1)), away)) {
            Pages page = Pages.at("https://127.0.0.1:" + server.port() + "/").redirects(1);
            Observation observation = trusting.probe(page.target(), LONG, Trace.NONE);
            assertTrue(observation.text().contains("not followed: it leads out of TLS"), observation.text());
        }
    }
}
