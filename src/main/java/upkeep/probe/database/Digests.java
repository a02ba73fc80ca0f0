package upkeep.probe.database;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** Digests that every Java runtime has. */
final class Digests {

    private Digests() {}

    static byte[] of(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Both combined bit by bit, as long as {@code left}; {@code right} is repeated. */
    static byte[] xor(byte[] left, byte[] right) {
        byte[] both = new byte[left.length];
        for (int i = 0; i < left.length; i++) {
            both[i] = (byte) (left[i] ^ right[i % right.length]);
        }
        return both;
    }
}
