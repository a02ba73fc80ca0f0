package upkeep.probe.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.TrustAnchors;
import upkeep.probe.Certificates;
import upkeep.probe.Exchange;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Relay;
import upkeep.probe.Served;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Lookup;
import upkeep.probe.wire.Malformed;
import upkeep.target.Protocol;

class PostgresqlTest {

    private static final byte[] READY = message('Z', new ByteWriter().octet('I'));

    private final Probers probers = new Probers("1");

    @TempDir
    private Path directory = Path.of("");

    private Path password = directory;

    @BeforeEach
    void keepThePassword() throws IOException {
        password = Files.writeString(directory.resolve("password"), "secret\n");
    }

    private Served served(LoopbackServer server) {
        return new Served(probers, Protocol.POSTGRESQL, server);
    }

    private static byte[] message(int type, ByteWriter body) {
        return new ByteWriter()
                .octet(type)
                .big(body.size() + 4L, 4)
                .bytes(body.toBytes())
                .toBytes();
    }

    private static byte[] authentication(int method, byte[] data) {
        return message('R', new ByteWriter().big(method, 4).bytes(data));
    }

    private static byte[] error(String state, String message) {
        return message(
                'E',
                new ByteWriter()
                        .text("SFATAL\0C")
                        .textAndZero(state)
                        .text("M")
                        .textAndZero(message)
                        .octet(0));
    }

    private static void send(Socket socket, byte[]... messages) throws IOException {
        for (byte[] message : messages) {
            socket.getOutputStream().write(message);
        }
        socket.getOutputStream().flush();
    }

    private static byte[] readStart(Socket socket) throws IOException {
        long length = length(socket.getInputStream().readNBytes(4));
        return socket.getInputStream().readNBytes((int) length - 4);
    }

    /** The next message of the probe without its letter. */
    private static ByteReader read(Socket socket) throws IOException {
        socket.getInputStream().readNBytes(1);
        return new ByteReader(readStart(socket));
    }

    private static long length(byte[] bytes) throws IOException {
        try {
            return new ByteReader(bytes).big(4);
        } catch (Malformed cut) {
            throw new IOException("the probe hung up", cut);
        }
    }

    @Test
    void aQueryOfARealServer() throws Exception {
        try (LoopbackServer server = new Exchange("postgresql-md5").server()) {
            Served orders = served(server)
                    .as("md5user", password)
                    .with("database", "shop")
                    .with("query", "select count(*), 7 from orders");
            Observation.Passed passed = orders.with("value", "100000").passes();
            assertEquals(Depth.VALUE, passed.depth());
            assertEquals(100_000, passed.measurements().get("value"));
            assertEquals(1, passed.measurements().get("connections"));
            assertEquals(Map.of("version", "15.18 (Debian 15.18-0+deb12u1)", "answer", "100000"), passed.texts());
            assertEquals(
                    Depth.QUERY,
                    orders.with("value", "1").fails(FailureKind.CONTENT).depth());
        }
    }

    @Test
    void aStrangerAtARealServer() throws Exception {
        try (LoopbackServer server = new Exchange("postgresql-stranger").server()) {
            assertEquals(Depth.BANNER, served(server).passes().depth());
        }
    }

