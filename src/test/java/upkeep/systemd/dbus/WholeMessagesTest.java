package upkeep.systemd.dbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MessageFactory;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.spi.message.IMessageReader;
import org.freedesktop.dbus.spi.message.IMessageWriter;
import org.freedesktop.dbus.spi.message.ISocketProvider;
import org.freedesktop.dbus.types.UInt32;
import org.junit.jupiter.api.Test;

class WholeMessagesTest {

    private static final MessageFactory MESSAGES = new MessageFactory((byte) 'l');

    private static MethodCall call() throws Exception {
        return MESSAGES.createMethodCall(
                "org.example", "/org/example", "org.example.Manager", "Ask", (byte) 0, "su", "why", new UInt32(7));
    }

    @Test
    void dbusJavaFindsIt() {
        List<Class<?>> found = ServiceLoader.load(ISocketProvider.class).stream()
                .<Class<?>>map(ServiceLoader.Provider::type)
                .toList();
        assertEquals(List.of(WholeMessages.class), found);
    }

    @Test
    void aMessageIsWrittenAsDbusJavaHasMadeIt() throws Exception {
        MethodCall call = call();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Stream.of(call.getWireData()).filter(Objects::nonNull).forEach(expected::writeBytes);
        try (ServerSocketChannel server = listening();
                SocketChannel here = SocketChannel.open(server.getLocalAddress());
                SocketChannel there = server.accept();
                IMessageWriter writer = new WholeMessages().createWriter(here)) {
            writer.writeMessage(call);
            here.shutdownOutput();
            ByteBuffer read = ByteBuffer.allocate(4096);
            while (there.read(read) >= 0) {
                // Until the end.
            }
            byte[] seen = new byte[read.flip().remaining()];
            read.get(seen);
            assertArrayEquals(expected.toByteArray(), seen);
        }
    }

    @Test
    void itEndsWithItsSocket() throws Exception {
        SocketChannel socket = SocketChannel.open();
        IMessageWriter writer = new WholeMessages().createWriter(socket);
        assertFalse(writer.isClosed());
        writer.close();
        assertTrue(writer.isClosed());
        assertFalse(socket.isOpen());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        try (ServerSocketChannel server = listening();
                SocketChannel here = SocketChannel.open(server.getLocalAddress());
                SocketChannel there = server.accept();
                IMessageWriter writer = new WholeMessages().createWriter(here);
                IMessageReader reader = new WholeMessages().createReader(there)) {
            writer.writeMessage(call());
            Message read = reader.readMessage();
            assertEquals("Ask", read.getName());
            assertArrayEquals(call().getParameters(), read.getParameters());
        }
    }

    private static ServerSocketChannel listening() throws Exception {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
}
