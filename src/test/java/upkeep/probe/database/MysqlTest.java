package upkeep.probe.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Period;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Lookup;
import upkeep.probe.wire.Malformed;
import upkeep.target.Protocol;

class MysqlTest {

    private static final String SECRET = "sécret";
    private static final String CACHING_SHA2 = "caching_sha2_password";
    private static final byte[] CACHED = {1, 3};
    private static final byte[] NOT_CACHED = {1, 4};

    private final Probers probers = new Probers("1");

    @TempDir
    private Path directory = Path.of("");

    private Path password = directory;

    @BeforeEach
    void keepThePassword() throws IOException {
        password = Files.writeString(directory.resolve("password"), SECRET + "\n");
    }

    private Served served(LoopbackServer server) {
        return new Served(probers, Protocol.MYSQL, server);
    }

    private Path plain(String text) throws IOException {
        return Files.writeString(directory.resolve("plain"), text);
    }

    @Test
    void aQueryOfMariaDb() throws Exception {
        try (LoopbackServer server = new Exchange("mysql-native").server()) {
            Served orders = served(server)
                    .as("probe", plain("secret"))
                    .with("database", "shop")
                    .with("role", "primary")
                    .with("query", "select a from orders");
            Observation.Passed passed = orders.with("value", "42").passes();
            assertEquals(Depth.VALUE, passed.depth());
            assertEquals(42, passed.measurements().get("value"));
            assertEquals(1, passed.measurements().get("connections"));
            assertEquals(Map.of("version", "10.11.19-MariaDB-0+deb12u1-log", "answer", "42"), passed.texts());
            Observation.Failed failed = orders.with("value", "41").fails(FailureKind.CONTENT);
            assertTrue(
                    failed.text().endsWith(" answered the query with \"42\" where \"41\" was wanted"), failed.text());
            assertEquals(Depth.QUERY, failed.depth());
            assertEquals(Depth.QUERY, orders.passes().depth());
        }
    }

    @Test
    void aStrangerAtMariaDb() throws Exception {
        try (LoopbackServer server = new Exchange("mysql-stranger").server()) {
            assertEquals(Depth.BANNER, served(server).passes().depth());
        }
    }

    @Test
    void aWrongPasswordAtMariaDb() throws Exception {
        try (LoopbackServer server = new Exchange("mysql-wrong").server()) {
            Observation.Failed failed =
                    served(server).as("probe", plain("wrong")).fails(FailureKind.STATUS);
            assertTrue(failed.text().contains("refused the login of probe: error 1045, Access denied"), failed.text());
        }
    }

    @Test
    void aReplica() throws Exception {
        try (LoopbackServer replica = new Exchange("mysql-replica").server();
                LoopbackServer withoutRight = new Exchange("mysql-noright").server()) {
            Observation.Passed passed = served(replica)
                    .as("lag", plain("secret"))
                    .with("role", "replica")
                    .passes();
            assertEquals(0, passed.measurements().get("replication-lag"));
            Observation.Unknown unknown = served(withoutRight)
                    .as("probe", plain("secret"))
                    .with("role", "replica")
                    .isUnknown();
            assertTrue(unknown.text().contains("grant REPLICATION CLIENT"), unknown.text());
        }
    }

    @Test
    void aServerThatTurnsConnectionsAway() throws Exception {
        assertEquals(Depth.BANNER, of(turningAway(1130), Served::passes).depth());
        Observation.Failed shutOut =
                of(turningAway(1130), it -> it.as("probe", password).fails(FailureKind.STATUS));
        assertEquals(Depth.OPEN, shutOut.depth());
        String full = of(turningAway(1040), it -> it.fails(FailureKind.STATUS)).text();
        assertTrue(full.endsWith(" turns connections away: error 1040, because"), full);
        String blocked = of(turningAway(1129), Served::isUnknown).text();
        assertTrue(blocked.contains("counted too many broken connections"), blocked);
    }

    /** What is seen of a server, which is closed then. */
    private <T> T of(LoopbackServer server, Function<Served, T> look) {
        try (server) {
            return look.apply(served(server));
        }
    }

    private static LoopbackServer turningAway(int code) {
        return new LoopbackServer((self, socket) -> {
            new MysqlServer(socket).refuse(code, "because");
            self.holdOpen();
        });
    }

