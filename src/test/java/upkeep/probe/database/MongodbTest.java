package upkeep.probe.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.Exchange;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.Served;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Malformed;
import upkeep.target.Protocol;

class MongodbTest {

    private final Probers probers = new Probers("1");

    @TempDir
    private Path directory = Path.of("");

    private Served served(LoopbackServer server) {
        return new Served(probers, Protocol.MONGODB, server);
    }

    /** Another program that speaks as MongoDB does; there is no MongoDB in Debian. */
    @Test
    void aRecordedServer() throws Exception {
        try (LoopbackServer server = new Exchange("mongodb-hello").server()) {
            Observation.Passed passed = served(server).with("role", "primary").passes();
            assertEquals(Depth.QUERY, passed.depth());
            assertEquals(Map.of("role", "standalone", "version", "4.0.0"), passed.texts());
        }
    }

    /** What the probe asked: the document, and the number that the answer must bear. */
    private record Question(Bson.Fields command, int number, boolean newWay) {}

    private static Question read(Socket socket) throws IOException {
        try {
            ByteReader header = new ByteReader(socket.getInputStream().readNBytes(16));
            int length = (int) header.little(4);
            int number = (int) header.little(4);
            header.skip(4);
            boolean newWay = header.little(4) == 2013;
            ByteReader body = new ByteReader(socket.getInputStream().readNBytes(length - 16));
            body.skip(4);
            if (newWay) {
                body.skip(1);
            } else {
                assertEquals("admin.$cmd", body.textToZero());
                body.skip(8);
            }
            return new Question(Bson.Fields.read(body), number, newWay);
        } catch (Malformed cut) {
            throw new IOException("the probe hung up", cut);
        }
    }

    private static void answer(Socket socket, Question question, Bson document) throws IOException {
        ByteWriter body = question.newWay()
                ? new ByteWriter().little(0, 4).octet(0)
                : new ByteWriter().little(8, 4).little(0, 8).little(0, 4).little(1, 4);
        body.bytes(document.toBytes());
        socket.getOutputStream()
                .write(new ByteWriter()
                        .little(16 + body.size(), 4)
                        .little(77, 4)
                        .little(question.number(), 4)
                        .little(question.newWay() ? 2013 : 1, 4)
                        .bytes(body.toBytes())
                        .toBytes());
        socket.getOutputStream().flush();
    }

    private static Bson hello(String... flags) {
        Bson hello = new Bson().with("maxWireVersion", 21).with("ok", 1);
        for (String flag : flags) {
            String[] parts = flag.split("=", 2);
            hello = parts.length == 2 ? hello.with(parts[0], parts[1]) : hello.with(flag, true);
        }
        return hello;
    }

