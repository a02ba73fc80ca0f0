package upkeep.probe.http;

import java.io.IOException;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Wire;

/** HTTP/1.1 (RFC 9112): a header of lines, and a body that has a length, comes in chunks, or ends with the connection. */
final class Http1Framing implements HttpFraming {

    private final Channel channel;
    private final Wire in;
    private String method = "";
    private long size;

    Http1Framing(Channel channel) {
        this.channel = channel;
        this.in = channel.open().in();
    }

    @Override
    public void send(HttpRequest request) throws IOException {
        method = request.method();
        byte[] bytes = request.bytes();
        channel.open().out().write(bytes);
        channel.findings().steps().add(() -> "asked, " + Words.bytes(bytes.length), request::shownLines);
    }

    @Override
    public HttpHead head() throws IOException {
        return HttpHead.read(in, channel.peer());
    }

    @Override
    public long firstByteNanos() {
        return in.firstByteNanos();
    }

    @Override
    public HttpBody.End read(HttpHead answer, HttpBody.Sink sink, int limit) throws IOException {
        HttpBody body = new HttpBody(in, sink, channel.peer(), limit);
        try {
            return body.read(method, answer);
        } finally {
            size = body.size();
        }
    }

    @Override
    public long size() {
        return size;
    }
}
