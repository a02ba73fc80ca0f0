package upkeep.heartbeat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** One request and its answer, over a connection. */
final class Exchange {

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ByteChannel channel;
    private final Optional<Sender.User> peer;
    private final Reports reports;
    private final byte[] read = new byte[Request.LONGEST_HEAD];
    private int filled;
    /** Where the body begins in what was read. */
    private int bodyFrom;

    /**
     * @param peer who is at the other end, where the kernel knows
     */
    Exchange(ByteChannel channel, Optional<Sender.User> peer, Reports reports) {
        this.channel = channel;
        this.peer = peer;
        this.reports = reports;
    }

    void run() throws IOException {
        write(answer().bytes());
    }

    private Reply answer() throws IOException {
        int end = head();
        Optional<Request> request = end < 0 ? Optional.empty() : Request.parse(Arrays.copyOf(read, end));
        if (request.isEmpty()) {
            return Reply.BAD;
        }
        if (!request.get().method().equals("POST")) {
            return Reply.BAD_METHOD;
        }
        if (request.get().length() > Request.LONGEST_BODY) {
            return Reply.LARGE;
        }
        if (request.get().expectsContinue()) {
            write(CONTINUE);
        }
        Optional<byte[]> body = body(request.get().length());
        if (body.isEmpty()) {
            return Reply.BAD;
        }
        Optional<Report> report = Routes.report(request.get().path(), body.get());
        Sender sender = request.get()
                .token()
                .<Sender>map(Sender.Bearer::new)
                .or(() -> peer)
                .orElse(new Sender.Bearer(""));
        return report.map(it -> Reply.of(reports.report(it, sender), sender)).orElse(Reply.NOT_FOUND);
    }

    /** Reads until the empty line that ends a head; where the head ends, without its last line end, or -1. */
    private int head() throws IOException {
        int from = 0;
        while (true) {
            for (int i = from; i < filled; i++) {
                if (read[i] == '\n' && isEmptyLine(i)) {
                    return endOfHead(i);
                }
            }
            from = filled;
            if (filled == read.length) {
                return -1;
            }
            int more = channel.read(ByteBuffer.wrap(read, filled, read.length - filled));
            if (more < 0) {
                return -1;
            }
            filled += more;
        }
    }

    /** Whether the line that ends there is empty, and another one stands before it. */
    private boolean isEmptyLine(int lineFeed) {
        int end = lineFeed > 0 && read[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        return end > 0 && read[end - 1] == '\n';
    }

    private int endOfHead(int lineFeed) {
        bodyFrom = lineFeed + 1;
        int end = read[lineFeed - 1] == '\r' ? lineFeed - 2 : lineFeed - 1;
        return end > 0 && read[end - 1] == '\r' ? end - 1 : end;
    }

    private Optional<byte[]> body(int length) throws IOException {
        byte[] body = new byte[length];
        int have = Math.min(length, filled - bodyFrom);
        System.arraycopy(read, bodyFrom, body, 0, have);
        ByteBuffer rest = ByteBuffer.wrap(body, have, length - have);
        while (rest.hasRemaining()) {
            if (channel.read(rest) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(body);
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
