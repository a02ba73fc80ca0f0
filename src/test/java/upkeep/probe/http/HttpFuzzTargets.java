package upkeep.probe.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.probe.http.Http2Peer.CONTINUATION;
import static upkeep.probe.http.Http2Peer.DATA;
import static upkeep.probe.http.Http2Peer.END_HEADERS;
import static upkeep.probe.http.Http2Peer.END_STREAM;
import static upkeep.probe.http.Http2Peer.GOAWAY;
import static upkeep.probe.http.Http2Peer.HEADERS;
import static upkeep.probe.http.Http2Peer.PING;
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
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import upkeep.fuzz.FuzzTarget;
import upkeep.host.TrustAnchors;
import upkeep.probe.Checks;
import upkeep.probe.Recorded;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.tls.Tls;
import upkeep.probe.wire.Addresses;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Connector;
import upkeep.probe.wire.Conversations;
import upkeep.probe.wire.Lookup;
import upkeep.probe.wire.OctetWriter;
import upkeep.probe.wire.ServedBytes;
import upkeep.target.ApacheStatusTarget;
import upkeep.target.HttpCall;
import upkeep.target.HttpTarget;
import upkeep.target.JsonPath;
import upkeep.target.PrometheusTarget;
import upkeep.target.StatusRange;
import upkeep.target.Target;
import upkeep.target.WebSocketTarget;

/** What web servers answer, and what stands in it. */
public final class HttpFuzzTargets {

    /** Everything that can be asked of a page, except that it has another digest. */
    private static final List<Target> PAGES = List.of(
            Checks.of("{http: {url: 'http://127.0.0.1:8080/'}}").target(),
            Checks.of("{http: {url: 'http://127.0.0.1:8080/a/b?c', contains: up, not-contains: down, redirects: 3}}")
                    .target(),
            Checks.of("{http: {url: 'http://127.0.0.1:8080/', matches: '^(status|ok): *up$'}}")
                    .target(),
            Checks.of("{http: {url: 'http://127.0.0.1:8080/', expect-headers: {X-State: up}, json: [{path: '$.a[0].b',"
                            + " name: state}, {path: $.n, name: number}]}}")
                    .target());

    private static final ApacheStatusTarget APACHE =
            (ApacheStatusTarget) Checks.of("{apache-status: {url: 'http://127.0.0.1/server-status?auto'}}")
                    .target();

    private static final PrometheusTarget PROMETHEUS = (PrometheusTarget)
            Checks.of("{prometheus: {url: 'http://127.0.0.1/metrics', metric: up, labels: {job: web}}}")
                    .target();

    private static final WebSocketTarget SOCKET = (WebSocketTarget)
            Checks.of("{websocket: {port: 8080, path: /chat}}").target();

    /** Never used: what is said is said over bytes in memory. */
    private static final Conversations NETWORK = network();

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (.*)\r\n");
    private static final Secrets SECRETS = new Secrets(Optional.empty());

