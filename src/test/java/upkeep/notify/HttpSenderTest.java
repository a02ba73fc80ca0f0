package upkeep.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.alert.Message.Kind;
import upkeep.alert.Reason;
import upkeep.host.SecretFiles;
import upkeep.host.TrustAnchors;
import upkeep.notify.Delivery.Delivered;
import upkeep.notify.Delivery.Rejected;
import upkeep.notify.Delivery.Retry;
import upkeep.probe.Certificates;
import upkeep.probe.LoopbackServer;
import upkeep.spec.Channel;
import upkeep.spec.Channel.Address;
import upkeep.spec.Channel.Chat;
import upkeep.target.Secret;

@Timeout(120)
class HttpSenderTest {

    private static final String TOKEN = "t0ken:s3cret_-";

    @TempDir
    private Path folder = Path.of("");

    private record Request(String method, String path, Headers headers, String body) {
        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<HttpServer> servers = new ArrayList<>();
    private Senders senders = new Senders("1", ZoneId.of("UTC"), Notices.NO_PROGRAMS);
    private Senders hasty = new Senders("1", ZoneId.of("UTC"), Notices.NO_PROGRAMS);
    private Secret token = new Secret("token");

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        token = new Secret("token");
        senders = senders(Duration.ofSeconds(100));
        hasty = senders(Duration.ofMillis(700));
    }

    private Senders senders(Duration time) {
        return senders(time, Path.of("/nonexistent"));
    }

    private Senders senders(Duration time, Path authorities) {
        return new Senders(
                "1",
                ZoneId.of("UTC"),
                folder.resolve("templates"),
                new SecretFiles(Optional.of(folder)),
                new TrustAnchors(authorities),
                "/nonexistent",
                Notices.NO_PROGRAMS,
                time);
    }

    @AfterEach
    void stop() {
        over.countDown();
        senders.close();
        hasty.close();
        servers.forEach(server -> server.stop(0));
    }

    @FunctionalInterface
    private interface Reply {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private URI serve(Reply reply) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.add(new Request(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders(),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
                reply.to(exchange);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static Reply status(int status, String text) {
        return exchange -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private static Channel.Webhook webhook(URI uri) {
        return new Channel.Webhook(
                new Address(Optional.of(uri), Optional.empty()),
                new TreeMap<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Delivery send(Channel channel) {
        return senders.send(channel, Notices.dependants());
    }

    private static String retry(Delivery delivery) {
        return assertInstanceOf(Retry.class, delivery).why();
    }

    private static String delivered(Delivery delivery) {
        return assertInstanceOf(Delivered.class, delivery).how();
    }

    private static String rejected(Delivery delivery) {
        return assertInstanceOf(Rejected.class, delivery).why();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void acceptedIsDelivered(int status) throws Exception {
        URI uri = serve(status(status, status == 204 ? "" : "ok"));
        assertEquals(
                "webhook (127.0.0.1:" + uri.getPort() + ") answered " + status + (status == 204 ? "" : ": ok"),
                delivered(send(webhook(uri))));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 599})
    void whatPassesIsTriedAgain(int status) throws Exception {
        URI uri = serve(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "120");
            status(status, "slow\ndown").to(exchange);
        });
        assertTrue(retry(send(webhook(uri))).endsWith(" answered " + status + ": slow down; Retry-After: 120"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 400, 401, 403, 404, 410, 422})
    void whatStaysIsRejected(int status) throws Exception {
        URI uri = serve(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            status(status, "x".repeat(1_000)).to(exchange);
        });
        String why = rejected(send(webhook(uri)));
        assertTrue(why.contains(" answered " + status + ": xxx") && why.length() < 400, why);
        assertEquals(1, requests.size(), "nothing is followed");
    }

    @Test
    void answersThatNeverEndAreLeft() throws Exception {
        byte[] some = "more ".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        URI endless = serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (over.getCount() > 0) {
                exchange.getResponseBody().write(some);
            }
        });
        assertTrue(delivered(send(webhook(endless))).contains("answered 200: more more"));
        URI hanging = serve(exchange -> {
            exchange.sendResponseHeaders(503, 0);
            exchange.getResponseBody().write(some, 0, 4);
            exchange.getResponseBody().flush();
            over.await();
        });
        assertTrue(retry(hasty.send(webhook(hanging), Notices.test())).contains("answered 503"));
        URI silent = serve(exchange -> over.await());
        assertTrue(retry(hasty.send(webhook(silent), Notices.test())).endsWith("did not answer within 0.70 s"));
        URI cut = serve(exchange -> exchange.getHttpContext().getServer().stop(0));
        retry(send(webhook(cut)));
    }

    @Test
    void whereNobodyListensIsTriedAgain() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = nobody.getLocalPort();
        }
        assertEquals(
                "webhook (127.0.0.1:" + port + ") cannot be connected to",
                retry(send(webhook(URI.create("http://127.0.0.1:" + port)))));
        assertEquals(
                "webhook (no.such.invalid) is not known by that name",
                retry(send(webhook(URI.create("http://no.such.invalid/")))));
        URI plain = serve(status(200, ""));
        retry(hasty.send(webhook(URI.create("https://127.0.0.1:" + plain.getPort())), Notices.test()));
    }

