package upkeep.probe.database;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class Ed25519PasswordTest {

    /** A password of 32 bytes is an ordinary private key, and signatures are not random. */
    @RepeatedTest(10)
    void aPasswordAsLongAsAKeySignsAsTheKeyDoes() throws Exception {
        Random random = new Random();
        String password = random.ints(32, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        byte[] message = new byte[32];
        random.nextBytes(message);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(
                        NamedParameterSpec.ED25519, password.getBytes(StandardCharsets.US_ASCII))));
        signature.update(message);
        assertArrayEquals(signature.sign(), Ed25519Password.signature(password, message), password);
    }

    @Test
    void anotherPasswordSignsOtherwise() {
        byte[] message = new byte[32];
        assertFalse(Arrays.equals(
                Ed25519Password.signature("secret", message), Ed25519Password.signature("Secret", message)));
    }
}
