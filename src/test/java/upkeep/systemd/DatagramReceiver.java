package upkeep.systemd;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketAddress;

/** Stands where systemd or journald would listen. */
public final class DatagramReceiver implements AutoCloseable {

    private final UnixDatagramChannel channel;

    public DatagramReceiver(Path path) throws IOException {
        channel = UnixDatagramChannel.open().bind(new UnixSocketAddress(new File(path.toString())));
    }

    public DatagramReceiver(String abstractName) throws IOException {
        channel = UnixDatagramChannel.open().bind(new UnixSocketAddress("\0" + abstractName));
    }

    public byte[] receive() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        channel.receive(buffer);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
