package upkeep.heartbeat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.Charset;

/** Says what it was given, a few octets at a time, and keeps what it is told. */
final class TestChannel implements ByteChannel {

    private static final int AT_ONCE = 7;

    private final ByteBuffer input;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    TestChannel(byte[] input) {
        this.input = ByteBuffer.wrap(input);
    }

    String written(Charset charset) {
        return output.toString(charset);
    }

    @Override
    public int read(ByteBuffer into) {
        if (!input.hasRemaining()) {
            return -1;
        }
        int length = Math.min(AT_ONCE, Math.min(into.remaining(), input.remaining()));
        into.put(input.slice(input.position(), length));
        input.position(input.position() + length);
        return length;
    }

    @Override
    public int write(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        output.writeBytes(bytes);
        return bytes.length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
