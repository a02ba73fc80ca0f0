package upkeep.probe.database;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Signs as MariaDB's {@code client_ed25519} does: Ed25519 (RFC 8032) with a password of any length in the place of the
 * private key of 32 bytes, which is why Java's own signatures do not serve. Not in constant time.
 */
final class Ed25519Password {

    private static final int SIZE = 32;
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger TWICE_D = D.shiftLeft(1).mod(P);
    private static final Point ZERO = Point.of(BigInteger.ZERO, BigInteger.ONE);
    private static final Point BASE = Point.of(
            new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
            new BigInteger("46316835694926478169428394003475163141307993866256225615783033603165251855960"));

    private Ed25519Password() {}

    /** The 64 bytes that prove that the password is known. */
    static byte[] signature(String password, byte[] message) {
        byte[] hash = Digests.of("SHA-512", password.getBytes(StandardCharsets.UTF_8));
        byte[] half = Arrays.copyOf(hash, SIZE);
        half[0] &= (byte) 0xf8;
        half[SIZE - 1] &= 0x3f;
        half[SIZE - 1] |= 0x40;
        BigInteger secret = number(half);
        byte[] publicKey = BASE.times(secret).encoded();
        BigInteger once = number(Digests.of("SHA-512", Arrays.copyOfRange(hash, SIZE, 2 * SIZE), message))
                .mod(ORDER);
        byte[] commitment = BASE.times(once).encoded();
        BigInteger challenge = number(Digests.of("SHA-512", commitment, publicKey, message));
        BigInteger answer = once.add(challenge.multiply(secret)).mod(ORDER);
        byte[] signature = Arrays.copyOf(commitment, 2 * SIZE);
        System.arraycopy(bytes(answer), 0, signature, SIZE, SIZE);
        return signature;
    }

    private static BigInteger number(byte[] leastFirst) {
        return new BigInteger(1, reversed(leastFirst));
    }

    /** 32 bytes, the least significant first. */
    private static byte[] bytes(BigInteger number) {
        byte[] mostFirst = number.toByteArray();
        byte[] all = new byte[SIZE];
        for (int i = 0; i < Math.min(SIZE, mostFirst.length); i++) {
            all[i] = mostFirst[mostFirst.length - 1 - i];
        }
        return all;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /** A point of the curve in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z. */
    private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {

        static Point of(BigInteger x, BigInteger y) {
            return new Point(x, y, BigInteger.ONE, x.multiply(y).mod(P));
        }

        /** RFC 8032 section 5.1.4; it holds for doubling too. */
        Point plus(Point other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c = t.multiply(TWICE_D).multiply(other.t).mod(P);
            BigInteger d = z.shiftLeft(1).multiply(other.z).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        Point times(BigInteger factor) {
            Point sum = ZERO;
            for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
                sum = sum.plus(sum);
                if (factor.testBit(bit)) {
                    sum = sum.plus(this);
                }
            }
            return sum;
        }

        byte[] encoded() {
            BigInteger inverse = z.modInverse(P);
            byte[] encoded = bytes(y.multiply(inverse).mod(P));
            if (x.multiply(inverse).mod(P).testBit(0)) {
                encoded[SIZE - 1] |= (byte) 0x80;
            }
            return encoded;
        }
    }
}