    private HttpFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of(
                                "http-page",
                                HttpFuzzTargets::page,
                                HttpHead.class,
                                HttpBody.class,
                                HttpExchange.class,
                                HttpContent.class,
                                Redirect.class)
                        .from(
                                "\0\0HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                                "\1\1HTTP/1.1 302 Found\r\nLocation: ../x?y#z\r\nContent-Length: 0\r\n\r\n",
                                String.join(
                                        "\r\n",
                                        "\1\0HTTP/1.1 100 Continue",
                                        "",
                                        "HTTP/1.1 200",
                                        "Transfer-Encoding: chunked",
                                        "",
                                        "4;x=y",
                                        "is u",
                                        "1",
                                        "p",
                                        "0",
                                        "Trailer: x",
                                        "",
                                        ""),
                                "\2\0HTTP/1.0 200 OK\r\nContent-Type: text/plain; charset=utf-16\r\n\r\nstatus: up\n",
                                "\3\0HTTP/1.1 200 OK\r\nX-State: up\r\n\r\n{\"a\":[{\"b\":\"x\"}],\"n\":1e3}")
                        .from(compressed()),
                FuzzTarget.of(
                                "http-2-page",
                                HttpFuzzTargets::framedPage,
                                Http2.class,
                                Http2Connection.class,
                                Http2Framing.class)
                        .from(
                                framed(
                                        frame(SETTINGS, 0, 0, setting(4, 100)),
                                        header(0, ":status", "103", "link", "</x.css>"),
                                        frame(PING, 0, 0, new byte[8]),
                                        header(0, ":status", "200", "content-length", "5"),
                                        frame(WINDOW_UPDATE, 0, 0, quad(77)),
                                        frame(DATA, END_STREAM, 1, "hello".getBytes(StandardCharsets.US_ASCII))),
                                framed(
                                        frame(SETTINGS, 0, 0, new byte[0]),
                                        header(END_STREAM, ":status", "302", "location", "../x?y#z")),
                                framed(
                                        frame(SETTINGS, 0, 0, new byte[0]),
                                        frame(HEADERS, 0, 1, new byte[0]),
                                        frame(CONTINUATION, END_HEADERS, 1, Recorded.hex("88")),
                                        frame(DATA, 0, 1, "up".getBytes(StandardCharsets.US_ASCII)),
                                        header(END_STREAM, "checksum", "1")),
                                framed(frame(SETTINGS, 0, 0, new byte[0]), frame(RST_STREAM, 0, 1, quad(13))),
                                framed(frame(SETTINGS, 0, 0, new byte[0]), frame(GOAWAY, 0, 0, new byte[8]))),
                FuzzTarget.of("content-coding", HttpFuzzTargets::coded, ContentCoding.class)
                        .from(gzip("hello".repeat(100)), gzip("")),
                FuzzTarget.of("hpack", HttpFuzzTargets::hpack, Hpack.class, HuffmanText.class)
                        .from(
                                Recorded.hex("828684410f7777772e6578616d706c652e636f6d"),
                                Recorded.hex("828684418cf1e3c2e5f23a6ba0ab90f4ff"),
                                Recorded.hex(
                                        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a"
                                                + "323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d3fe10f20")),
                FuzzTarget.of("json-values", HttpFuzzTargets::json, JsonValues.class)
                        .from(
                                "{\"a\":[{\"b\":\"x\"},2],\"n\":1e400,\"t\":true,\"z\":null}",
                                "[1,[2,[3]]] ",
                                "\"\\ud800\\u0000\"",
                                "1e999999999"),
                FuzzTarget.ofText("exposition", HttpFuzzTargets::series, Exposition.class)
                        .from(
                                "up{job=\"web\",instance=\"a\\\"b\\n\"} 1 1395066363000",
                                "http_requests_total 1.7e+03",
                                "x NaN",
                                "x{} +Inf"),
                FuzzTarget.of("prometheus", HttpFuzzTargets::prometheus, PrometheusProber.class)
                        .from("HTTP/1.1 200 OK\r\n\r\n# HELP up\nup{job=\"web\"} 1\nup{job=\"db\"} 0\n"),
                FuzzTarget.of("apache-status", HttpFuzzTargets::apache, ApacheStatus.class, ApacheStatusProber.class)
                        .from("""
                                HTTP/1.1 200 OK

                                Total Accesses: 3
                                Uptime: 5
                                ReqPerSec: .5
                                BusyWorkers: 1
                                IdleWorkers: 49
                                Scoreboard: _W.SRKDCLGI
                                """),
                FuzzTarget.of("websocket", HttpFuzzTargets::webSocket, WebSocketProber.class)
                        .from(
                                Recorded.hex("8a08 0001020304050607 8802 03e8"),
                                Recorded.hex("8903616263 8100 817e007f"),
                                Recorded.hex("8805 03f1 6f6c64")));
    }

    private static Conversations network() {
        Addresses addresses = new Addresses(new Lookup());
        return new Conversations(addresses, new Connector(addresses), new Tls(new TrustAnchors(Path.of("/dev/null"))));
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] compressed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("\1\0HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(gzip("all is up"));
        return out.toByteArray();
    }

    /** With the two bytes before them that say what is wanted. */
    private static byte[] framed(byte[]... frames) {
        OctetWriter out = new OctetWriter().octet(1).octet(0);
        Arrays.stream(frames).forEach(out::bytes);
        return out.toBytes();
    }

    private static void page(byte[] bytes) {
        page(bytes, Http1Framing::new);
    }

    private static void framedPage(byte[] bytes) {
        page(bytes, Http2Framing::new);
    }

    /** The first byte says which page is wanted, the second whether the answer comes in pieces. */
    private static void page(byte[] bytes, Function<Channel, HttpFraming> framing) {
        if (bytes.length >= 2) {
            HttpTarget target = (HttpTarget) PAGES.get((bytes[0] & 0xff) % PAGES.size());
            byte[] served = Arrays.copyOfRange(bytes, 2, bytes.length);
            HttpPages.Judge judge =
                    (answer, exchange, channel) -> HttpProber.found(target.wanted(), answer, exchange, channel);
            ServedBytes.hold(
                    served,
                    bytes[1] != 0,
                    target,
                    ask(target.call(), target.wanted().status(), framing, judge));
        }
    }

    private static Conversations.Conversation ask(
            HttpCall call, List<StatusRange> status, Function<Channel, HttpFraming> framing, HttpPages.Judge judge) {
        return channel -> {
            HttpRequest request = HttpRequest.of(call, "upkeep/1", SECRETS);
            HttpExchange exchange = new HttpExchange(request, channel, framing.apply(channel));
            HttpHead answer = exchange.ask();
            Redirect.location(answer)
                    .map(location -> Redirect.of(call, answer.status(), location, call.redirects(), Set.of()))
                    .ifPresent(HttpFuzzTargets::follow);
            return status.stream().anyMatch(range -> range.contains(answer.status()))
                    ? judge.found(answer, exchange, channel)
                    : "answered " + answer.statusText();
        };
    }

    /** Whatever a server points to can be asked for, or is told to be impossible. */
    private static void follow(Redirect redirect) {
        if (redirect instanceof Redirect.Followed followed) {
            try {
                HttpRequest.of(followed.call(), "upkeep/1", SECRETS).endpoint(followed.call());
            } catch (Stop unasked) {
                assertTrue(unasked instanceof Stop.Unasked, unasked::text);
            }
        }
    }

    private static void coded(byte[] bytes) throws IOException {
        for (ContentCoding coding : ContentCoding.values()) {
            int[] size = new int[1];
            HttpBody.Sink sink = (_, count) -> {
                size[0] += count;
                return false;
            };
            try {
                coding.decode(bytes, HttpBody.End.COMPLETE, sink, HttpBody.MOST_BYTES, "127.0.0.1:80");
            } catch (Stop.Sick damaged) {
                // Told so.
            }
            assertTrue(size[0] <= HttpBody.MOST_BYTES);
        }
    }

    /** Two header blocks of one connection; what was read can be written. */
    private static void hpack(byte[] bytes) {
        Hpack hpack = new Hpack();
        int middle = bytes.length / 2;
        for (byte[] block :
                List.of(bytes, Arrays.copyOf(bytes, middle), Arrays.copyOfRange(bytes, middle, bytes.length))) {
            Optional<List<Field>> fields = hpack.decode(block);
            if (fields.isEmpty()) {
                return;
            }
            int octets = fields.get().stream()
                    .mapToInt(field -> field.name().length() + field.value().length())
                    .sum();
            assertTrue(octets <= Hpack.MOST_OCTETS, octets + " octets");
            boolean isPlain = fields.get().stream()
                    .allMatch(field -> (field.name() + field.value()).chars().allMatch(c -> c < 0x80));
            if (isPlain) {
                assertEquals(fields, new Hpack().decode(Hpack.encode(fields.get())));
            }
        }
    }

    private static void json(byte[] bytes) {
        for (String path : List.of("$", "$.a[0].b", "$.n", "$[1]")) {
            JsonValues.find(bytes, JsonPath.parse(path).orElseThrow()).ifPresent(value -> {
                assertTrue(value.text().length() <= bytes.length + 200);
                value.is("1");
                value.is("x");
            });
        }
    }

    private static void series(String text) {
        Exposition.parse(text).ifPresent(series -> assertTrue(!series.name().isEmpty()));
    }

    private static void prometheus(byte[] bytes) {
        List<StatusRange> ok = List.of(new StatusRange(200, 200));
        ServedBytes.hold(
                bytes,
                false,
                PROMETHEUS,
                ask(
                        PROMETHEUS.call(),
                        ok,
                        Http1Framing::new,
                        (answer, exchange, channel) -> PrometheusProber.found(PROMETHEUS, answer, exchange, channel)));
    }

    private static void apache(byte[] bytes) {
        ApacheStatus.parse(bytes);
        List<StatusRange> ok = List.of(new StatusRange(200, 200));
        ServedBytes.hold(bytes, false, APACHE, ask(APACHE.call(), ok, Http1Framing::new, ApacheStatusProber::found));
    }

    /** Frames, of a server that has opened the socket as it must. */
    private static void webSocket(byte[] bytes) {
        WebSocketProber prober = new WebSocketProber(NETWORK, "upkeep/1");
        ServedBytes.hold(said -> opened(said, bytes), false, SOCKET, channel -> prober.speak(SOCKET, channel));
    }

    private static InputStream opened(ByteArrayOutputStream said, byte[] frames) {
        Matcher key = KEY.matcher(said.toString(StandardCharsets.US_ASCII));
        String accept = key.find() ? WebSocketProber.accept(key.group(1)) : "";
        String head = "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept
                + "\r\n\r\n";
        return new SequenceInputStream(
                new ByteArrayInputStream(head.getBytes(StandardCharsets.US_ASCII)), new ByteArrayInputStream(frames));
    }
}
