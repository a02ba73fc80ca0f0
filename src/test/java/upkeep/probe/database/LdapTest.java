package upkeep.probe.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import upkeep.probe.wire.Lookup;
import upkeep.target.Protocol;

class LdapTest {

    private static final String USER = "cn=probe,dc=example,dc=org";

    private final Probers probers = new Probers("1");

    @TempDir
    private Path directory = Path.of("");

    private Served served(LoopbackServer server) {
        return new Served(probers, Protocol.LDAP, server);
    }

    private Path password(String text) throws IOException {
        return Files.writeString(directory.resolve("password"), text);
    }

    @Test
    void anEntryOfOpenLdap() throws Exception {
        try (LoopbackServer server = new Exchange("ldap-search").server()) {
            Served entry = served(server)
                    .as(USER, password("secret\n"))
                    .with("base", USER)
                    .with("attribute", "cn");
            Observation.Passed passed = entry.with("value", "second").passes();
            assertEquals(Depth.VALUE, passed.depth());
            assertEquals(Map.of("answer", "second"), passed.texts());
            Observation.Failed failed = entry.with("value", "third").fails(FailureKind.CONTENT);
            assertTrue(
                    failed.text().endsWith(" answered the query with \"probe\" where \"third\" was wanted"),
                    failed.text());
            assertEquals(Map.of("answer", "probe"), entry.passes().texts());
        }
    }

    @Test
    void aStrangerAtOpenLdap() throws Exception {
        try (LoopbackServer server = new Exchange("ldap-stranger").server()) {
            Observation.Passed passed = served(server).passes();
            assertEquals(Depth.BANNER, passed.depth());
            assertTrue(passed.text().contains(" answered an anonymous bind in "), passed.text());
        }
    }

    private static byte[] answer(int number, int tag, int code, String diagnosis) {
        byte[] operation =
                Ber.of(tag, Ber.small(Ber.ENUMERATED, code), Ber.text(Ber.TEXT, ""), Ber.text(Ber.TEXT, diagnosis));
        return Ber.of(Ber.SEQUENCE, Ber.small(Ber.INTEGER, number), operation);
    }

    /** Reads a message whose length fits into one byte. */
    private static byte[] read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] head = in.readNBytes(2);
        if (head.length < 2) {
            throw new IOException("the probe hung up");
        }
        return in.readNBytes(head[1]);
    }

    private static LoopbackServer binding(int number, int tag, int code) {
        return new LoopbackServer((self, socket) -> {
            read(socket);
            socket.getOutputStream().write(answer(number, tag, code, "because"));
            self.holdOpen();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 13, 48})
    void aServerThatWantsToKnowWhoAsks(int code) throws Exception {
        try (LoopbackServer server = binding(1, 0x61, code)) {
            assertEquals(Depth.BANNER, served(server).passes().depth());
            Observation.Failed failed =
                    served(server).as("cn=probe", password("secret")).fails(FailureKind.STATUS);
            assertTrue(failed.text().contains(" answered the bind of cn=probe with "), failed.text());
        }
    }

    @Test
    void aServerThatIsBusy() {
        try (LoopbackServer server = binding(1, 0x61, 51)) {
            String text = served(server).fails(FailureKind.STATUS).text();
            assertTrue(text.endsWith(" answered an anonymous bind with busy (51), because"), text);
        }
    }

    @Test
    void aServerThatEndsTheConnection() {
        try (LoopbackServer server = binding(0, 0x78, 52)) {
            String text = served(server).fails(FailureKind.STATUS).text();
            assertTrue(text.endsWith(" ended the connection: unavailable (52), because"), text);
        }
    }

    @Test
    void anAnswerToAnotherQuestion() {
        try (LoopbackServer other = binding(2, 0x61, 0);
                LoopbackServer kind = binding(1, 0x65, 0)) {
            served(other).fails(FailureKind.PROTOCOL);
            served(kind).fails(FailureKind.PROTOCOL);
        }
    }

    @Test
    void anEmptyPasswordIsNotSent() throws Exception {
        try (LoopbackServer server = binding(1, 0x61, 0)) {
            String text =
                    served(server).as("cn=probe", password("\n")).isUnknown().text();
            assertTrue(text.contains("the password is empty"), text);
        }
    }

    @Test
    void whatTheEntryLacks() throws Exception {
        try (LoopbackServer server = new LoopbackServer((_, socket) -> {
            read(socket);
            socket.getOutputStream().write(answer(1, 0x61, 0, ""));
            read(socket);
            byte[] entry = Ber.of(0x64, Ber.text(Ber.TEXT, "dc=example"), Ber.of(Ber.SEQUENCE));
            socket.getOutputStream().write(Ber.of(Ber.SEQUENCE, Ber.small(Ber.INTEGER, 2), entry));
            socket.getOutputStream().write(answer(2, 0x65, 0, ""));
            read(socket);
        })) {
            Served base = served(server).with("base", "dc=example");
            assertEquals(Depth.QUERY, base.passes().depth());
            String text =
                    base.with("attribute", "mail").fails(FailureKind.CONTENT).text();
            assertTrue(text.endsWith(" shows no mail of dc=example"), text);
        }
    }

    @Test
    void startTls() throws Exception {
        Certificates certificates = new Certificates(directory);
        try (LoopbackServer inside = new LoopbackServer(
                        certificates.signed(List.of("127.0.0.1"), Period.ofDays(-1)), (_, socket) -> {
                            read(socket);
                            socket.getOutputStream().write(answer(2, 0x61, 0, ""));
                            read(socket);
                        });
                LoopbackServer server = new LoopbackServer((_, socket) -> {
                    read(socket);
                    socket.getOutputStream().write(answer(1, 0x78, 0, ""));
                    Relay.between(socket, inside.port());
                });
                LoopbackServer without = binding(1, 0x78, 2)) {
            Probers trusting = new Probers("1", new Lookup(), new TrustAnchors(certificates.bundle()));
            Served secured = new Served(trusting, Protocol.LDAP, server).overStartTls();
            assertEquals(Depth.HANDSHAKE, secured.passes().depth());
            assertEquals(
                    Depth.BANNER,
                    served(server).overStartTls().fails(FailureKind.TLS).depth());
            String text = served(without).overStartTls().fails(FailureKind.TLS).text();
            assertTrue(text.endsWith(" refused StartTLS: protocol error (2), because"), text);
        }
    }
}
