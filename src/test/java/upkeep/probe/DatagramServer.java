package upkeep.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server on loopback that answers every datagram as the test says. */
public final class DatagramServer implements AutoCloseable {

    /** The questions that came in. */
    public final BlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();

    private final DatagramSocket socket;
    private final int port;

    /** The datagrams with which a question is answered, possibly none. */
    @FunctionalInterface
    public interface Script {
        List<byte[]> answers(byte[] question);
    }

    public DatagramServer(Script script) {
        try {
            socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        port = socket.getLocalPort();
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    answer(script);
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
    }

    private void answer(Script script) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        questions.add(question);
        for (byte[] answer : script.answers(question)) {
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }

    /** Where it listens, or did until it was closed. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        socket.close();
    }
}
