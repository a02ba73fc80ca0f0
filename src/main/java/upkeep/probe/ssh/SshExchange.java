package upkeep.probe.ssh;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** A key exchange by X25519 (RFC 8731): what both sides have said, of which the server signs a digest. */
final class SshExchange {

    private static final int LENGTH = 32;

    private final String ourVersion;
    private final String theirVersion;
    private final byte[] ourOffer;
    private final byte[] theirOffer;
    private final KeyPair keys;

    /**
     * @param ourVersion the identification lines, without line ends
     * @param ourOffer the messages that offered algorithms
     * @param keys ours for this exchange alone
     */
    SshExchange(String ourVersion, String theirVersion, byte[] ourOffer, byte[] theirOffer, KeyPair keys) {
        this.ourVersion = ourVersion;
        this.theirVersion = theirVersion;
        this.ourOffer = ourOffer.clone();
        this.theirOffer = theirOffer.clone();
        this.keys = keys;
    }

    static KeyPair newKeys() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("X25519").generateKeyPair();
    }

    /** Our half, as it is sent. */
    byte[] ourHalf() {
        return half((XECPublicKey) keys.getPublic());
    }

    static byte[] half(XECPublicKey key) {
        byte[] half = SshHostKey.reversed(key.getU().toByteArray());
        return Arrays.copyOf(half, LENGTH);
    }

    /** What both now know and nobody else does. */
    BigInteger secret(byte[] theirHalf) throws GeneralSecurityException {
        if (theirHalf.length != LENGTH) {
            throw new GeneralSecurityException("a half of " + theirHalf.length + " bytes");
        }
        byte[] u = SshHostKey.reversed(theirHalf);
        u[0] &= 0x7f;
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.getPrivate());
        agreement.doPhase(
                KeyFactory.getInstance("X25519")
                        .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, u))),
                true);
        return new BigInteger(1, agreement.generateSecret());
    }

    /** What the server signs. */
    byte[] digest(SshHostKey hostKey, byte[] theirHalf) throws GeneralSecurityException {
        byte[] all = new SshData.Writer()
                .text(ourVersion)
                .text(theirVersion)
                .string(ourOffer)
                .string(theirOffer)
                .string(hostKey.blob())
                .string(ourHalf())
                .string(theirHalf)
                .number(secret(theirHalf))
                .bytes();
        return MessageDigest.getInstance("SHA-256").digest(all);
    }
}
