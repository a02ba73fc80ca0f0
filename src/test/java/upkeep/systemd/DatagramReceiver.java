package upkeep.systemd;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;

/** Stands where systemd or journald would listen. */
public final class DatagramReceiver implements AutoCloseable {

    private static final byte[] MARK = {'m', 'a', 'r', 'k'};

    private final UnixSocketAddress address;
    private final UnixDatagramChannel channel;

    public DatagramReceiver(Path path) throws IOException {
        this(new UnixSocketAddress(new File(path.toString())));
    }

    public DatagramReceiver(String abstractName) throws IOException {
        this(new UnixSocketAddress("\0" + abstractName));
    }

    private DatagramReceiver(UnixSocketAddress address) throws IOException {
        this.address = address;
        channel = UnixDatagramChannel.open().bind(address);
    }

    public byte[] receive() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        channel.receive(buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** All that was sent before this call and not received: what comes before a mark that is sent now. */
    public List<byte[]> receiveAll() throws IOException {
        channel.send(ByteBuffer.wrap(MARK), address);
        List<byte[]> all = new ArrayList<>();
        for (byte[] each = receive(); !Arrays.equals(each, MARK); each = receive()) {
            all.add(each);
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