    private static LoopbackServer saying(Bson hello) {
        return new LoopbackServer((self, socket) -> {
            answer(socket, read(socket), hello);
            answer(socket, read(socket), new Bson().with("ok", 1).with("version", "8.0.4"));
            self.holdOpen();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ismaster, standalone, primary",
        "isWritablePrimary msg=isdbgrid, router, primary",
        "setName=rs0 ismaster, primary, primary",
        "setName=rs0 secondary, secondary, secondary",
        "setName=rs0 arbiterOnly, arbiter, ",
        "setName=rs0, member that is not ready, ",
    })
    void roles(String flags, String role, String passing) {
        try (LoopbackServer server = saying(hello(flags.split(" ")))) {
            assertEquals(
                    Map.of("role", role, "version", "8.0.4"),
                    served(server).passes().texts());
            for (String wanted : new String[] {"primary", "secondary"}) {
                Served one = served(server).with("role", wanted);
                if (wanted.equals(passing)) {
                    one.passes();
                } else {
                    one.fails(FailureKind.CONTENT);
                }
            }
        }
    }

    @Test
    void anOldServerIsAskedTheOldWayOnly() {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            answer(
                    socket,
                    read(socket),
                    new Bson().with("ismaster", true).with("maxWireVersion", 5).with("ok", 1));
            Question version = read(socket);
            assertEquals(false, version.newWay());
            answer(socket, version, new Bson().with("ok", 1).with("version", "3.4.24"));
        })) {
            assertEquals("3.4.24", served(server).passes().texts().get("version"));
        }
    }

    @Test
    void aServerThatTellsItsVersionToNobody() {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            answer(socket, read(socket), hello("ismaster"));
            answer(socket, read(socket), new Bson().with("ok", 0).with("code", 13));
        })) {
            assertEquals(Depth.BANNER, served(server).passes().depth());
        }
    }

    @Test
    void aServerThatIsNotWell() {
        try (LoopbackServer server = saying(new Bson()
                        .with("ok", 0)
                        .with("errmsg", "The server is in quiesce mode and will shut down")
                        .with("code", 91));
                LoopbackServer other = new LoopbackServer((_, socket) -> {
                    Question question = read(socket);
                    answer(socket, new Question(question.command(), question.number() + 1, false), hello("ismaster"));
                })) {
            String text = served(server).fails(FailureKind.STATUS).text();
            assertTrue(
                    text.endsWith(" answered hello with The server is in quiesce mode and will shut down (91)"), text);
            served(other).fails(FailureKind.PROTOCOL);
        }
    }

    private static LoopbackServer lettingIn(String password, boolean genuine) {
        return new LoopbackServer((_, socket) -> {
            answer(socket, read(socket), hello("ismaster"));
            ScramServer scram = new ScramServer(password);
            Question start = read(socket);
            assertEquals(Optional.of("people"), start.command().text("$db"));
            answer(socket, start, turn(scram.first(payload(start)), false));
            Question proof = read(socket);
            assertEquals(7, proof.command().number("conversationId"));
            String last = last(scram, payload(proof));
            if (last.startsWith("e=")) {
                answer(
                        socket,
                        proof,
                        new Bson()
                                .with("ok", 0)
                                .with("errmsg", "Authentication failed.")
                                .with("code", 18));
                return;
            }
            answer(socket, proof, turn(genuine ? last : "v=" + "A".repeat(43) + "=", false));
            // Older servers want to be asked once more.
            answer(socket, read(socket), turn("", true));
            answer(socket, read(socket), new Bson().with("ok", 1).with("version", "8.0.4"));
        });
    }

    private static Bson turn(String payload, boolean done) {
        return new Bson()
                .with("conversationId", 7)
                .with("done", done)
                .with("payload", payload.getBytes(StandardCharsets.UTF_8))
                .with("ok", 1);
    }

    private static String payload(Question question) throws IOException {
        byte[] payload = question.command().binary("payload").orElseThrow(() -> new IOException("no payload"));
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static String last(ScramServer scram, String proof) throws IOException {
        try {
            return scram.last(proof);
        } catch (GeneralSecurityException wrong) {
            throw new IOException(wrong);
        }
    }

    @Test
    void aLoginByScram() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        try (LoopbackServer right = lettingIn("secret", true);
                LoopbackServer wrong = lettingIn("other", true);
                LoopbackServer pretending = lettingIn("secret", false)) {
            Observation.Passed passed = served(right)
                    .as("probe", password)
                    .with("auth-database", "people")
                    .passes();
            assertEquals(Depth.QUERY, passed.depth());
            String refused = served(wrong)
                    .as("probe", password)
                    .with("auth-database", "people")
                    .fails(FailureKind.STATUS)
                    .text();
            assertTrue(refused.endsWith(" refused the login of probe: Authentication failed. (18)"), refused);
            String text = served(pretending)
                    .as("probe", password)
                    .with("auth-database", "people")
                    .fails(FailureKind.PROTOCOL)
                    .text();
            assertTrue(text.endsWith(" did not prove that it knows the password"), text);
        }
    }
}
