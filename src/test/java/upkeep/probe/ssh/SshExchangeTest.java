package upkeep.probe.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Key exchanges recorded with OpenSSH 9.2p1, one for each kind of signature. */
class SshExchangeTest {

    static List<SshRecording> recordings() throws IOException {
        return SshRecording.all();
    }

    @Test
    void eachKindOfSignatureIsRecorded() throws Exception {
        Set<String> kinds = new HashSet<>();
        for (SshRecording recording : recordings()) {
            kinds.add(new SshData(recording.bytes("signature")).text());
        }
        Set<String> offered = Set.copyOf(SshAlgorithms.ours(Optional.empty()).hostKeys());
        assertEquals(offered, kinds);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theHostKeyProvesItself(SshRecording recording) throws Exception {
        SshHostKey key = SshHostKey.of(recording.bytes("host-key"));
        SshExchange exchange = recording.exchange();
        assertArrayEquals(recording.bytes("our-half"), exchange.ourHalf());
        byte[] digest = exchange.digest(key, recording.bytes("their-half"));
        assertTrue(key.signed(digest, recording.bytes("signature")));
        assertEquals(recording.text("fingerprint"), key.fingerprint());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void nothingThatWasSaidCanBeChanged(SshRecording recording) throws Exception {
        SshHostKey key = SshHostKey.of(recording.bytes("host-key"));
        byte[] offer = recording.bytes("our-offer");
        offer[offer.length / 2] ^= 1;
        byte[] digest = recording.exchange(offer).digest(key, recording.bytes("their-half"));
        assertFalse(key.signed(digest, recording.bytes("signature")));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void damagedKeysAndSignaturesAreRefused(SshRecording recording) throws Exception {
        Random random = new Random(20_261_125);
        SshHostKey whole = SshHostKey.of(recording.bytes("host-key"));
        byte[] digest = recording.exchange().digest(whole, recording.bytes("their-half"));
        for (int round = 0; round < 300; round++) {
            boolean inKey = random.nextBoolean();
            byte[] key = inKey ? damaged(recording.bytes("host-key"), random) : recording.bytes("host-key");
            byte[] signature = inKey ? recording.bytes("signature") : damaged(recording.bytes("signature"), random);
            try {
                assertFalse(SshHostKey.of(key).signed(digest, signature), "round " + round);
            } catch (GeneralSecurityException | BufferUnderflowException | IllegalArgumentException refused) {
                // As good an answer.
            }
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    @Test
    void aHalfThatMakesEverySecretTheSameIsRefused() throws Exception {
        SshExchange exchange = recordings().getFirst().exchange();
        assertThrows(GeneralSecurityException.class, () -> exchange.secret(new byte[32]));
        assertThrows(GeneralSecurityException.class, () -> exchange.secret(new byte[31]));
    }

    @Test
    void anOfferIsReadAsItWasWritten() {
        SshAlgorithms ours = SshAlgorithms.ours(Optional.of("ecdsa"));
        assertEquals(ours, SshAlgorithms.parse(ours.message(new byte[16])));
        assertEquals(List.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"), ours.hostKeys());
    }
}
