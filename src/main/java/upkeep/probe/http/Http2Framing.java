package upkeep.probe.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;

/** HTTP/2 (RFC 9113), the server being known to speak it. */
final class Http2Framing implements HttpFraming {

    private static final String STATUS = ":status";

    private final Channel channel;
    private final Http2 http;
    private String method = "";
    private long firstByteNanos;
    private long size;

    Http2Framing(Channel channel) {
        this.channel = channel;
        this.http = new Http2(channel);
    }

    @Override
    public void send(HttpRequest request) throws IOException {
        method = request.method();
        http.send(request.fields(), request.bodyBytes());
    }

    @Override
    public HttpHead head() throws IOException {
        while (true) {
            List<Field> fields = http.header();
            if (firstByteNanos == 0) {
                firstByteNanos = System.nanoTime();
            }
            int status = status(fields);
            if (status >= 200) {
                return new HttpHead("2", status, "", plain(fields));
            }
            if (status == 101 || http.hasEnded()) {
                throw wrong("ended with the interim answer " + status);
            }
        }
    }

    /** There is one field for the status, and it comes before the others. */
    private int status(List<Field> fields) throws Stop {
        Optional<String> status = fields.stream()
                .filter(field -> field.name().equals(STATUS))
                .map(Field::value)
                .findFirst();
        if (status.filter(text -> text.matches("[1-9][0-9]{2}")).isEmpty()) {
            throw wrong("sent a header without a status");
        }
        return Integer.parseInt(status.get());
    }

    /** The fields proper. Their octets were taken for characters, and are UTF-8 as those of HTTP/1. */
    private static List<Field> plain(List<Field> fields) {
        return fields.stream()
                .filter(field -> !field.name().startsWith(":"))
                .map(field -> new Field(
                        field.name(),
                        new String(field.value().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                                .strip()))
                .toList();
    }

    @Override
    public long firstByteNanos() {
        return firstByteNanos;
    }

    @Override
    public HttpBody.End read(HttpHead answer, HttpBody.Sink sink, int limit) throws IOException {
        channel.await("the rest of the body");
        while (!http.hasEnded()) {
            if (size >= limit) {
                return HttpBody.End.LIMIT;
            }
            byte[] data = http.data();
            int count = (int) Math.min(data.length, limit - size);
            size += count;
            if (sink.take(data, count)) {
                return HttpBody.End.FOUND;
            }
            if (count < data.length) {
                return HttpBody.End.LIMIT;
            }
        }
        checkLength(answer);
        return HttpBody.End.COMPLETE;
    }

    /** A length that is announced must be kept (section 8.1.1), but where there is no body at all. */
    private void checkLength(HttpHead answer) throws Stop {
        boolean hasBody = !method.equals("HEAD") && answer.status() != 204 && answer.status() != 304;
        Optional<String> announced = answer.first("content-length").filter(_ -> hasBody);
        if (announced.isPresent() && !announced.get().equals(Long.toString(size))) {
            throw wrong("ended the body after " + Words.bytes(size) + ", and had announced "
                    + Words.printable(announced.get(), 20));
        }
    }

    @Override
    public long size() {
        return size;
    }

    private Stop wrong(String what) {
        return channel.sick(FailureKind.PROTOCOL, what);
    }
}
