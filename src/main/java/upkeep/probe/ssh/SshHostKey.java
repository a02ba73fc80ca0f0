package upkeep.probe.ssh;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The key by which an SSH server is known. */
final class SshHostKey {

    private static final int ED25519_LENGTH = 32;

    private final String algorithm;
    private final byte[] blob;

    private SshHostKey(String algorithm, byte[] blob) {
        this.algorithm = algorithm;
        this.blob = blob.clone();
    }

    /** Runtime exceptions of {@link SshData} where the bytes are no key. */
    static SshHostKey of(byte[] blob) {
        return new SshHostKey(new SshData(blob).text(), blob);
    }

    /** What kind it is: {@code ssh-ed25519}, {@code ecdsa-sha2-nistp256}, …, {@code ssh-rsa}. */
    String algorithm() {
        return algorithm;
    }

    /** The key as it was sent, which is what the fingerprint is of. */
    byte[] blob() {
        return blob.clone();
    }

    /** As ssh-keygen(1) prints it: {@code SHA256:…}. */
    String fingerprint() throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    /**
     * Whether the owner of the key signed these bytes.
     *
     * @param signature with the name of its algorithm, as it was sent
     * @throws GeneralSecurityException if the key or the signature is of no known or sound kind
     */
    boolean signed(byte[] bytes, byte[] signature) throws GeneralSecurityException {
        SshData data = new SshData(signature);
        String scheme = data.text();
        byte[] value = data.string();
        return switch (scheme) {
            case "ssh-ed25519" -> verifies("Ed25519", ed25519(), bytes, value);
            case "ecdsa-sha2-nistp256" ->
                verifies("SHA256withECDSAinP1363Format", elliptic("secp256r1", 32), bytes, fixed(value, 32));
            case "ecdsa-sha2-nistp384" ->
                verifies("SHA384withECDSAinP1363Format", elliptic("secp384r1", 48), bytes, fixed(value, 48));
            case "ecdsa-sha2-nistp521" ->
                verifies("SHA512withECDSAinP1363Format", elliptic("secp521r1", 66), bytes, fixed(value, 66));
            case "rsa-sha2-256" -> verifies("SHA256withRSA", rsa(), bytes, value);
            case "rsa-sha2-512" -> verifies("SHA512withRSA", rsa(), bytes, value);
            default -> throw new GeneralSecurityException("a signature of the kind " + scheme);
        };
    }

    private static boolean verifies(String scheme, PublicKey key, byte[] bytes, byte[] value)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(scheme);
        verifier.initVerify(key);
        verifier.update(bytes);
        return verifier.verify(value);
    }

    private SshData content(String wanted) throws GeneralSecurityException {
        if (!algorithm.equals(wanted)) {
            throw new GeneralSecurityException("a key of the kind " + algorithm + " where " + wanted + " signed");
        }
        SshData data = new SshData(blob);
        data.string();
        return data;
    }

    /** 255 bits, the lowest byte first, and one bit that tells the two points apart (RFC 8032 section 5.1.3). */
    private PublicKey ed25519() throws GeneralSecurityException {
        byte[] point = content("ssh-ed25519").string();
        if (point.length != ED25519_LENGTH) {
            throw new GeneralSecurityException("a key of " + point.length + " bytes");
        }
        boolean isOdd = (point[ED25519_LENGTH - 1] & 0x80) != 0;
        byte[] y = reversed(point);
        y[0] &= 0x7f;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(isOdd, new BigInteger(1, y))));
    }

    /** An uncompressed point (RFC 5656 section 3.1). */
    private PublicKey elliptic(String curve, int size) throws GeneralSecurityException {
        String name = "nistp" + (size == 66 ? 521 : 8 * size);
        SshData data = content("ecdsa-sha2-" + name);
        if (!data.text().equals(name)) {
            throw new GeneralSecurityException("a key of another curve than its kind says");
        }
        byte[] point = data.string();
        if (point.length != 2 * size + 1 || point[0] != 4) {
            throw new GeneralSecurityException("a point that is not written in full");
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, size + 1));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, size + 1, point.length));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(new ECPoint(x, y), parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private PublicKey rsa() throws GeneralSecurityException {
        SshData data = content("ssh-rsa");
        BigInteger exponent = data.number();
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(data.number(), exponent));
    }

    /** The two numbers of an ECDSA signature, each with as many bytes as the curve has. */
    private static byte[] fixed(byte[] signature, int size) throws GeneralSecurityException {
        SshData data = new SshData(signature);
        byte[] both = new byte[2 * size];
        for (int i = 1; i <= 2; i++) {
            byte[] number = data.number().toByteArray();
            int start = number[0] == 0 ? 1 : 0;
            int length = number.length - start;
            if (length > size) {
                throw new GeneralSecurityException("a signature that is too long");
            }
            System.arraycopy(number, start, both, i * size - length, length);
        }
        return both;
    }

    static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
