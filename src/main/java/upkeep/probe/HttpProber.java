package upkeep.probe;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.target.HttpTarget;
import upkeep.target.StatusRange;

/** Asks an HTTP/1.1 server for one page, over a new connection, and judges status, content and latency. */
final class HttpProber implements Prober<HttpTarget> {

    private static final Pattern CHARSET =
            Pattern.compile("(?i).*;\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})\"?.*");

    private final Connector connector;
    private final Tls tls;
    private final String userAgent;
    private final Watchdog watchdog = new Watchdog();

    HttpProber(Connector connector, Tls tls, String userAgent) {
        this.connector = connector;
        this.tls = tls;
        this.userAgent = userAgent;
    }

    @Override
    public Observation probe(HttpTarget target, Deadline deadline, Findings findings) throws Stop {
        HttpRequest request = HttpRequest.of(target, userAgent);
        Connector.Connection connection = connector.connect(request.host(), request.port(), deadline, findings);
        Exchange exchange = new Exchange(target, request, connection.peer(), deadline, findings);
        try (Socket raw = connection.socket();
                Watchdog.Guard _ = watchdog.over(raw, deadline)) {
            if (!request.tls()) {
                return exchange.run(raw);
            }
            long before = System.nanoTime();
            Socket secured = tls.handshake(
                    raw, request.host(), request.port(), target.verifyTls(), connection.peer(), deadline, findings);
            findings.measure("tls", (System.nanoTime() - before) / 1e9);
            findings.reached(Depth.HANDSHAKE);
            return exchange.run(secured);
        } catch (IOException error) {
            throw exchange.explain(error);
        }
    }

    /** One question and its answer. */
    private static final class Exchange {
        private final HttpTarget target;
        private final HttpRequest request;
        private final String peer;
        private final Deadline deadline;
        private final Findings findings;

        private Optional<Wire> wire = Optional.empty();
        private Optional<HttpHead> head = Optional.empty();
        private long bodySize;

        Exchange(HttpTarget target, HttpRequest request, String peer, Deadline deadline, Findings findings) {
            this.target = target;
            this.request = request;
            this.peer = peer;
            this.deadline = deadline;
            this.findings = findings;
        }

        Observation run(Socket socket) throws IOException {
            Wire in = new Wire(socket, deadline);
            wire = Optional.of(in);
            byte[] bytes = request.bytes();
            socket.getOutputStream().write(bytes);
            long asked = System.nanoTime();
            findings.steps().add(() -> "asked, " + Words.bytes(bytes.length), request::shownLines);

            HttpHead answer = HttpHead.read(in, peer);
            head = Optional.of(answer);
            findings.reached(Depth.QUERY);
            findings.measure("first-byte", (in.firstByteNanos() - asked) / 1e9);
            findings.measure("status", answer.status());
            findings.steps()
                    .add(
                            () -> "answered " + answer.statusText(),
                            () -> HttpRequest.shown(answer.fields().stream()
                                    .map(field -> field.name() + ": " + field.value())
                                    .toList()));
            if (target.status().stream().noneMatch(range -> range.contains(answer.status()))) {
                findings.measure("total", deadline.elapsedNanos() / 1e9);
                throw sick(
                        FailureKind.STATUS,
                        "answered " + answer.statusText() + whereTo(answer) + ", wanted " + wanted());
            }
            return judge(answer, in);
        }

