package upkeep.probe.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Findings;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Wire;

/** One question to a web server and its answer, over an open connection. Used by the probe's thread alone. */
final class HttpExchange {

    private final HttpRequest request;
    private final Channel channel;
    private final HttpFraming framing;
    private final Wire in;
    private Optional<HttpHead> head = Optional.empty();

    HttpExchange(HttpRequest request, Channel channel, HttpFraming framing) {
        this.request = request;
        this.channel = channel;
        this.framing = framing;
        this.in = channel.open().in();
    }

    /** What is said on the connection; errors of it are put into words. */
    @FunctionalInterface
    interface Part<T> {
        T run() throws IOException;
    }

    /**
     * Sends the request and reads the header of the answer. Measures {@code first-byte}, {@code status} and {@code
     * http-version}.
     */
    HttpHead ask() throws Stop {
        return explained(() -> {
            Findings findings = channel.findings();
            framing.send(request);
            long asked = System.nanoTime();
            HttpHead answer = framing.head();
            head = Optional.of(answer);
            findings.reached(Depth.QUERY);
            // Who answers before all of the request is there has answered at once.
            findings.measure("first-byte", Math.max(0, framing.firstByteNanos() - asked) / 1e9);
            findings.measure("status", answer.status());
            findings.measure("http-version", Double.parseDouble(answer.version()));
            findings.steps()
                    .add(
                            () -> "answered " + answer.statusText(),
                            () -> HttpRequest.shown(answer.fields().stream()
                                    .map(field -> field.name() + ": " + field.value())
                                    .toList()));
            return answer;
        });
    }

    /**
     * Reads the body into {@code sink}, decompressed where it is compressed by gzip or deflate. Measures {@code bytes}, as
     * they came.
     *
     * @param limit the most bytes that the sink is given
     */
    HttpBody.End read(HttpHead answer, HttpBody.Sink sink, int limit) throws Stop {
        return explained(() -> {
            Optional<ContentCoding> coding = ContentCoding.of(answer);
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(0);
            HttpBody.Sink first = coding.isEmpty()
                    ? sink
                    : (bytes, count) -> {
                        compressed.write(bytes, 0, count);
                        return false;
                    };
            HttpBody.End end;
            try {
                end = framing.read(answer, first, coding.isEmpty() ? limit : HttpBody.MOST_BYTES);
            } finally {
                channel.findings().measure("bytes", framing.size());
            }
            HttpBody.End how = end;
            channel.findings()
                    .steps()
                    .add(() -> "body " + how.name().toLowerCase(Locale.ROOT) + " after " + Words.bytes(framing.size()));
            return coding.isPresent()
                    ? coding.get().decode(compressed.toByteArray(), end, sink, limit, channel.peer())
                    : end;
        });
    }

    /** Bytes of body that came, without the framing. */
    long bodySize() {
        return framing.size();
    }

    private <T> T explained(Part<T> part) throws Stop {
        try {
            return part.run();
        } catch (IOException error) {
            throw explain(error);
        }
    }

    /** What an error on the open connection means, given how far the exchange had come. */
    private Stop explain(IOException error) {
        if (error instanceof Stop stop) {
            return stop;
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (!interrupted && channel.deadline().explains(error)) {
            return channel.sick(FailureKind.TIMEOUT, late());
        }
        if (!interrupted && error instanceof SSLException broken && !(broken.getCause() instanceof IOException)) {
            return channel.sick(
                    FailureKind.TLS,
                    "broke the TLS connection: " + Words.printable(String.valueOf(broken.getMessage()), 200));
        }
        Stop stop = SocketFaults.of(error, channel.peer(), channel.deadline());
        return stop instanceof Stop.Sick reset && reset.kind() == FailureKind.CLOSED
                ? channel.sick(FailureKind.CLOSED, "reset the connection " + progress())
                : stop;
    }

    private String late() {
        long received = in.received();
        String time = channel.deadline().text();
        if (head.isPresent()) {
            return "answered " + head.get().statusText() + ", but did not finish the body within " + time + " ("
                    + Words.bytes(received) + " received)";
        }
        if (received > 0 && framing.firstByteNanos() == 0) {
            return "speaks HTTP/2, but sent no answer for " + time;
        }
        return received == 0
                ? "accepted the connection but sent nothing for " + time
                : "began to answer, but did not finish the header within " + time + " (" + Words.bytes(received)
                        + " received)";
    }

    private String progress() {
        return in.received() == 0
                ? "without an answer"
                : "in the middle of the answer (" + Words.bytes(in.received()) + " received)";
    }
}
