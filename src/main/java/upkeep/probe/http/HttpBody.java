package upkeep.probe.http;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Wire;

/**
 * Reads the body of an HTTP/1 answer (RFC 9112 sections 6 and 7): chunked, by Content-Length, or until the connection is
 * closed; so many bytes at most, and no further than whoever takes them wants.
 */
final class HttpBody {

    /** The most that is read of a page. */
    static final int MOST_BYTES = 1 << 20;

    private static final int MOST_TRAILER = 65_536;
    private static final int MOST_SIZE_LINE = 1024;
    private static final int MOST_AT_ONCE = 8192;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK_LENGTH = Pattern.compile("[0-9a-fA-F]{1,15}");

    private final Wire wire;
    private final Sink sink;
    private final String peer;
    private final int limit;
    private byte[] piece = {};
    private long size;

    HttpBody(Wire wire, Sink sink, String peer, int limit) {
        this.wire = wire;
        this.sink = sink;
        this.peer = peer;
        this.limit = limit;
    }

    /** Takes the body, piece by piece. */
    @FunctionalInterface
    interface Sink {
        /** The next bytes, {@code count} of them, which are the sink's for this call only; true if no more are wanted. */
        boolean take(byte[] bytes, int count) throws IOException;
    }

    /** Why reading came to its end. */
    enum End {
        COMPLETE,
        FOUND,
        LIMIT
    }

    /** Bytes of body so far, without the framing. */
    long size() {
        return size;
    }

    End read(String method, HttpHead head) throws IOException {
        if (method.equals("HEAD") || head.status() < 200 || head.status() == 204 || head.status() == 304) {
            return End.COMPLETE;
        }
        List<String> codings = head.values("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!codings.equals(List.of("chunked"))) {
                throw wrong("sent a body in a transfer coding that was not asked for: "
                        + Words.printable(String.join(", ", codings), 60));
            }
            return chunks();
        }
        List<String> lengths = head.values("Content-Length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            return untilClosed();
        }
        String length = lengths.getFirst();
        if (lengths.size() > 1 || !LENGTH.matcher(length).matches()) {
            throw wrong("sent an impossible Content-Length: " + Words.printable(String.join(", ", lengths), 60));
        }
        return exactly(Long.parseLong(length), "of " + length + " bytes");
    }

    private End untilClosed() throws IOException {
        while (size < limit) {
            int count = read(limit - size);
            if (count < 0) {
                return End.COMPLETE;
            }
            if (take(count)) {
                return End.FOUND;
            }
        }
        return End.LIMIT;
    }

    private End exactly(long length, String outOf) throws IOException {
        long left = length;
        while (left > 0) {
            if (size >= limit) {
                return End.LIMIT;
            }
            int count = read(Math.min(left, limit - size));
            if (count < 0) {
                throw cut(outOf);
            }
            left -= count;
            if (take(count)) {
                return End.FOUND;
            }
        }
        return End.COMPLETE;
    }

    /** Reads so many bytes at most; -1 at the end. */
    private int read(long most) throws IOException {
        int wanted = (int) Math.min(most, MOST_AT_ONCE);
        if (piece.length < wanted) {
            piece = new byte[wanted];
        }
        return wire.read(piece, most);
    }

    private End chunks() throws IOException {
        while (true) {
            String line = line(MOST_SIZE_LINE);
            int extension = line.indexOf(';');
            String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
            if (!CHUNK_LENGTH.matcher(digits).matches()) {
                throw wrong("sent a chunk size that is none: \"" + Words.printable(line, 60) + "\"");
            }
            long length = Long.parseLong(digits, 16);
            if (length == 0) {
                return trailer();
            }
            End end = exactly(length, "in chunks");
            if (end != End.COMPLETE) {
                return end;
            }
            if (!line(MOST_SIZE_LINE).isEmpty()) {
                throw wrong("sent a chunk longer than its size");
            }
        }
    }

    private End trailer() throws IOException {
        int left = MOST_TRAILER;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length() + 1;
        }
        return End.COMPLETE;
    }

    private String line(int limit) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = wire.read(); next != '\n'; next = wire.read()) {
            if (next < 0) {
                throw cut("in chunks");
            }
            if (line.length() >= limit) {
                throw wrong("sent chunks without end of line");
            }
            line.append((char) next);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    /** Hands on bytes just read; true once no more are wanted. */
    private boolean take(int count) throws IOException {
        size += count;
        return sink.take(piece, count);
    }

    private Stop cut(String outOf) {
        return new Stop.Sick(
                FailureKind.CLOSED,
                peer + " closed the connection in the middle of the body (" + size + " " + outOf + " received)");
    }

    private Stop wrong(String what) {
        return new Stop.Sick(FailureKind.PROTOCOL, peer + " " + what);
    }
}
