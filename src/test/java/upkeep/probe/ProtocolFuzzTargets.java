package upkeep.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import upkeep.fuzz.FuzzTarget;
import upkeep.fuzz.Scratch;
import upkeep.probe.run.Secrets;
import upkeep.probe.script.RecordedDialogue;
import upkeep.probe.ssh.SshFuzzTargets;
import upkeep.probe.wire.ServedBytes;
import upkeep.probe.wire.Speaker;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;
import upkeep.target.TlsOptions;

/**
 * Every protocol, spoken with a server that sends whatever the bytes are. The first byte says what the check wants, of the
 * checks of recorded dialogues and some more; the second, whether the bytes come one by one.
 */
public final class ProtocolFuzzTargets {

    private static final Path DIALOGUES = Path.of("src", "test", "resources", "probe", "dialogues");
    private static final String LOGIN = "user: probe, password-file: PASSWORD";

    private final Map<Protocol, List<String>> checks = new LinkedHashMap<>();
    private final Map<Protocol, List<byte[]>> seeds = new LinkedHashMap<>();

    private ProtocolFuzzTargets() {}

    public static List<FuzzTarget> all() {
        try {
            return new ProtocolFuzzTargets().made();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<FuzzTarget> made() throws IOException {
        for (RecordedDialogue dialogue : RecordedDialogue.all(DIALOGUES)) {
            seed("{" + dialogue.after("check").getFirst() + "}", dialogue.served());
        }
        databases();
        others();
        List<FuzzTarget> targets = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            targets.add(target(protocol));
        }
        return targets;
    }

    private void databases() throws IOException {
        String replica = LOGIN + ", role: replica}}";
        String query = LOGIN + ", database: shop, role: primary, query: select 1, value: 1}}";
        seed("{mysql: {port: PORT}}", new Exchange("mysql-stranger").served());
        seed("{mysql: {port: PORT, " + query, new Exchange("mysql-native").served());
        seed("{mysql: {port: PORT, " + replica, new Exchange("mysql-replica").served());
        seed("{mysql: {port: PORT, " + replica, new Exchange("mysql-noright").served());
        seed("{mysql: {port: PORT, tls: starttls, " + query, new Exchange("mysql-wrong").served());
        seed("{postgresql: {port: PORT}}", new Exchange("postgresql-stranger").served());
        seed("{postgresql: {port: PORT, " + query, new Exchange("postgresql-md5").served());
        seed("{postgresql: {port: PORT, " + replica, new Exchange("postgresql-replica").served());
        seed("{postgresql: {port: PORT, tls: starttls, " + query, new Exchange("postgresql-md5").served());
        String entry = "base: 'dc=example,dc=org', attribute: cn, value: probe}}";
        seed("{ldap: {port: PORT}}", new Exchange("ldap-stranger").served());
        seed("{ldap: {port: PORT, " + LOGIN + ", " + entry, new Exchange("ldap-search").served());
        seed("{ldap: {port: PORT, tls: starttls, version: 2, " + entry, new Exchange("ldap-search").served());
        seed("{mongodb: {port: PORT}}", new Exchange("mongodb-hello").served());
        seed("{mongodb: {port: PORT, " + LOGIN + ", role: secondary}}", new Exchange("mongodb-hello").served());
        seed("{tns: {port: PORT}}", Recorded.hex("0020 0000 0400 0000 2200 0014 28544d503d29285645525f4e554d3d3029"));
        seed("{tns: {port: PORT}}", Recorded.hex("0008 0000 0b00 0000"));
    }

    private void others() throws IOException {
        seed("{amqp: {port: PORT}}", Recorded.bytes("rabbitmq-queue"));
        seed("{amqp: {port: PORT, " + LOGIN + "}}", Recorded.bytes("rabbitmq-wrong-password"));
        seed("{amqp: {port: PORT, " + LOGIN + ", queue: work}}", Recorded.bytes("rabbitmq-queue"));
        seed("{amqp: {port: PORT, " + LOGIN + ", queue: none}}", Recorded.bytes("rabbitmq-no-queue"));
        seed("{grpc: {port: PORT}}", Recorded.bytes("etcd-serving"));
        seed("{grpc: {port: PORT, service: x}}", Recorded.bytes("etcd-unknown-service"));
        seed("{grpc: {port: PORT, service: bad, authority: x}}", Recorded.bytes("grpcio-not-serving"));
        byte[] granted = Recorded.hex("20020000 9003000100 40020002 300b000174 75706b656570203030");
        seed("{mqtt: {port: PORT}}", granted);
        seed("{mqtt: {port: PORT, " + LOGIN + ", topic: t}}", granted);
        seed(
                "{mqtt: {port: PORT, version: '5.0', topic: t}}",
                Recorded.hex("2005000002 2401 900400010000 4003000210 e00187"));
        byte[] banner = Recorded.hex("5353482d322e302d4f70656e5353480d0a 0000000c 05 01 0000000200000000 0000");
        seed("{ssh: {port: PORT}}", banner);
        for (byte[] served : SshFuzzTargets.served()) {
            seed("{ssh: {port: PORT}}", served);
        }
        seed("{ssh: {port: PORT, host-key: ed25519, fingerprint: 'SHA256:" + "A".repeat(43) + "'}}", banner);
    }

    /** What a server said to what a check wanted. */
    private void seed(String check, byte[] served) {
        Protocol protocol = target(check).protocol();
        List<String> known = checks.computeIfAbsent(protocol, _ -> new ArrayList<>());
        if (!known.contains(check)) {
            known.add(check);
        }
        for (int inPieces = 0; inPieces <= 1; inPieces++) {
            byte[] seed = new byte[served.length + 2];
            seed[0] = (byte) known.indexOf(check);
            seed[1] = (byte) inPieces;
            System.arraycopy(served, 0, seed, 2, served.length);
            seeds.computeIfAbsent(protocol, _ -> new ArrayList<>()).add(seed);
        }
    }

    private static ProtocolTarget target(String check) {
        return (ProtocolTarget) Checks.of(check.replace("PORT", "2525")
                        .replace("PASSWORD", password().toString())
                        .replace("SOCKET", "/run/server.sock"))
                .target();
    }

    private static Path password() {
        try {
            Path file = Scratch.folder().resolve("password");
            return Files.exists(file) ? file : Files.writeString(file, "geheim \"x\\y ü\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private FuzzTarget target(Protocol protocol) {
        List<ProtocolTarget> targets = checks.getOrDefault(protocol, List.of()).stream()
                .map(ProtocolFuzzTargets::target)
                .toList();
        Speaker speaker = ProtocolProber.speaker(protocol, new Secrets(Optional.empty()), "upkeep/1");
        return new FuzzTarget(
                protocol.word(),
                Set.of(speaker.getClass()),
                bytes -> {
                    if (bytes.length >= 2) {
                        speak(speaker, targets.get((bytes[0] & 0xff) % targets.size()), bytes);
                    }
                },
                seeds.getOrDefault(protocol, List.of()));
    }

    private static void speak(Speaker speaker, ProtocolTarget target, byte[] bytes) {
        byte[] served = Arrays.copyOfRange(bytes, 2, bytes.length);
        ServedBytes.hold(served, bytes[1] != 0, target, channel -> {
            if (target.tls()
                    .filter(tls -> tls.start() == TlsOptions.Start.AT_ONCE)
                    .isPresent()) {
                channel.secure();
            }
            return speaker.speak(target, channel);
        });
    }
}
