package upkeep.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.probe.LoopbackServer.answering;
import static upkeep.probe.LoopbackServer.send;
import static upkeep.probe.LoopbackServer.then;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import upkeep.probe.LoopbackServer;

/** A gate in front of web servers, well and ill. */
@Timeout(120)
@ParameterizedClass(name = "{0}")
@EnumSource(Compiler.Build.class)
class ReadyHttpTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Compiler.Build build;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Gate gate;

    @BeforeEach
    void build() {
        gate = Gate.built(build);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private void isReady(LoopbackServer server, String... options) throws IOException {
        try (server) {
            gate.ready(http(server, options)).isReady();
        }
    }

    private void isNotReady(String seen, LoopbackServer server, String... options) throws IOException {
        try (server) {
            gate.once(http(server, options)).isNotReady("127.0.0.1:" + server.port() + " " + seen);
        }
    }

    private void isInVain(String seen, LoopbackServer server) throws IOException {
        try (server) {
            gate.inVain("127.0.0.1:" + server.port() + " " + seen, http(server));
        }
    }

    private static String[] http(LoopbackServer server, String... options) {
        return Gate.with(List.of(options), "http", "127.0.0.1", "" + server.port());
    }

    @Test
    void goodAnswersPass() throws IOException {
        isReady(answering(OK + "Content-Length: 2\r\n\r\nok"));
        isReady(answering(OK + "Content-Length: 0\r\n\r\n"));
        isReady(answering(OK + "\r\nuntil the end"), "--contains=the end");
        isReady(
                answering(
                        OK
                                + "Transfer-Encoding: Chunked\r\n\r\n3\r\nall\r\n6;x=y\r\n is we\r\n2\r\nll\r\n0\r\nA: b\r\n\r\n"),
                "--contains=all is well");
        isReady(answering(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 Yes\r\n\r\n"));
        isReady(answering("HTTP/1.0 404 Not Found\r\n\r\n"), "--status=200-299,404");
        isReady(answering(OK + "Content-Length: 7\r\n\r\na\0b\0all"), "--contains=all");
    }

    /** Only what is asked for with HEAD may announce a body that never comes. */
    @Test
    void aBodyIsExpectedWhereThereIsOne() throws IOException {
        LoopbackServer.Conversation announces = (server, socket) -> {
            send(socket, OK + "Content-Length: 100\r\n\r\n");
            server.holdOpen();
        };
        isReady(then(announces), "--method=HEAD");
        isInVain("answered 200, but did not finish the body within", then(announces));
    }

    @Test
    void aConnectionThatStaysOpenIsNotWaitedFor() throws IOException {
        LoopbackServer.Conversation keepsAlive = (server, socket) -> {
            send(socket, OK + "Content-Length: 2\r\n\r\nok");
            server.holdOpen();
        };
        isReady(then(keepsAlive));
    }

    @Test
    void whatIsAskedIsWhatWasSaid() throws IOException {
        try (LoopbackServer server = answering(OK + "\r\n")) {
            gate.ready(http(server, "--path=/health?deep=1", "--header=X-Probe: a b", "--header=user-agent: Mine"))
                    .isReady();
            assertEquals(
                    "GET /health?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nAccept: */*\r\nX-Probe: a b\r\nuser-agent: Mine\r\nConnection: close\r\n\r\n",
                    server.requests.remove());
            gate.ready(http(server, "--method=POST", "--header=Host: web.example.org"))
                    .isReady();
            assertEquals("""
                    POST / HTTP/1.1
                    Accept: */*
                    User-Agent: upkeep-gate/test
                    Host: web.example.org
                    Content-Length: 0
                    Connection: close

                    """.replace("\n", "\r\n"), server.requests.remove());
        }
    }

    @Test
    void otherAnswersDoNot() throws IOException {
        isNotReady("answered 503 Not Yet, wanted 200-299", answering("HTTP/1.1 503 Not Yet\r\n\r\nwait"));
        isNotReady(
                "answered 200 OK, but the 4 bytes of body do not contain \"up\"",
                answering(OK + "Content-Length: 4\r\n\r\nwait"),
                "--contains=up");
        isNotReady("answered, but not in HTTP: \"SSH-2.0-x\"", answering("SSH-2.0-x\r\n"));
        isNotReady("answered, but not in HTTP: \"?\"", answering("\r\n" + OK + "\r\n"));
        isNotReady("answered, but not in HTTP: \"HTTP/2 200\"", answering("HTTP/2 200\r\n\r\n"));
        isNotReady("sent a header line that is none: \"nonsense\"", answering(OK + "nonsense\r\n\r\n"));
        isNotReady("sent an impossible Content-Length", answering(OK + "Content-Length: 1, 2\r\n\r\nab"));
        isNotReady("sent a body in a transfer coding", answering(OK + "Transfer-Encoding: gzip, chunked\r\n\r\n"));
        isNotReady(
                "sent a chunk size that is none: \"g\"", answering(OK + "Transfer-Encoding: chunked\r\n\r\ng\r\n\r\n"));
        isNotReady(
                "sent a chunk longer than its size",
                answering(OK + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"));
        isNotReady(
                "closed the connection in the middle of the body (2 of 5 bytes received)",
                answering(OK + "Content-Length: 5\r\n\r\nab"));
        isNotReady("closed the connection in the middle of the header", answering(OK + "X:"));
        isNotReady("accepted the connection and closed it without an answer", answering(""));
    }

    @Test
    void aResetIsTold() throws IOException {
        isNotReady("reset the connection in the middle of the answer (17 bytes received)", then((server, socket) -> {
            send(socket, OK);
            // What is sent must have been read before the reset, which would overtake it.
            server.isOverWithin(Duration.ofMillis(20));
            socket.setSoLinger(true, 0);
        }));
    }

    @Test
    void silenceAndDripsEndWithTheTimeOfATry() throws IOException {
        isInVain("accepted the connection but sent nothing for ", then((server, socket) -> server.holdOpen()));
        isInVain("began to answer, but did not finish the header within ", then((server, socket) -> {
            send(socket, OK);
            drip(server, socket.getOutputStream());
        }));
        isInVain("answered 200, but did not finish the body within ", then((server, socket) -> {
            send(socket, OK + "\r\n");
            drip(server, socket.getOutputStream());
        }));
    }

    private static void drip(LoopbackServer server, OutputStream out) throws IOException, InterruptedException {
        while (!server.isOverWithin(Duration.ofMillis(3))) {
            out.write('x');
            out.flush();
        }
    }

    @Test
    void whatNeverEndsIsReadUpToItsLimit() throws IOException {
        isReady(endless(OK + "\r\n", "ok "));
        isReady(endless(OK + "Content-Length: 999999999999\r\n\r\n", "ok "));
        isNotReady(
                "answered 200 OK, but the first 1048576 bytes of body do not contain \"never\"",
                endless(OK + "\r\n", "ok "),
                "--contains=never");
        isNotReady("sent more than 200 header lines", endless(OK, "X: y\r\n"));
        isNotReady("sent more than 65536 bytes of header", endless(OK + "X: ", "y"));
    }

    private static LoopbackServer endless(String first, String more) {
        return then((server, socket) -> {
            send(socket, first);
            byte[] much = more.repeat(3000).getBytes(UTF_8);
            while (!server.isOverWithin(Duration.ZERO)) {
                socket.getOutputStream().write(much);
            }
        });
    }

    @Test
    void itGoesOnUntilTheAnswerIsGood() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        isReady(then((server, socket) -> {
            int request = requests.incrementAndGet();
            if (request == 2) {
                server.isOverWithin(Duration.ofMillis(1));
                return;
            }
            send(socket, request < 4 ? "HTTP/1.1 503 Starting\r\n\r\n" : OK + "\r\n");
        }));
        assertEquals(4, requests.get());
    }

    @Test
    void aSocketInTheFileSystemIsAsked() throws Exception {
        Path path = folder.resolve("web.sock");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
            Thread server = Thread.ofVirtual().start(() -> answerOnce(listening));
            gate.ready("--contains=unix", "http-unix", path.toString()).isReady();
            server.join();
        }
        gate.once("http-unix", path.toString()).isNotReady(path + " refused the connection");
    }

    private static void answerOnce(ServerSocketChannel listening) {
        try (SocketChannel socket = listening.accept()) {
            ByteBuffer request = ByteBuffer.allocate(4096);
            socket.read(request);
            assertTrue(new String(request.array(), UTF_8).startsWith("GET / HTTP/1.1\r\nHost: localhost\r\n"));
            socket.write(ByteBuffer.wrap((OK + "\r\nunix").getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--path=health|a path begins with /",
                "--path=/a b|are written as %XX",
                "--header=nonsense|a header field is NAME: VALUE",
                "--header=Content-Length: 3|that field is the program's own",
                "--header=X: a\u0001b|it holds a control character",
                "--status=200-|it is no list such as",
                "--status=300-200|it is no list such as",
                "--method=GET /|it is no HTTP method",
                "--failures=3|they are for watch"
            })
    void whatCannotBeAskedIsRefused(String option, String why) throws IOException {
        Gate.End end = gate.run("ready", option, "http", "127.0.0.1", "80");
        assertEquals(Gate.USAGE, end.status());
        assertTrue(end.text().contains(why), end.text());
    }
}
