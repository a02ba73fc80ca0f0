package upkeep.notify;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connection to a mail server. It may be closed by any thread at any time, and then is for good. */
final class MailConnection implements Closeable {

    /** No server has so much to say to one message. */
    private static final long MOST_READ = 1 << 20;

    private volatile boolean closed;
    private volatile @Nullable Socket socket;

    /** Connects to the first address that answers; each has its share of the time. */
    Socket to(List<InetAddress> addresses, int port, Cutoff cutoff) throws IOException {
        IOException why = new SocketException("it has no address");
        for (int i = 0; i < addresses.size(); i++) {
            Duration share = cutoff.left().dividedBy(addresses.size() - i);
            if (share.toMillis() == 0) {
                throw new SocketTimeoutException("no time is left");
            }
            Socket next = new Metered();
            socket = next;
            try {
                if (closed) {
                    throw new SocketException("closed");
                }
                next.connect(new InetSocketAddress(addresses.get(i), port), (int)
                        Math.min(Integer.MAX_VALUE, share.toMillis()));
                return next;
            } catch (IOException failed) {
                next.close();
                why = failed;
            }
        }
        throw why;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        Socket open = socket;
        if (open != null) {
            open.close();
        }
    }

    /** Ends when more has been read than there is any need of. */
    private static final class Metered extends Socket {
        private long left = MOST_READ;

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] bytes, int from, int count) throws IOException {
                    if (left <= 0) {
                        throw new IOException("it said more than " + MOST_READ + " bytes");
                    }
                    int read = super.read(bytes, from, (int) Math.min(left, count));
                    left -= Math.max(0, read);
                    return read;
                }
            };
        }
    }
}
