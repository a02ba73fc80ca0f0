package upkeep.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a real server and the probe said to each other, from {@code src/test/resources/probe/NAME.exchange}: lines of
 * hexadecimal bytes, of the probe after {@code >} and of the server after {@code <}.
 */
public final class Exchange {

    @SuppressWarnings("ArrayRecordComponent") // Turns are not compared.
    private record Turn(boolean ofServer, byte[] bytes) {}

    private final List<Turn> turns = new ArrayList<>();

    public Exchange(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean ofServer = false;
        Path file = Path.of("src", "test", "resources", "probe", name + ".exchange");
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#")) {
                continue;
            }
            boolean server = line.startsWith("<");
            if (server != ofServer && bytes.size() > 0) {
                turns.add(new Turn(ofServer, bytes.toByteArray()));
                bytes.reset();
            }
            ofServer = server;
            bytes.writeBytes(HexFormat.of().parseHex(line.substring(2)));
        }
        turns.add(new Turn(ofServer, bytes.toByteArray()));
    }

    /** A server that says what the real one said, as long as the probe says what it said then. */
    public LoopbackServer server() {
        return new LoopbackServer((_, socket) -> play(socket));
    }

    /** All that the server said. */
    public byte[] served() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        turns.stream().filter(Turn::ofServer).forEach(turn -> bytes.writeBytes(turn.bytes()));
        return bytes.toByteArray();
    }

    private void play(Socket socket) throws IOException {
        for (Turn turn : turns) {
            if (turn.ofServer()) {
                socket.getOutputStream().write(turn.bytes());
                socket.getOutputStream().flush();
            } else {
                byte[] said = socket.getInputStream().readNBytes(turn.bytes().length);
                if (!Arrays.equals(said, turn.bytes())) {
                    LoopbackServer.send(
                            socket, "the probe said " + HexFormat.of().formatHex(said));
                    return;
                }
            }
        }
    }
}
