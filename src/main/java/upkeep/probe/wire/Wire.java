package upkeep.probe.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import javax.net.ssl.SSLException;

/** The bytes that come in on one connection. Whoever opened it closes it at the deadline, which ends a read that waits. */
public final class Wire {

    /** What many probes at a time have in vain while they wait for an answer. */
    private static final int SMALLEST = 512;

    private static final int LARGEST = 8192;

    private final InputStream in;
    /** Grows as long as what comes in fills it. */
    private byte[] buffer = new byte[SMALLEST];

    private int position;
    private int end;
    private long received;
    private long firstByteNanos;

    public Wire(InputStream in) {
        this.in = in;
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