    @Test
    void anAccountInTheCache() {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            MysqlServer mysql = new MysqlServer(socket);
            mysql.greet("8.4.0", CACHING_SHA2, false);
            byte[] proof = proof(mysql.read());
            if (!MysqlServer.isRight(proof, SECRET)) {
                mysql.refuse(1045, "Access denied");
                return;
            }
            mysql.send(CACHED);
            mysql.send(MysqlServer.OK);
            mysql.serve();
        })) {
            Observation.Passed passed = served(server).as("probe", password).passes();
            assertEquals(Depth.QUERY, passed.depth());
            assertEquals(3, passed.measurements().get("connections"));
            assertEquals("8.4.0", passed.texts().get("version"));
        }
    }

    private static byte[] proof(byte[] response) throws IOException {
        try {
            return MysqlServer.proof(response);
        } catch (Malformed wrong) {
            throw new IOException(wrong);
        }
    }

    @Test
    void anAccountThatIsNotInTheCache() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            MysqlServer mysql = new MysqlServer(socket);
            mysql.greet("8.4.0", CACHING_SHA2, false);
            mysql.read();
            mysql.send(NOT_CACHED);
            assertEquals(2, mysql.read()[0]);
            mysql.send(new ByteWriter().octet(1).text(pem).toBytes());
            byte[] encrypted = mysql.read();
            if (decrypted(encrypted, keys).equals(SECRET + "\0")) {
                mysql.send(MysqlServer.OK);
                mysql.serve();
            } else {
                mysql.refuse(1045, "Access denied");
            }
        })) {
            Served account = served(server).as("probe", password);
            assertEquals(Depth.QUERY, account.passes().depth());
            String digest = HexFormat.of().formatHex(Digests.of("SHA-256", pem.getBytes(StandardCharsets.US_ASCII)));
            assertEquals(
                    Depth.QUERY, account.with("server-key", digest).passes().depth());
            Observation.Failed other =
                    account.with("server-key", "0".repeat(64)).fails(FailureKind.CONTENT);
            assertTrue(other.text().endsWith("with the digest " + digest), other.text());
        }
    }

    private static String decrypted(byte[] encrypted, KeyPair keys) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.DECRYPT_MODE, keys.getPrivate());
            return new String(Digests.xor(cipher.doFinal(encrypted), MysqlServer.NONCE), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException wrong) {
            throw new IOException(wrong);
        }
    }

    @Test
    void anAccountThatIsNotInTheCacheOverTls() throws Exception {
        Certificates certificates = new Certificates(directory);
        Probers trusting = new Probers("1", new Lookup(), new TrustAnchors(certificates.bundle()));
        try (LoopbackServer inside = new LoopbackServer(
                        certificates.signed(List.of("127.0.0.1"), Period.ofDays(-1)), (_, socket) -> {
                            MysqlServer mysql = new MysqlServer(socket);
                            mysql.read();
                            mysql.send(NOT_CACHED);
                            byte[] sent = mysql.read();
                            if (Arrays.equals(sent, (SECRET + "\0").getBytes(StandardCharsets.UTF_8))) {
                                mysql.send(MysqlServer.OK);
                                mysql.serve();
                            } else {
                                mysql.refuse(1045, "Access denied");
                            }
                        });
                LoopbackServer server = new LoopbackServer((_, socket) -> {
                    MysqlServer mysql = new MysqlServer(socket);
                    mysql.greet("8.4.0", CACHING_SHA2, true);
                    mysql.read();
                    Relay.between(socket, inside.port());
                })) {
            Served account = new Served(trusting, Protocol.MYSQL, server)
                    .as("probe", password)
                    .overStartTls();
            Observation.Passed passed = account.passes();
            assertEquals(Depth.QUERY, passed.depth());
            assertTrue(passed.measurements().containsKey("tls"));
            Served untrusting = new Served(probers, Protocol.MYSQL, server).overStartTls();
            assertEquals(Depth.BANNER, untrusting.fails(FailureKind.TLS).depth());
        }
    }

    @Test
    void aServerWithoutTls() {
        try (LoopbackServer server = new LoopbackServer((self, socket) -> {
            new MysqlServer(socket).greet("8.4.0", CACHING_SHA2, false);
            self.holdOpen();
        })) {
            String text = served(server).overStartTls().fails(FailureKind.TLS).text();
            assertTrue(text.endsWith(" does not offer TLS"), text);
        }
    }

    @Test
    void anotherMethod() {
        for (LoopbackServer server : List.of(asking("client_ed25519", 32), asking("mysql_clear_password", 0))) {
            assertEquals(
                    Depth.QUERY,
                    of(server, it -> it.as("probe", password).passes()).depth());
        }
        String text = of(asking("dialog", 0), it -> it.as("probe", password).isUnknown())
                .text();
        assertTrue(text.contains("wants the method dialog, which upkeep does not have"), text);
        String old =
                of(asking("", 0), it -> it.as("probe", password).isUnknown()).text();
        assertTrue(old.contains("mysql_old_password"), old);
    }

    /** A server that wants another method than it has greeted with, and is content with the right answer to that. */
    private static LoopbackServer asking(String method, int nonceLength) {
        byte[] nonce = new byte[nonceLength];
        ByteWriter request = new ByteWriter().octet(0xfe);
        if (!method.isEmpty()) {
            request.textAndZero(method).bytes(nonce);
        }
        byte[] right = method.equals("client_ed25519")
                ? Ed25519Password.signature(SECRET, nonce)
                : (SECRET + "\0").getBytes(StandardCharsets.UTF_8);
        return new LoopbackServer((_, socket) -> {
            MysqlServer mysql = new MysqlServer(socket);
            mysql.greet("11.8.0-MariaDB", "mysql_native_password", false);
            mysql.read();
            mysql.send(request.toBytes());
            if (Arrays.equals(mysql.read(), right)) {
                mysql.send(MysqlServer.OK);
                mysql.serve();
            }
        });
    }

    @Test
    void aPasswordThatCannotBeRead() {
        try (LoopbackServer server = new LoopbackServer((self, socket) -> {
            new MysqlServer(socket).greet("8.4.0", CACHING_SHA2, false);
            self.holdOpen();
        })) {
            String text = served(server)
                    .as("probe", directory.resolve("missing"))
                    .isUnknown()
                    .text();
            assertTrue(text.contains("there is no such file"), text);
        }
    }

    @Test
    void aServerThatWantsAFile() {
        try (LoopbackServer server = answering(
                "SELECT 1", new ByteWriter().octet(0xfb).text("/etc/passwd").toBytes())) {
            Observation.Failed failed = served(server)
                    .as("probe", password)
                    .with("query", "SELECT 1")
                    .fails(FailureKind.PROTOCOL);
            assertTrue(failed.text().endsWith(" wanted a file of this machine for a query"), failed.text());
        }
    }

    @Test
    void aStatementWithoutRows() {
        try (LoopbackServer server = answering("DO 1", MysqlServer.OK)) {
            Served query = served(server).as("probe", password).with("query", "DO 1");
            String text = query.passes().text();
            assertTrue(text.contains(" answered the query with nothing in "), text);
            query.with("value", "1").fails(FailureKind.CONTENT);
        }
    }

    @Test
    void anOlderReplicaKnowsOnlyTheOlderWords() {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            MysqlServer mysql = new MysqlServer(socket);
            letIn(mysql);
            ask(mysql, "SHOW REPLICA STATUS");
            mysql.refuse(1064, "You have an error in your SQL syntax");
            ask(mysql, "SHOW SLAVE STATUS");
            List<String> names = List.of("Slave_IO_Running", "Slave_SQL_Running", "Seconds_Behind_Master");
            mysql.send(new byte[] {3});
            for (String name : names) {
                mysql.send(new ByteWriter()
                        .bytes(new byte[4])
                        .octet(name.length())
                        .text(name)
                        .toBytes());
            }
            byte[] end = {(byte) 0xfe, 0, 0, 2, 0};
            mysql.send(end);
            mysql.send(new ByteWriter()
                    .octet(3)
                    .text("Yes")
                    .octet(3)
                    .text("Yes")
                    .octet(2)
                    .text("17")
                    .toBytes());
            mysql.send(end);
            mysql.serve();
        })) {
            Observation.Passed passed =
                    served(server).as("probe", password).with("role", "replica").passes();
            assertEquals(17, passed.measurements().get("replication-lag"));
        }
    }

    private static LoopbackServer answering(String query, byte[] answer) {
        return new LoopbackServer((_, socket) -> {
            MysqlServer mysql = new MysqlServer(socket);
            letIn(mysql);
            ask(mysql, query);
            mysql.send(answer);
            mysql.serve();
        });
    }

    /** Up to the question for statistics. */
    private static void letIn(MysqlServer mysql) throws IOException {
        mysql.greet("5.7.44", "mysql_native_password", false);
        mysql.read();
        mysql.send(MysqlServer.OK);
        assertEquals(0x0e, mysql.read()[0]);
        mysql.send(MysqlServer.OK);
        assertEquals(0x09, mysql.read()[0]);
        mysql.send("Threads: 3".getBytes(StandardCharsets.US_ASCII));
    }

    private static void ask(MysqlServer mysql, String query) throws IOException {
        assertEquals("\u0003" + query, new String(mysql.read(), StandardCharsets.UTF_8));
    }
}
