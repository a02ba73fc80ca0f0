package upkeep.probe.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.ssl.SSLException;
import upkeep.probe.run.Deadline;

/** The bytes that come in on one connection, each read bounded by the time that is left. */
public final class Wire {

    /** How long a read of the stream may wait. */
    @FunctionalInterface
    public interface Patience {
        /** For a stream that is closed at the deadline anyway. */
        Patience UNTIL_CLOSED = _ -> {};

        void atMost(int milliseconds) throws IOException;
    }

    /** What many probes at a time have in vain while they wait for an answer. */
    private static final int SMALLEST = 512;

    private static final int LARGEST = 8192;

    private final InputStream in;
    private final Patience patience;
    private final Deadline deadline;
    /** Grows as long as what comes in fills it. */
    private byte[] buffer = new byte[SMALLEST];

    private int position;
    private int end;
    private long received;
    private long firstByteNanos;

    public Wire(Socket socket, Deadline deadline) throws IOException {
        this(socket.getInputStream(), socket::setSoTimeout, deadline);
    }

    public Wire(InputStream in, Patience patience, Deadline deadline) {
        this.in = in;
        this.patience = patience;
        this.deadline = deadline;
    }

    /** How many bytes came in so far, read or not. */
    public long received() {
        return received;
    }

    /** When the first byte came in, in {@link System#nanoTime} units; 0 if none did. */
    public long firstByteNanos() {
        return firstByteNanos;
    }

    /** The next byte, or -1 at the end. */
    public int read() throws IOException {
        return position < end || fill() ? buffer[position++] & 0xff : -1;
    }

    /** Hands out what is there, at most {@code limit} bytes, or waits for more; -1 at the end. */
    public int read(byte[] into, long limit) throws IOException {
        if (position == end && !fill()) {
            return -1;
        }
        int count = (int) Math.min(Math.min(into.length, limit), end - position);
        System.arraycopy(buffer, position, into, 0, count);
        position += count;
        return count;
    }

    /** Whether more has come in than was read. */
    boolean hasBuffered() {
        return position < end;
    }

    /** Hands out what has already come in, without waiting. */
    public int buffered(byte[] into) {
        int count = Math.min(into.length, end - position);
        System.arraycopy(buffer, position, into, 0, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        patience.atMost(deadline.socketTimeout());
        if (end == buffer.length && end < LARGEST) {
            buffer = new byte[4 * end];
        }
        int count;
        try {
            count = in.read(buffer);
        } catch (SSLException closed) {
            // Many servers end a connection without the closing alert; the framing of HTTP tells a cut answer.
            if (closed.getCause() instanceof EOFException) {
                return false;
            }
            throw closed;
        }
        if (count <= 0) {
            return false;
        }
        if (received == 0) {
            firstByteNanos = System.nanoTime();
        }
        received += count;
        position = 0;
        end = count;
        return true;
    }
}
