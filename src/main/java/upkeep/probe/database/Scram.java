package upkeep.probe.database;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import upkeep.probe.run.Deadline;
import upkeep.probe.wire.Malformed;

/**
 * The client's side of a login by SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. Both sides prove that they
 * know the password, and neither says it. One login each.
 */
final class Scram {

    static final String MECHANISM = "SCRAM-SHA-256";

    private static final String NO_BINDING = "n,,";
    private static final int LONGEST_NONCE = 1_024;
    /** How often the deadline is looked at while hashing: a server may ask for up to a million rounds. */
    private static final int ROUNDS_AT_ONCE = 4_096;

    private final String password;
    private final String firstBare;
    private final String nonce;
    private Optional<byte[]> expected = Optional.empty();

    /**
     * @param user the name as it stands in the first message; empty where the protocol has told it before
     * @param nonce printable ASCII without a comma, new for each login
     */
    Scram(String user, String password, String nonce) {
        this.password = password;
        this.nonce = nonce;
        this.firstBare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    static String randomNonce() {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    String first() {
        return NO_BINDING + firstBare;
    }

    /**
     * The proof, once the server has said its salt and rounds.
     *
     * @throws SocketTimeoutException if the server asks for more rounds than there is time for
     */
    String proof(String serverFirst, Deadline deadline) throws Malformed, SocketTimeoutException {
        if (expected.isPresent()) {
            throw new Malformed("asked twice for the proof of one login");
        }
        String serverNonce = attribute(serverFirst, 'r');
        if (!serverNonce.startsWith(nonce) || serverNonce.length() == nonce.length()) {
            throw new Malformed("answered a login with a number that does not go on from ours");
        }
        byte[] salt = decoded(attribute(serverFirst, 's'));
        int rounds = rounds(attribute(serverFirst, 'i'));
        if (serverNonce.length() > LONGEST_NONCE || salt.length > LONGEST_NONCE) {
            throw new Malformed("answered a login with a salt or number of more than " + LONGEST_NONCE + " bytes");
        }
        byte[] salted = salted(salt, rounds, deadline);
        byte[] clientKey = hmac(salted, "Client Key");
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bytes(NO_BINDING)) + ",r=" + serverNonce;
        String messages = firstBare + "," + serverFirst + "," + withoutProof;
        byte[] signature = hmac(Digests.of("SHA-256", clientKey), messages);
        expected = Optional.of(hmac(hmac(salted, "Server Key"), messages));
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(Digests.xor(clientKey, signature));
    }

    /** Whether the server proved that it knows the password as well. */
    boolean isGenuine(String serverFinal) throws Malformed {
        byte[] signature = decoded(attribute(serverFinal, 'v'));
        return expected.filter(right -> MessageDigest.isEqual(right, signature)).isPresent();
    }

    private static String attribute(String message, char name) throws Malformed {
        for (String part : message.split(",", -1)) {
            if (part.length() > 1 && part.charAt(0) == name && part.charAt(1) == '=') {
                return part.substring(2);
            }
        }
        throw new Malformed("left \"" + name + "\" out of a message of " + MECHANISM);
    }

    private static byte[] decoded(String base64) throws Malformed {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException wrong) {
            throw new Malformed("sent wrong base64 in a message of " + MECHANISM);
        }
    }

    private static int rounds(String text) throws Malformed {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new Malformed("asked for a strange number of rounds of " + MECHANISM);
        }
        return Integer.parseInt(text);
    }

    /** Hi() of RFC 5802, which is PBKDF2 with one block. */
    private byte[] salted(byte[] salt, int rounds, Deadline deadline) throws SocketTimeoutException {
        Mac mac = mac(bytes(SaslPrep.prepared(password)));
        mac.update(salt);
        byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] all = block.clone();
        for (int i = 1; i < rounds; i++) {
            block = mac.doFinal(block);
            for (int k = 0; k < all.length; k++) {
                all[k] ^= block[k];
            }
            if (i % ROUNDS_AT_ONCE == 0) {
                deadline.socketTimeout();
            }
        }
        return all;
    }

    private static byte[] hmac(byte[] key, String message) {
        return mac(key).doFinal(bytes(message));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // An empty key is not allowed there, and a zero byte hashes to the same.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
