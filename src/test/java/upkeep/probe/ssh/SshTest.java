package upkeep.probe.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.target.Endpoint;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;

class SshTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String OTHER = "SHA256:" + "A".repeat(43);
    private static final List<String> CIPHERS = List.of("aes256-ctr");
    private static final List<String> MACS = List.of("hmac-sha2-512");

    private final Probers probers = new Probers("1");

    private Observation probe(SshServer ssh, Map<String, String> options) {
        return probe((it, socket) -> ssh.serve(socket), options);
    }

    private Observation probe(LoopbackServer.Conversation conversation, Map<String, String> options) {
        try (LoopbackServer server = new LoopbackServer(conversation)) {
            Endpoint endpoint = new Endpoint.Port("127.0.0.1", server.port(), Endpoint.Family.ANY, Optional.empty());
            return probers.probe(
                    new ProtocolTarget(Protocol.SSH, endpoint, Optional.empty(), Optional.empty(), options),
                    LONG,
                    Trace.NONE);
        }
    }

    private static String failed(Observation observation, FailureKind kind) {
        Observation.Failed failed = assertInstanceOf(Observation.Failed.class, observation, observation.text());
        assertEquals(kind, failed.kind(), failed.text());
        return failed.text().replaceFirst("^[^ ]+ ", "");
    }

    @Test
    void theHostKeyIsLearnt() throws Exception {
        SshServer ssh = new SshServer();
        Observation observation = probe(ssh, Map.of());
        assertInstanceOf(Observation.Passed.class, observation, observation.text());
        assertEquals(Depth.QUERY, observation.depth());
        assertEquals(
                Map.of(
                        "banner",
                        "SSH-2.0-test",
                        "key-exchanges",
                        "sntrup761x25519-sha512,curve25519-sha256",
                        "host-keys",
                        "ssh-ed25519",
                        "ciphers",
                        "aes256-ctr",
                        "macs",
                        "hmac-sha2-512",
                        "host-key",
                        "ssh-ed25519",
                        "fingerprint",
                        ssh.fingerprint()),
                observation.texts());
        assertEquals(Set.copyOf(Protocol.SSH.texts()), observation.texts().keySet());
        assertTrue(
                observation
                        .text()
                        .contains(" is SSH-2.0-test with the host key ssh-ed25519 " + ssh.fingerprint() + " in "),
                observation.text());
    }

    @Test
    void theRightFingerprintPasses() throws Exception {
        SshServer ssh = new SshServer();
        assertEquals(
                Depth.VALUE,
                probe(ssh, Map.of("fingerprint", ssh.fingerprint())).depth());
    }

    @Test
    void anotherHostKeyFails() throws Exception {
        SshServer ssh = new SshServer();
        assertEquals(
                "has the host key ssh-ed25519 " + ssh.fingerprint() + " and not " + OTHER,
                failed(probe(ssh, Map.of("fingerprint", OTHER)), FailureKind.CONTENT));
    }

    @Test
    void whoShowsTheKeyAndHasItNotFails() throws Exception {
        SshServer ssh = new SshServer();
        ssh.lie();
        assertEquals(
                "has not the host key that it shows: its signature is wrong",
                failed(probe(ssh, Map.of("fingerprint", ssh.fingerprint())), FailureKind.CONTENT));
    }

    @Test
    void aKindOfKeyThatIsNotThereFails() throws Exception {
        assertEquals(
                "has no host key of the kind rsa",
                failed(probe(new SshServer(), Map.of("host-key", "rsa")), FailureKind.CONTENT));
    }

    @Test
    void withoutACommonKeyExchangeTheKeyIsNotLearnt() throws Exception {
        SshServer ssh = new SshServer();
        ssh.offers(new SshAlgorithms(List.of("ecdh-sha2-nistp256"), List.of("ssh-ed25519"), CIPHERS, MACS));
        Observation observation = probe(ssh, Map.of());
        assertInstanceOf(Observation.Passed.class, observation, observation.text());
        assertTrue(
                observation.text().contains(" is SSH-2.0-test, whose key exchange upkeep does not speak"),
                observation.text());
        assertInstanceOf(Observation.Unknown.class, probe(ssh, Map.of("fingerprint", OTHER)));
    }

    @Test
    void aReasonToBreakOffIsTold() {
        Observation observation = probe(
                (it, socket) -> {
                    LoopbackServer.send(socket, "SSH-2.0-test\r\n");
                    SshServer.send(
                            socket.getOutputStream(),
                            new SshData.Writer()
                                    .octet(1)
                                    .whole(12)
                                    .text("Too many connections")
                                    .text("")
                                    .bytes());
                    it.holdOpen();
                },
                Map.of());
        assertEquals("broke off: \"Too many connections\"", failed(observation, FailureKind.STATUS));
    }

    @Test
    void anOfferThatCannotBeReadFails() {
        Observation observation = probe(
                (it, socket) -> {
                    LoopbackServer.send(socket, "SSH-2.0-test\r\n");
                    SshServer.send(socket.getOutputStream(), new byte[] {20, 0, 0, 0});
                    it.holdOpen();
                },
                Map.of());
        assertEquals("sent a key exchange that cannot be read", failed(observation, FailureKind.PROTOCOL));
    }

    @Test
    void aServerOfTheFirstVersionFails() {
        Observation observation = probe(
                (it, socket) -> {
                    LoopbackServer.send(socket, "SSH-1.5-old\r\n");
                    it.holdOpen();
                },
                Map.of());
        assertEquals(
                "answered \"SSH-1.5-old\" where the identification was expected: SSH-2.0-…",
                failed(observation, FailureKind.PROTOCOL));
    }
}
