package upkeep.probe.database;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Malformed;

/** How a password is told to a MySQL server, by method. The empty password is told by nothing at all. */
final class MysqlPasswords {

    private MysqlPasswords() {}

    /** {@code mysql_native_password}. */
    static byte[] byNative(String password, byte[] nonce) {
        if (password.isEmpty()) {
            return new byte[0];
        }
        byte[] once = Digests.of("SHA-1", bytes(password));
        return Digests.xor(once, Digests.of("SHA-1", nonce, Digests.of("SHA-1", once)));
    }

    /** {@code caching_sha2_password}, as far as the server has the account in its cache. */
    static byte[] byCachingSha2(String password, byte[] nonce) {
        if (password.isEmpty()) {
            return new byte[0];
        }
        byte[] once = Digests.of("SHA-256", bytes(password));
        return Digests.xor(once, Digests.of("SHA-256", Digests.of("SHA-256", once), nonce));
    }

    /** The password itself. */
    static byte[] plain(String password) {
        return new ByteWriter().textAndZero(password).toBytes();
    }

    /** The password for nobody but the holder of the private key. */
    static byte[] encrypted(String password, byte[] nonce, String pem) throws Malformed {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key(pem));
            return cipher.doFinal(Digests.xor(plain(password), nonce));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new Malformed("sent a public key that cannot be used: " + Words.printable(wrong.toString(), 200));
        }
    }

    private static PublicKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----|\\s", "");
        byte[] encoded = Base64.getDecoder().decode(base64);
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
