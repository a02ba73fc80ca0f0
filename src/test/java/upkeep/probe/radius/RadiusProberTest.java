package upkeep.probe.radius;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.probe.Servers.LONG;
import static upkeep.probe.Servers.SHORT;
import static upkeep.probe.Servers.assertFailed;
import static upkeep.probe.Servers.assertPassed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.DatagramServer;
import upkeep.probe.Probers;
import upkeep.probe.Recorded;
import upkeep.probe.Servers;
import upkeep.probe.radius.RadiusPacket.Attribute;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.OctetWriter;
import upkeep.target.Login;
import upkeep.target.RadiusTarget;
import upkeep.target.Secret;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RadiusProberTest {
    /** For an answer to come, where the probe waits for another until its time is over. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    /** The secret of the examples in RFC 2865 and RFC 5997. */
    private static final byte[] SECRET = "xyzzy5461".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder = Path.of("");

    private final Probers probers = new Probers("1");

    private Secret secret(String name, String text) throws Exception {
        return new Secret(Files.writeString(folder.resolve(name), text).toString());
    }

    private Observation probe(DatagramServer server, Duration timeout, String password) throws Exception {
        Optional<Login> login =
                password.isEmpty() ? Optional.empty() : Optional.of(new Login("nemo", secret("password", password)));
        RadiusTarget target = new RadiusTarget(Servers.at(server.port()), secret("secret", "xyzzy5461\n"), login);
        return probers.probe(target, timeout, Trace.NONE);
    }

    /** An answer with a right authenticator (RFC 2865 section 3). */
    private static byte[] answer(int code, byte[] question, byte[] secret, Attribute... attributes) {
        OctetWriter body = new OctetWriter();
        for (Attribute each : attributes) {
            body.octet(each.type()).octet(each.value().length + 2).bytes(each.value());
        }
        byte[] head = new OctetWriter()
                .octet(code)
                .octet(question[1])
                .pair(20 + body.size())
                .toBytes();
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(head);
            digest.update(question, 4, 16);
            digest.update(body.toBytes());
            byte[] authenticator = digest.digest(secret);
            return new OctetWriter()
                    .bytes(head)
                    .bytes(authenticator)
                    .bytes(body.toBytes())
                    .toBytes();
        } catch (GeneralSecurityException impossible) {
            throw new LinkageError("MD5", impossible);
        }
    }

    private static DatagramServer saying(int code, Attribute... attributes) {
        return new DatagramServer(question -> List.of(answer(code, question, SECRET, attributes)));
    }

    /** RFC 5997 section 6.1. */
    @Test
    void theStatusOfTheStandard() {
        byte[] authenticator = Recorded.hex("8a54f4686fb394c52866e302185d0623");
        RadiusPacket question = new RadiusPacket(RadiusPacket.STATUS_SERVER, 0xda, authenticator, List.of());
        assertArrayEquals(
                Recorded.hex("0cda00268a54f4686fb394c52866e302185d062350125a665e2e1e8411f3e243822097c84fa3"),
                question.signed(SECRET));
        byte[] answer = Recorded.hex("02da0014ef0d552a4bf2d693ec2b6fe8b5411d66");
        assertTrue(RadiusPacket.parse(answer).orElseThrow().answers(authenticator, SECRET));
        assertFalse(RadiusPacket.parse(answer).orElseThrow().answers(authenticator, new byte[] {1}));
    }

    /** RFC 2865 section 7.1: nemo logs in with the password arctangent. */
    @Test
    void theLoginOfTheStandard() {
        byte[] authenticator = Recorded.hex("0f403f9473978057bd83d5cb98f4227a");
        assertArrayEquals(
                Recorded.hex("0dbe708d93d413ce3196e43f782a0aee"),
                RadiusPacket.hidden("arctangent".getBytes(StandardCharsets.US_ASCII), SECRET, authenticator));
        byte[] answer = Recorded.hex("0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103");
        RadiusPacket accept = RadiusPacket.parse(answer).orElseThrow();
        assertEquals(RadiusPacket.ACCESS_ACCEPT, accept.code());
        assertEquals(3, accept.attributes().size());
        assertTrue(accept.answers(authenticator, SECRET));
    }

    /** What freeradius 3.2.1 answered to upkeep, with the secret testing123. */
    @Test
    void theAnswersOfFreeRadius() {
        byte[] secret = "testing123".getBytes(StandardCharsets.US_ASCII);
        byte[] status = Recorded.hex("02d00014341266 94d5807f7b0f253930713c8f7e");
        assertTrue(RadiusPacket.parse(status)
                .orElseThrow()
                .answers(Recorded.hex("5754e63fbf7bdfeddb6206baa34a8477"), secret));
        RadiusPacket login = RadiusPacket.parse(
                        Recorded.hex("02c60020524b29d914f8453cefbbf0b87994 97bc120c48656c6c6f2c20626f62"))
                .orElseThrow();
        assertTrue(login.answers(Recorded.hex("20c2e7c3a58db3da4cbd9898e54814fc"), secret));
        assertEquals("Hello, bob", login.text(RadiusPacket.REPLY_MESSAGE));
    }

    @Test
    void aServerThatIsWell() throws Exception {
        try (DatagramServer server = saying(RadiusPacket.ACCESS_ACCEPT)) {
            Observation.Passed passed =
                    assertPassed(Depth.QUERY, "answered Access-Accept to Status-Server in ", probe(server, LONG, ""));
            assertTrue(passed.measurements().containsKey("round-trip"));
            byte[] question = server.questions.take();
            assertEquals(RadiusPacket.STATUS_SERVER, question[0]);
            assertEquals(RadiusPacket.MESSAGE_AUTHENTICATOR, question[20]);
        }
        try (DatagramServer server = saying(RadiusPacket.ACCOUNTING_RESPONSE)) {
            assertPassed(Depth.QUERY, "answered Accounting-Response to Status-Server in ", probe(server, LONG, ""));
        }
    }

    @Test
    void aLogin() throws Exception {
        try (DatagramServer server = saying(RadiusPacket.ACCESS_ACCEPT)) {
            assertPassed(Depth.LOGIN, "admitted nemo in ", probe(server, LONG, "arctangent"));
            RadiusPacket question = RadiusPacket.parse(server.questions.take()).orElseThrow();
            assertEquals(RadiusPacket.ACCESS_REQUEST, question.code());
            assertEquals("nemo", question.text(RadiusPacket.USER_NAME));
            byte[] hidden = RadiusPacket.hidden(
                    "arctangent".getBytes(StandardCharsets.US_ASCII), SECRET, question.authenticator());
            assertTrue(question.attributes().stream().anyMatch(each -> Arrays.equals(each.value(), hidden)));
        }
        Attribute message = new Attribute(RadiusPacket.REPLY_MESSAGE, "not today".getBytes(StandardCharsets.US_ASCII));
        try (DatagramServer server = saying(RadiusPacket.ACCESS_REJECT, message)) {
            assertFailed(
                    FailureKind.STATUS,
                    "refused to admit nemo: Access-Reject, \"not today\"",
                    probe(server, LONG, "wrong"));
        }
        try (DatagramServer server = saying(RadiusPacket.ACCESS_CHALLENGE)) {
            assertFailed(FailureKind.STATUS, "answered Access-Challenge", probe(server, LONG, "arctangent"));
            assertInstanceOf(Observation.Unknown.class, probe(server, LONG, "x".repeat(129)));
        }
        try (DatagramServer server = saying(RadiusPacket.ACCOUNTING_RESPONSE)) {
            assertFailed(FailureKind.STATUS, "answered Accounting-Response", probe(server, LONG, "arctangent"));
        }
    }

    @Test
    void whoHasAnotherSecretIsNotBelieved() throws Exception {
        try (DatagramServer server =
                new DatagramServer(question -> List.of(answer(RadiusPacket.ACCESS_ACCEPT, question, new byte[] {1})))) {
            Observation seen = probe(server, ENOUGH, "");
            Observation.Failed failed = assertInstanceOf(Observation.Failed.class, seen, seen::text);
            assertEquals(FailureKind.PROTOCOL, failed.kind(), seen::text);
            // On a busy machine the question may have been asked again.
            assertTrue(
                    seen.text()
                            .matches("[^ ]+ answered with a wrong authenticator: it has another secret"
                                    + "( \\(the last of [0-9]+ datagrams\\))?"),
                    seen::text);
        }
        Attribute forged = new Attribute(RadiusPacket.MESSAGE_AUTHENTICATOR, new byte[16]);
        try (DatagramServer server = saying(RadiusPacket.ACCESS_ACCEPT, forged)) {
            assertInstanceOf(Observation.Failed.class, probe(server, ENOUGH, ""));
        }
    }

    @Test
    void whatIsNoAnswerIsPassedOver() throws Exception {
        try (DatagramServer server = new DatagramServer(question -> {
            byte[] other = question.clone();
            other[1]++;
            return List.of(
                    new byte[0],
                    new byte[] {2, question[1], 0, 99},
                    answer(RadiusPacket.ACCESS_REJECT, other, SECRET),
                    answer(RadiusPacket.ACCESS_ACCEPT, question, SECRET));
        })) {
            assertPassed(Depth.QUERY, "answered Access-Accept", probe(server, LONG, ""));
        }
    }

    @Test
    void aServerThatIsSilentOrGone() throws Exception {
        try (DatagramServer server = new DatagramServer(_ -> List.of())) {
            assertFailed(
                    FailureKind.TIMEOUT,
                    "did not answer within 300 ms; a RADIUS server is silent to clients that it does not know, and"
                            + " where the secret is another",
                    probe(server, SHORT, ""));
        }
        DatagramServer gone = new DatagramServer(_ -> List.of());
        gone.close();
        assertFailed(FailureKind.REFUSED, "refused the datagram: nothing listens there", probe(gone, LONG, ""));
    }

    @Test
    void withoutASecretNothingIsAsked() throws Exception {
        RadiusTarget target = new RadiusTarget(Servers.at(1), new Secret(folder + "/none"), Optional.empty());
        assertInstanceOf(Observation.Unknown.class, probers.probe(target, LONG, Trace.NONE));
        RadiusTarget empty = new RadiusTarget(Servers.at(1), secret("empty", "\n"), Optional.empty());
        assertEquals(
                "cannot ask over RADIUS: the secret in " + folder + "/empty is empty",
                probers.probe(empty, LONG, Trace.NONE).text());
    }

    @Test
    void packetsThatAreMalformed() {
        for (String hex : List.of(
                "02da0014ef0d552a4bf2d693ec2b6fe8b5411d", // shorter than a header
                "02da0013ef0d552a4bf2d693ec2b6fe8b5411d66", // says so itself
                "02da0015ef0d552a4bf2d693ec2b6fe8b5411d66", // longer than the datagram
                "02da0015ef0d552a4bf2d693ec2b6fe8b5411d6650", // an attribute without a length
                "02da0016ef0d552a4bf2d693ec2b6fe8b5411d665001", // one shorter than its header
                "02da0016ef0d552a4bf2d693ec2b6fe8b5411d665003")) { // one that goes beyond the end
            assertEquals(Optional.empty(), RadiusPacket.parse(Recorded.hex(hex)), hex);
        }
        byte[] padded = Recorded.hex("02da0014ef0d552a4bf2d693ec2b6fe8b5411d66ffff");
        assertEquals(List.of(), RadiusPacket.parse(padded).orElseThrow().attributes());
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(2_865);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[20 + random.nextInt(20)];
            random.nextBytes(bytes);
            bytes[2] = 0;
            bytes[3] = (byte) bytes.length;
            read += RadiusPacket.parse(bytes).isPresent() ? 1 : 0;
        }
        assertTrue(read > 100 && read < 20_000, read + " could be read");
    }
}