    @Test
    void aRealReplica() throws Exception {
        try (LoopbackServer server = new Exchange("postgresql-replica").server()) {
            Observation.Passed passed = served(server)
                    .as("md5user", password)
                    .with("database", "shop")
                    .with("role", "replica")
                    .passes();
            assertEquals(0, passed.measurements().get("replication-lag"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "28000, role upkeep does not exist, true",
        "3D000, database upkeep does not exist, true",
        "28P01, password authentication failed, true",
        "53300, too many clients already, false",
        "57P03, the database system is starting up, false",
        "XX000, internal error, false",
        "58030, could not read file, false",
    })
    void whatAnErrorSaysToAStranger(String state, String text, boolean alive) {
        try (LoopbackServer server = new LoopbackServer((self, socket) -> {
            readStart(socket);
            send(socket, error(state, text));
            self.holdOpen();
        })) {
            if (alive) {
                assertEquals(Depth.BANNER, served(server).passes().depth());
            } else {
                String said = served(server).fails(FailureKind.STATUS).text();
                assertTrue(said.endsWith(" turns connections away: " + text + " (" + state + ")"), said);
            }
            String refused = served(server)
                    .as("probe", password)
                    .fails(FailureKind.STATUS)
                    .text();
            assertTrue(refused.endsWith(" refused the login of probe: " + text + " (" + state + ")"), refused);
        }
    }

    @Test
    void aLoginByScram() {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            ScramServer scram = new ScramServer("secret");
            begin(socket, scram);
            send(socket, authentication(12, bytes(last(scram, read(socket)))), authentication(0, new byte[0]), READY);
            answer(socket);
        })) {
            Observation.Passed passed = served(server).as("probe", password).passes();
            assertEquals(Depth.QUERY, passed.depth());
            assertTrue(passed.text().contains(" accepted the login of probe in "), passed.text());
        }
    }

    /** Up to the server's first message of SCRAM. */
    private static void begin(Socket socket, ScramServer scram) throws IOException {
        readStart(socket);
        send(socket, authentication(10, bytes("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0")));
        ByteReader first = read(socket);
        try {
            assertEquals("SCRAM-SHA-256", first.textToZero());
            first.skip(4);
        } catch (Malformed wrong) {
            throw new IOException(wrong);
        }
        send(socket, authentication(11, bytes(scram.first(first.text()))));
    }

    private static String last(ScramServer scram, ByteReader proof) throws IOException {
        try {
            return scram.last(proof.text());
        } catch (GeneralSecurityException wrong) {
            throw new IOException(wrong);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers one query of four messages by an error, as what only speaks like PostgreSQL would. */
    private static void answer(Socket socket) throws IOException {
        for (int i = 0; i < 4; i++) {
            read(socket);
        }
        send(socket, error("42P01", "there is no such view"), READY);
        read(socket);
    }

    @Test
    void aServerThatDoesNotKnowThePassword() {
        try (LoopbackServer other = new LoopbackServer((_, socket) -> {
                    ScramServer scram = new ScramServer("secret");
                    begin(socket, scram);
                    read(socket);
                    send(socket, authentication(12, bytes("v=" + "A".repeat(43) + "=")));
                });
                LoopbackServer hasty = new LoopbackServer((_, socket) -> {
                    begin(socket, new ScramServer("secret"));
                    read(socket);
                    send(socket, authentication(0, new byte[0]), READY);
                })) {
            String text = served(other)
                    .as("probe", password)
                    .fails(FailureKind.PROTOCOL)
                    .text();
            assertTrue(text.endsWith(" did not prove that it knows the password"), text);
            String skipped = served(hasty)
                    .as("probe", password)
                    .fails(FailureKind.PROTOCOL)
                    .text();
            assertTrue(skipped.contains("without the proof that it knows the password"), skipped);
        }
    }

    @Test
    void thePasswordItself() {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            readStart(socket);
            send(socket, authentication(3, new byte[0]));
            if (read(socket).text().equals("secret\0")) {
                send(socket, authentication(0, new byte[0]), READY);
                answer(socket);
            }
        })) {
            assertEquals(
                    Depth.QUERY, served(server).as("probe", password).passes().depth());
        }
    }

    @Test
    void aMethodThatUpkeepDoesNotHave() {
        try (LoopbackServer kerberos = asking(7, "");
                LoopbackServer other = asking(10, "OAUTHBEARER\0\0")) {
            assertTrue(served(kerberos).as("probe", password).isUnknown().text().contains("wants method 7 of login"));
            assertTrue(
                    served(other).as("probe", password).isUnknown().text().contains("it offers OAUTHBEARER, of which"));
        }
    }

    private static LoopbackServer asking(int method, String data) {
        return new LoopbackServer((self, socket) -> {
            readStart(socket);
            send(socket, authentication(method, bytes(data)));
            self.holdOpen();
        });
    }

    @Test
    void tls() throws Exception {
        Certificates certificates = new Certificates(directory);
        try (LoopbackServer inside = new LoopbackServer(
                        certificates.signed(List.of("127.0.0.1"), Period.ofDays(-1)), (_, socket) -> {
                            readStart(socket);
                            send(socket, authentication(10, bytes("SCRAM-SHA-256\0\0")));
                            read(socket);
                        });
                LoopbackServer server = new LoopbackServer((_, socket) -> {
                    readStart(socket);
                    send(socket, bytes("S"));
                    Relay.between(socket, inside.port());
                });
                LoopbackServer without = new LoopbackServer((self, socket) -> {
                    readStart(socket);
                    send(socket, bytes("N"));
                    self.holdOpen();
                })) {
            Probers trusting = new Probers("1", new Lookup(), new TrustAnchors(certificates.bundle()));
            Served secured = new Served(trusting, Protocol.POSTGRESQL, server).overStartTls();
            assertEquals(Depth.HANDSHAKE, secured.passes().depth());
            served(server).overStartTls().fails(FailureKind.TLS);
            String text = served(without).overStartTls().fails(FailureKind.TLS).text();
            assertTrue(text.endsWith(" does not offer TLS"), text);
        }
    }
}
