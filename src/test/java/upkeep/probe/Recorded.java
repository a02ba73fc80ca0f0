package upkeep.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** What real servers once sent, byte by byte; see the files in {@code src/test/resources/probe}. */
public final class Recorded {

    private Recorded() {}

    public static byte[] bytes(String name) {
        try {
            return hex(Files.readString(Path.of("src", "test", "resources", "probe", name + ".hex")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Bytes in hexadecimal, with blanks anywhere. */
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    /** A server that sends what was recorded to whoever connects, and then waits. */
    public static LoopbackServer server(byte[] bytes) {
        return new LoopbackServer((self, socket) -> {
            socket.getOutputStream().write(bytes);
            self.holdOpen();
        });
    }
}
