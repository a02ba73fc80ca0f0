package upkeep.systemd.dbus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.spi.message.IMessageReader;
import org.freedesktop.dbus.spi.message.IMessageWriter;
import org.freedesktop.dbus.spi.message.ISocketProvider;
import org.freedesktop.dbus.spi.message.InputStreamMessageReader;

/**
 * Has dbus-java write a message to the bus at once. By itself it writes each field of its head alone, some forty times for a call, and the
 * bus wakes for each. Found by it as a service, for all connections of this process. Descriptors are not passed on.
 */
public final class WholeMessages implements ISocketProvider {

    @Override
    public IMessageReader createReader(SocketChannel socket) {
        return new InputStreamMessageReader(socket);
    }

    @Override
    public IMessageWriter createWriter(SocketChannel socket) {
        return new Writer(socket);
    }

    @Override
    public void setFileDescriptorSupport(boolean isSupported) {
        // Nobody here has one to pass on.
    }

    @Override
    public boolean isFileDescriptorPassingSupported() {
        return false;
    }

    /** To a socket that blocks, by one thread at a time. */
    private record Writer(SocketChannel socket) implements IMessageWriter {

        @Override
        public void writeMessage(Message message) throws IOException {
            ByteBuffer whole = whole(message.getWireData());
            while (whole.hasRemaining()) {
                socket.write(whole);
            }
        }

        /** Of the parts there is room for more than there are. */
        private static ByteBuffer whole(byte[][] room) {
            List<byte[]> parts = Stream.of(room).takeWhile(Objects::nonNull).toList();
            ByteBuffer whole = ByteBuffer.allocate(
                    parts.stream().mapToInt(part -> part.length).sum());
            parts.forEach(whole::put);
            return whole.flip();
        }

        @Override
        public boolean isClosed() {
            return !socket.isOpen();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
