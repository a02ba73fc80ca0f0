package upkeep.probe.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upkeep.core.Observation;
import upkeep.host.TrustAnchors;
import upkeep.probe.Certificates;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.probe.script.RecordedDialogue.Connection;
import upkeep.probe.script.RecordedDialogue.Layer;
import upkeep.probe.wire.Lookup;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.target.Protocol;
import upkeep.target.Target;
import upkeep.target.TlsOptions;

/** The dialogues of src/test/resources/probe/dialogues, each held on loopback as it was with a real server. */
class ScriptTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "probe", "dialogues");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final List<String> OF_THE_CONNECTION = List.of(
            "lookup",
            "connect",
            "tls",
            "total",
            "certificate-days",
            "certificate-fingerprint",
            "certificate-issuer",
            "certificate-subject",
            "tls-version",
            "cipher");

    @TempDir
    private static Path folder = Path.of("");

    private static Certificates certificates;

    @BeforeAll
    static void make() throws Exception {
        certificates = new Certificates(folder);
        Files.writeString(folder.resolve("password"), "geheim \"x\\y ü\n");
    }

    static List<RecordedDialogue> dialogues() throws IOException {
        return RecordedDialogue.all(FOLDER);
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void everyDialogueComesToItsEnd(RecordedDialogue dialogue) throws Exception {
        List<String> trace = new ArrayList<>();
        String check = dialogue.after("check").getFirst();
        Observation observation =
                check.endsWith("SOCKET") ? overFile(dialogue, check, trace) : overNetwork(dialogue, check, trace);
        assertEquals(expected(dialogue), observed(observation));
        assertFalse(String.join("\n", trace).contains("geheim \"x"), "the password is in the trace");
        assertFalse(String.join("\n", trace).contains("Z2VoZWlt"), "the password is in the trace");
    }

    private static Observation overNetwork(RecordedDialogue dialogue, String check, List<String> trace)
            throws Exception {
        CompletableFuture<Void> said = new CompletableFuture<>();
        try (LoopbackServer server = new LoopbackServer(
                (it, socket) -> play(dialogue, Connection.of(socket), () -> secured(socket), said))) {
            Observation observation = probe(check.replace("PORT", Integer.toString(server.port())), trace);
            await(said, observation);
            return observation;
        }
    }

    private static Connection secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) certificates.layered().createSocket(socket, null, true);
        secured.startHandshake();
        return Connection.of(secured);
    }

    private static Observation overFile(RecordedDialogue dialogue, String check, List<String> trace) throws Exception {
        Path path = folder.resolve("server.sock");
        Files.deleteIfExists(path);
        CompletableFuture<Void> said = new CompletableFuture<>();
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> accept(listening, dialogue, said));
            Observation observation = probe(check.replace("SOCKET", path.toString()), trace);
            await(said, observation);
            return observation;
        }
    }

    private static void accept(ServerSocketChannel listening, RecordedDialogue dialogue, CompletableFuture<Void> said) {
        try (SocketChannel socket = listening.accept()) {
            Connection connection = new Connection(
                    Channels.newInputStream(socket), Channels.newOutputStream(socket), socket::shutdownOutput);
            play(dialogue, connection, () -> connection, said);
        } catch (IOException gone) {
            said.completeExceptionally(gone);
        }
    }

    private static void play(
            RecordedDialogue dialogue, Connection connection, Layer tls, CompletableFuture<Void> said) {
        try {
            dialogue.play(connection, tls);
            said.complete(null);
        } catch (IOException | RuntimeException | AssertionError wrong) {
            said.completeExceptionally(wrong);
        }
    }

    /** Where the probe broke off in the middle, the connection may be reset; what it said until then counts. */
    private static void await(CompletableFuture<Void> said, Observation observation) throws Exception {
        try {
            said.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException wrong) {
            assertTrue(
                    observation instanceof Observation.Failed && wrong.getCause() instanceof IOException,
                    observation.text() + "; " + wrong.getCause());
        }
    }

    private static Observation probe(String check, List<String> trace) {
        String spec = "checks: {it: {"
                + check.replace("PASSWORD", folder.resolve("password").toString()) + "}}";
        var plan = Specs.load(List.of(new Source("spec.yaml", spec)));
        assertEquals(List.of(), plan.problems(), spec);
        Target target =
                plan.value().orElseThrow().checks().values().iterator().next().target();
        Probers probers = new Probers("1", new Lookup(), new TrustAnchors(certificates.bundle()));
        return probers.probe(target, LONG, Trace.to(step -> trace.add(step.what() + step.lines())));
    }

    private static Map<String, String> expected(RecordedDialogue dialogue) {
        Map<String, String> all = new TreeMap<>();
        dialogue.after("passed").forEach(text -> all.put("passed", text));
        dialogue.after("failed").forEach(text -> all.put("failed", text));
        dialogue.after("measured").forEach(text -> put(all, "measured ", text));
        dialogue.after("found").forEach(text -> put(all, "found ", text));
        return all;
    }

    private static void put(Map<String, String> all, String prefix, String text) {
        int blank = text.indexOf(' ');
        all.put(prefix + text.substring(0, blank), text.substring(blank + 1));
    }

    private static Map<String, String> observed(Observation observation) {
        Map<String, String> all = new TreeMap<>();
        // The age of signatures grows while nobody looks.
        observation
                .measurements()
                .forEach((name, value) -> all.put(
                        "measured " + name, name.equals("signature-age") && value > 0 ? "?" : value.toString()));
        observation.texts().forEach((name, text) -> all.put("found " + name, text));
        OF_THE_CONNECTION.forEach(name -> {
            all.remove("measured " + name);
            all.remove("found " + name);
        });
        TlsOptions.TEXTS.forEach(name -> all.remove("found " + name));
        String text = observation.text().replaceFirst("^[^ ]+ ", "");
        switch (observation) {
            case Observation.Passed passed ->
                all.put("passed", passed.depth() + " " + text.replaceFirst(" in [0-9.]+ (µs|ms|s)$", ""));
            case Observation.Failed failed -> all.put("failed", failed.kind() + " " + text);
            case Observation.Unknown unknown -> all.put("unknown", unknown.text());
        }
        return all;
    }

    @Test
    void everyProtocolThatIsAScriptHasADialogue() throws Exception {
        var told = dialogues().stream()
                .map(dialogue -> dialogue.after("check").getFirst().replaceFirst(":.*", ""))
                .collect(Collectors.toSet());
        var scripts = List.of(
                Protocol.CLAMAV,
                Protocol.FAIL2BAN,
                Protocol.FTP,
                Protocol.GPSD,
                Protocol.IMAP,
                Protocol.LMTP,
                Protocol.MEMCACHED,
                Protocol.NNTP,
                Protocol.POP3,
                Protocol.POSTFIX_POLICY,
                Protocol.REDIS,
                Protocol.RSYNC,
                Protocol.SIEVE,
                Protocol.SMTP,
                Protocol.SPAMASSASSIN);
        assertEquals(scripts.stream().map(Protocol::word).collect(Collectors.toSet()), told);
    }

    @Test
    void whatIsMeasuredAndFoundIsWhatTheProtocolSays() throws Exception {
        for (RecordedDialogue dialogue : dialogues()) {
            String word = dialogue.after("check").getFirst().replaceFirst(":.*", "");
            Protocol protocol = Protocol.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
            expected(dialogue).keySet().forEach(key -> {
                String name = key.substring(key.indexOf(' ') + 1);
                boolean isTold =
                        (key.startsWith("measured ") && protocol.measurements().contains(name))
                                || (key.startsWith("found ") && protocol.texts().contains(name))
                                || !key.contains(" ");
                assertTrue(isTold, dialogue.name() + ": " + key);
            });
        }
    }
}
