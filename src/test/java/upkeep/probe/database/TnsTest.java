package upkeep.probe.database;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Served;
import upkeep.probe.wire.ByteWriter;
import upkeep.target.Protocol;

class TnsTest {

    private static final String REASON = "(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=0)(ALIAS=LISTENER))";
    private static final byte[] PING = HexFormat.of()
            .parseHex("00570000010000000136012c000008007fff7f080000000100" + "1d003a" + "00".repeat(30)
                    + HexFormat.of().formatHex("(CONNECT_DATA=(COMMAND=ping))".getBytes(StandardCharsets.US_ASCII)));

    private static Served served(LoopbackServer server) {
        return new Served(new Probers("1"), Protocol.TNS, server);
    }

    private static void readPing(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        assertArrayEquals(PING, in.readNBytes(PING.length));
    }

    private static void send(Socket socket, int type, byte[] body) throws IOException {
        socket.getOutputStream()
                .write(new ByteWriter()
                        .big(8 + body.length, 2)
                        .big(0, 2)
                        .octet(type)
                        .octet(0)
                        .big(0, 2)
                        .bytes(body)
                        .toBytes());
    }

    private static byte[] refusal() {
        return new ByteWriter()
                .octet(0)
                .octet(0)
                .big(REASON.length(), 2)
                .text(REASON)
                .toBytes();
    }

    @Test
    void aListenerRefusesThePing() {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            readPing(socket);
            send(socket, 4, refusal());
        })) {
            Observation.Passed passed = served(server).passes();
            assertEquals(Depth.QUERY, passed.depth());
            assertEquals(Map.of("answer", REASON), passed.texts());
        }
    }

    @Test
    void aListenerMayWantItAgain() {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            readPing(socket);
            send(socket, 11, new byte[0]);
            readPing(socket);
            send(socket, 4, refusal());
        })) {
            served(server).passes();
        }
    }

    @Test
    void whatIsNoRefusal() {
        try (LoopbackServer accepting = new LoopbackServer((_, socket) -> {
                    readPing(socket);
                    send(socket, 2, new byte[24]);
                });
                LoopbackServer cut = new LoopbackServer((_, socket) -> {
                    readPing(socket);
                    send(socket, 4, new byte[] {0, 0, 1, 0});
                })) {
            served(accepting).fails(FailureKind.PROTOCOL);
            served(cut).fails(FailureKind.PROTOCOL);
        }
    }
}