    @Test
    void aWebhookIsSignedAndNumbered() throws Exception {
        URI uri = serve(status(200, ""));
        TreeMap<String, String> headers = new TreeMap<>(Map.of("X-Team", "ops"));
        Channel.Webhook webhook = new Channel.Webhook(
                new Address(Optional.of(uri), Optional.empty()),
                headers,
                Optional.of(token),
                Optional.of(token),
                Optional.of("own"));
        Files.createDirectories(folder.resolve("templates"));
        Files.writeString(folder.resolve("templates/own.ftl"), "{\"über\": \"${lines[0].what}\"}");
        delivered(send(webhook));
        Request request = requests.take();
        assertEquals("{\"über\": \"went down: the main process exited with status 1\"}", request.body());
        assertEquals("web1-77-1795774364", request.header("Idempotency-Key"));
        assertEquals("Bearer " + TOKEN, request.header("Authorization"));
        assertEquals("ops", request.header("X-Team"));
        assertEquals("upkeep/1", request.header("User-Agent"));
        assertEquals("application/json; charset=utf-8", request.header("Content-Type"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal(request.body().getBytes(StandardCharsets.UTF_8)));
        assertEquals("sha256=" + signature, request.header("X-Upkeep-Signature"));
    }

    @Test
    void noSecretIsInAnAnswer() throws Exception {
        URI uri = serve(status(404, "no such thing"));
        Files.writeString(folder.resolve("address"), uri + "/" + TOKEN + "\n");
        Function<String, Chat> chat =
                name -> new Chat(Chat.Kind.SLACK, new Address(Optional.empty(), Optional.of(new Secret(name))));
        List<String> answers = new ArrayList<>();
        answers.add(rejected(send(chat.apply("address"))));
        assertEquals("/" + TOKEN, requests.take().path());
        answers.add(rejected(send(new Channel.Telegram(uri, "-1", token))));
        Files.writeString(folder.resolve("broken"), TOKEN + " and\nmore");
        answers.add(retry(send(chat.apply("broken"))));
        answers.add(retry(send(new Channel.Gotify(uri, new Secret("broken")))));
        assertEquals("the secret broken is no token: it is empty, or holds what no token can", answers.getLast());
        answers.add(retry(send(chat.apply("missing"))));
        answers.forEach(answer -> assertFalse(answer.contains(TOKEN), answer));
        TreeMap<String, String> headers = new TreeMap<>(Map.of("Host", TOKEN));
        Channel.Webhook forbidden = new Channel.Webhook(
                new Address(Optional.of(uri), Optional.empty()),
                headers,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertFalse(rejected(send(forbidden)).contains(TOKEN));
    }

    @Test
    void eachServiceIsAskedInItsWay() throws Exception {
        URI uri = serve(status(200, ""));
        for (Chat.Kind kind : Chat.Kind.values()) {
            delivered(send(new Chat(kind, new Address(Optional.of(uri.resolve("/hook")), Optional.empty()))));
            assertEquals("/hook", requests.take().path());
        }
        delivered(send(new Channel.Matrix(uri, "!room:example.org", token)));
        Request matrix = requests.take();
        assertEquals("PUT", matrix.method());
        assertEquals(
                "/_matrix/client/v3/rooms/%21room:example.org/send/m.room.message/web1-77-1795774364", matrix.path());
        assertEquals("Bearer " + TOKEN, matrix.header("Authorization"));
        delivered(send(new Channel.Telegram(uri, "-100", token)));
        assertEquals("/bot" + TOKEN + "/sendMessage", requests.take().path());
        delivered(send(new Channel.Ntfy(URI.create(uri + "/"), "alerts", Optional.of(token))));
        Request ntfy = requests.take();
        assertEquals("/", ntfy.path());
        assertEquals("alerts", TextsTest.string(ntfy.body(), "topic"));
        assertEquals("5", TextsTest.string(ntfy.body(), "priority"));
        delivered(send(new Channel.Gotify(URI.create(uri + "/push/"), token)));
        Request gotify = requests.take();
        assertEquals("/push/message", gotify.path());
        assertEquals(TOKEN, gotify.header("X-Gotify-Key"));
    }

    @Test
    void pagerDutyHasAnEventForEachLine() throws Exception {
        URI uri = serve(status(202, "{\"status\":\"success\"}"));
        Channel.PagerDuty pagerDuty = new Channel.PagerDuty(uri.resolve("/v2/enqueue"), token);
        Notice notice = Notices.of(
                Kind.ALERT,
                Notices.firing("db"),
                Notices.with(Notices.firing("web"), Reason.RESOLVED, 1),
                Notices.with(Notices.firing("mail"), Reason.HEALED, 1));
        delivered(senders.send(pagerDuty, notice));
        assertEquals(2, requests.size());
        Request trigger = requests.take();
        assertEquals("trigger", TextsTest.string(trigger.body(), "event_action"));
        assertEquals("web1/db", TextsTest.string(trigger.body(), "dedup_key"));
        assertEquals("critical", TextsTest.string(trigger.body(), "severity"));
        assertEquals(TOKEN, TextsTest.string(trigger.body(), "routing_key"));
        Request resolve = requests.take();
        assertEquals("resolve", TextsTest.string(resolve.body(), "event_action"));
        assertEquals("web1/web", TextsTest.string(resolve.body(), "dedup_key"));
        assertTrue(delivered(senders.send(pagerDuty, Notices.digest())).startsWith("nothing was sent"));
        delivered(senders.send(pagerDuty, Notices.test()));
        assertEquals(2, requests.size(), "a test is raised and ended");
    }

    @Test
    void onePartThatIsLateMakesAllLate() throws Exception {
        URI uri = serve(exchange -> status(
                        requests.stream().anyMatch(request -> request.body().contains("web1/web")) ? 503 : 202, "")
                .to(exchange));
        Notice notice = Notices.of(Kind.ALERT, Notices.firing("db"), Notices.firing("web"));
        assertTrue(
                retry(senders.send(new Channel.PagerDuty(uri, token), notice)).contains("answered 503"));
    }

    @Test
    void oneAlertmanagerOfSeveralIsEnough() throws Exception {
        URI silent = serve(exchange -> over.await());
        URI good = serve(status(200, ""));
        Channel.Alertmanager both = new Channel.Alertmanager(List.of(silent, good), Optional.empty());
        Notice notice = Notices.of(Kind.ALERT, Notices.with(Notices.firing("db"), Reason.RESOLVED, 1));
        String how = delivered(hasty.send(both, notice));
        assertTrue(how.contains("answered 200") && how.contains("did not answer within"), how);
        Request request = requests.take();
        assertEquals("/api/v2/alerts", request.path());
        assertEquals("upkeep", TextsTest.string(request.body(), "alertname"));
        assertEquals("2026-11-27T10:12:44Z", TextsTest.string(request.body(), "endsAt"));
        retry(hasty.send(new Channel.Alertmanager(List.of(silent), Optional.empty()), notice));
        rejected(senders.send(new Channel.Alertmanager(List.of(serve(status(400, ""))), Optional.of(token)), notice));
    }

    private static void answer(LoopbackServer server, Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        while (!in.readLine().isEmpty()) {
            // The body may stay where it is.
        }
        socket.getOutputStream().write("HTTP/1.1 204 Done\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        in.read();
    }

    @Test
    void certificatesAreChecked() throws Exception {
        Certificates certificates = new Certificates(folder);
        ServerSocket socket = certificates.signed(List.of("localhost"), Period.ofDays(-1));
        try (LoopbackServer _ = new LoopbackServer(socket, HttpSenderTest::answer);
                Senders trusting = senders(Duration.ofSeconds(100), certificates.bundle())) {
            URI named = URI.create("https://localhost:" + socket.getLocalPort() + "/");
            delivered(trusting.send(webhook(named), Notices.test()));
            String untrusted = retry(senders.send(webhook(named), Notices.test()));
            assertTrue(untrusted.endsWith("has a certificate that is signed by nobody this machine trusts"), untrusted);
            URI other = URI.create("https://127.0.0.1:" + socket.getLocalPort() + "/");
            assertTrue(retry(trusting.send(webhook(other), Notices.test())).contains("failed at TLS"));
        }
    }
}
