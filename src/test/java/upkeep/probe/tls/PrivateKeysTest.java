package upkeep.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as openssl(1) writes them; none of them is in use anywhere. */
class PrivateKeysTest {

    private static byte[] file(String name) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(PrivateKeysTest.class.getResourceAsStream("/probe/keys/" + name + ".pem"))) {
            return in.readAllBytes();
        }
    }

    private static PrivateKey key(String name) throws Exception {
        return PrivateKeys.first(Pem.blocks(file(name)));
    }

    @ParameterizedTest
    @CsvSource({"rsa-pkcs1, rsa-pkcs8, RSA", "ec-sec1, ec-pkcs8, EC"})
    void theSameKeyInTwoForms(String older, String newer, String algorithm) throws Exception {
        PrivateKey key = key(newer);
        assertEquals(algorithm, key.getAlgorithm());
        assertEquals(secret(key), secret(key(older)));
    }

    private static BigInteger secret(PrivateKey key) {
        return switch (key) {
            case ECPrivateKey curve -> curve.getS();
            case RSAPrivateKey factors -> factors.getPrivateExponent();
            default -> throw new IllegalArgumentException(key.getAlgorithm());
        };
    }

    @Test
    void edwardsCurves() throws Exception {
        assertEquals("EdDSA", key("ed25519").getAlgorithm());
    }

    @Test
    void aKeyWithAPassphraseIsToldApart() {
        String text = String.valueOf(assertThrows(GeneralSecurityException.class, () -> key("encrypted"))
                .getMessage());
        assertTrue(text.contains("it has a passphrase"), text);
    }

    @Test
    void aFileWithoutAKey() {
        assertThrows(GeneralSecurityException.class, () -> PrivateKeys.first(List.of()));
        assertThrows(
                GeneralSecurityException.class,
                () -> PrivateKeys.first(List.of(new Pem("CERTIFICATE", new byte[] {0x30, 0}))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-pkcs1", "rsa-pkcs8", "ec-sec1", "ec-pkcs8", "ed25519"})
    void damagedKeysAreRefusedInWords(String name) throws Exception {
        Random random = new Random(25);
        Pem whole = Pem.blocks(file(name)).getLast();
        for (int round = 0; round < 500; round++) {
            byte[] bytes = Arrays.copyOf(whole.bytes(), 1 + random.nextInt(whole.bytes().length));
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            bytes[random.nextInt(Math.min(12, bytes.length))] = (byte) random.nextInt();
            try {
                PrivateKeys.first(List.of(new Pem(whole.label(), bytes)));
            } catch (GeneralSecurityException refused) {
                assertTrue(String.valueOf(refused.getMessage()).length() > 10);
            }
        }
    }

    @Test
    void textsThatAreNoPemHoldNothing() {
        for (String text : List.of(
                "",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END CERTIFICATE-----",
                "-----BEGIN X-----\n" + "A".repeat(100_000))) {
            assertEquals(List.of(), Pem.blocks(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
