package upkeep.probe.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Malformed;

/** The server's side of a connection with a MySQL server, for what no server at hand does. */
final class MysqlServer {

    static final byte[] NONCE = "abcdefghijklmnopqrst".getBytes(StandardCharsets.US_ASCII);
    static final byte[] OK = {0, 0, 0, 2, 0, 0, 0};

    private static final int TLS = 0x800;
    private static final int USUAL = 0x0008_a208;

    private final InputStream in;
    private final OutputStream out;
    private int sequence;

    MysqlServer(Socket socket) throws IOException {
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    void greet(String version, String plugin, boolean tls) throws IOException {
        int capabilities = USUAL | (tls ? TLS : 0);
        send(new ByteWriter()
                .octet(10)
                .textAndZero(version)
                .little(7, 4)
                .bytes(Arrays.copyOf(NONCE, 8))
                .octet(0)
                .little(capabilities, 2)
                .octet(45)
                .little(2, 2)
                .little(capabilities >> 16, 2)
                .octet(21)
                .bytes(new byte[10])
                .bytes(Arrays.copyOfRange(NONCE, 8, 20))
                .octet(0)
                .textAndZero(plugin)
                .toBytes());
    }

    void send(byte[] payload) throws IOException {
        out.write(new ByteWriter()
                .little(payload.length, 3)
                .octet(sequence++)
                .bytes(payload)
                .toBytes());
        out.flush();
    }

    void refuse(int code, String message) throws IOException {
        send(new ByteWriter()
                .octet(0xff)
                .little(code, 2)
                .text("#08004" + message)
                .toBytes());
    }

    byte[] read() throws IOException {
        byte[] header = in.readNBytes(4);
        if (header.length < 4) {
            throw new IOException("the probe hung up");
        }
        sequence = header[3] + 1;
        return in.readNBytes((header[0] & 0xff) | ((header[1] & 0xff) << 8));
    }

    /** What the probe sent to prove that it knows the password, in its answer to the greeting. */
    static byte[] proof(byte[] response) throws Malformed {
        ByteReader reader = new ByteReader(response);
        reader.skip(32);
        reader.textToZero();
        return reader.take(reader.octet());
    }

    /** Whether a server that keeps SHA-256 of SHA-256 of the password would be content. */
    static boolean isRight(byte[] proof, String password) {
        byte[] kept = Digests.of("SHA-256", Digests.of("SHA-256", password.getBytes(StandardCharsets.UTF_8)));
        byte[] once = Digests.xor(proof, Digests.of("SHA-256", kept, NONCE));
        return Arrays.equals(kept, Digests.of("SHA-256", once));
    }

    /** Answers PING, the question for statistics, and QUIT. */
    void serve() throws IOException {
        while (true) {
            switch (read()[0]) {
                case 0x0e -> send(OK);
                case 0x09 -> send("Uptime: 7  Threads: 3  Questions: 1".getBytes(StandardCharsets.US_ASCII));
                default -> {
                    return;
                }
            }
        }
    }
}
