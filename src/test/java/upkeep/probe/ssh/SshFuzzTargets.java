package upkeep.probe.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;

/** What an SSH server offers and proves. */
public final class SshFuzzTargets {

    private static final byte[] SIGNED = "digest".getBytes(StandardCharsets.US_ASCII);
    private static final int REPLY = 31;
    private static final int PADDING = 8;
    private static final SshExchange KEYS = keys();

    private SshFuzzTargets() {}

    public static List<FuzzTarget> all() {
        try {
            List<SshRecording> recordings = SshRecording.all();
            return List.of(
                    FuzzTarget.of("ssh-algorithms", SshFuzzTargets::algorithms, SshAlgorithms.class, SshData.class)
                            .from(recordings.stream()
                                    .map(recording -> recording.bytes("their-offer"))
                                    .toList()),
                    FuzzTarget.of("ssh-proof", SshFuzzTargets::proof, SshHostKey.class, SshExchange.class)
                            .from(recordings.stream().map(SshFuzzTargets::reply).toList()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** All that the servers of the recordings said. */
    public static List<byte[]> served() throws IOException {
        return SshRecording.all().stream()
                .map(recording -> new SshData.Writer()
                        .raw((recording.text("their-version") + "\r\n").getBytes(StandardCharsets.UTF_8))
                        .raw(packet(recording.bytes("their-offer")))
                        .raw(packet(new SshData.Writer()
                                .octet(REPLY)
                                .raw(reply(recording))
                                .bytes()))
                        .bytes())
                .toList();
    }

    private static byte[] packet(byte[] payload) {
        return new SshData.Writer()
                .whole(payload.length + 1 + PADDING)
                .octet(PADDING)
                .raw(payload)
                .raw(new byte[PADDING])
                .bytes();
    }

    private static byte[] reply(SshRecording recording) {
        return new SshData.Writer()
                .string(recording.bytes("host-key"))
                .string(recording.bytes("their-half"))
                .string(recording.bytes("signature"))
                .bytes();
    }

    private static void algorithms(byte[] bytes) {
        try {
            SshAlgorithms theirs = SshAlgorithms.parse(bytes);
            SshAlgorithms ours = SshAlgorithms.ours(Optional.empty());
            ours.hostKey(theirs);
            ours.isSpokenWith(theirs);
        } catch (BufferUnderflowException | IllegalArgumentException refused) {
            // As the speaker takes it.
        }
    }

    /** Key, half and signature, as they stand in the server's answer. */
    private static void proof(byte[] bytes) throws Exception {
        try {
            SshData data = new SshData(bytes);
            SshHostKey key = SshHostKey.of(data.string());
            byte[] half = data.string();
            byte[] signature = data.string();
            key.fingerprint();
            key.signed(SIGNED, signature);
            KEYS.secret(half);
        } catch (BufferUnderflowException | IllegalArgumentException | GeneralSecurityException refused) {
            // As the speaker takes it.
        }
    }

    private static SshExchange keys() {
        try {
            return new SshExchange("SSH-2.0-a", "SSH-2.0-b", SIGNED, SIGNED, SshExchange.newKeys());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
