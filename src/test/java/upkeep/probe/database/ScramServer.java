package upkeep.probe.database;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The server's side of one login by SCRAM-SHA-256 (RFC 5802), by Java's own PBKDF2. */
final class ScramServer {

    private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final int ROUNDS = 4_096;

    private final String password;
    private String clientFirst = "";
    private String serverFirst = "";

    ScramServer(String password) {
        this.password = password;
    }

    /** The answer to a first message with a header of three characters. */
    String first(String message) {
        clientFirst = message.substring(3);
        String nonce = clientFirst.substring(clientFirst.indexOf(",r=") + 3);
        serverFirst = "r=" + nonce + "SERVER,s=" + Base64.getEncoder().encodeToString(SALT) + ",i=" + ROUNDS;
        return serverFirst;
    }

    /** The server's own proof, or an error if the client's is wrong. */
    String last(String message) throws GeneralSecurityException {
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ROUNDS, 256))
                .getEncoded();
        int proofAt = message.indexOf(",p=");
        String messages = clientFirst + "," + serverFirst + "," + message.substring(0, proofAt);
        byte[] clientKey = Digests.xor(
                Base64.getDecoder().decode(message.substring(proofAt + 3)),
                hmac(Digests.of("SHA-256", hmac(salted, "Client Key")), messages));
        if (!Arrays.equals(clientKey, hmac(salted, "Client Key"))) {
            return "e=invalid-proof";
        }
        return "v=" + Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), messages));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