        private Observation judge(HttpHead answer, Wire in) throws IOException {
            Charset charset = charset(answer);
            TextSearch search = new TextSearch(target.contains().orElse("").getBytes(charset));
            HttpBody body = new HttpBody(in, search, peer);
            HttpBody.End end;
            try {
                end = body.read(request.method(), answer);
            } finally {
                bodySize = body.size();
                findings.measure("bytes", (double) bodySize);
            }
            double total = deadline.elapsedNanos() / 1e9;
            findings.measure("total", total);
            findings.steps()
                    .add(() -> "body " + end.name().toLowerCase(Locale.ROOT) + " after " + Words.bytes(bodySize));
            if (target.contains().isPresent()) {
                findings.reached(Depth.VALUE);
                if (!search.isFound() && !target.contains().get().isEmpty()) {
                    throw sick(
                            FailureKind.CONTENT,
                            notFound(answer, end, target.contains().get()));
                }
            }
            String answered = "answered " + answer.statusText() + " in " + Words.seconds(total);
            Optional<TimeSpan> limit = target.maxLatency();
            if (limit.isPresent() && total * 1e6 > limit.get().microseconds()) {
                throw sick(FailureKind.LATENCY, answered + ", wanted within " + limit.get());
            }
            return findings.passed(peer + " " + answered
                    + target.contains()
                            .map(text -> ", with \"" + Words.printable(text, 60) + "\" in it")
                            .orElse(""));
        }

        private String notFound(HttpHead answer, HttpBody.End end, String text) {
            String where = end == HttpBody.End.LIMIT ? "the first " : "the ";
            List<String> codings = answer.values("Content-Encoding").stream()
                    .filter(coding -> !coding.equals("identity"))
                    .toList();
            return "answered " + answer.statusText() + ", but " + where + Words.bytes(bodySize)
                    + " of body do not contain \""
                    + Words.printable(text, 60) + "\""
                    + (codings.isEmpty()
                            ? ""
                            : "; it came compressed (" + Words.printable(String.join(", ", codings), 40)
                                    + ") although that was not asked for");
        }

        private static Charset charset(HttpHead answer) {
            Matcher named = CHARSET.matcher(answer.first("Content-Type").orElse(""));
            try {
                Charset charset = named.matches() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
                return charset.canEncode() ? charset : StandardCharsets.UTF_8;
            } catch (IllegalArgumentException unknown) {
                return StandardCharsets.UTF_8;
            }
        }

        private static String whereTo(HttpHead answer) {
            boolean redirect = answer.status() >= 300 && answer.status() < 400;
            return answer.first("Location")
                    .filter(_ -> redirect)
                    .map(location -> " (to " + Words.printable(location, 200) + ", not followed)")
                    .orElse("");
        }

        private String wanted() {
            return target.status().stream().map(StatusRange::toString).collect(Collectors.joining(" or "));
        }

        /** What an error on the open connection means, given how far the exchange had come. */
        Stop explain(IOException error) {
            if (error instanceof Stop stop) {
                return stop;
            }
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (!interrupted && deadline.explains(error)) {
                return sick(FailureKind.TIMEOUT, late());
            }
            if (!interrupted && error instanceof SSLException broken && !(broken.getCause() instanceof IOException)) {
                return sick(
                        FailureKind.TLS,
                        "broke the TLS connection: " + Words.printable(String.valueOf(broken.getMessage()), 200));
            }
            Stop stop = SocketFaults.of(error, peer, deadline);
            return stop instanceof Stop.Sick reset && reset.kind() == FailureKind.CLOSED
                    ? sick(FailureKind.CLOSED, "reset the connection " + progress())
                    : stop;
        }

        private String late() {
            long received = wire.map(Wire::received).orElse(0L);
            if (head.isPresent()) {
                return "answered " + head.get().statusText() + ", but did not finish the body within " + deadline.text()
                        + " (" + Words.bytes(received) + " received)";
            }
            return received == 0
                    ? "accepted the connection but sent nothing for " + deadline.text()
                    : "began to answer, but did not finish the header within " + deadline.text() + " ("
                            + Words.bytes(received) + " received)";
        }

        private String progress() {
            long received = wire.map(Wire::received).orElse(0L);
            return received == 0
                    ? "without an answer"
                    : "in the middle of the answer (" + Words.bytes(received) + " received)";
        }

        private Stop sick(FailureKind kind, String what) {
            return new Stop.Sick(kind, peer + " " + what);
        }
    }
}
