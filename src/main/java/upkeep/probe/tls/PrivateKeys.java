package upkeep.probe.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads private keys as they stand in PEM files: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) and SEC 1 (RFC 5915). The Java runtime
 * reads the first alone, so the others are wrapped into it.
 */
final class PrivateKeys {

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION = {INTEGER, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448", "RSASSA-PSS");

    private PrivateKeys() {}

    /** The first private key among the blocks of a file. */
    static PrivateKey first(List<Pem> blocks) throws GeneralSecurityException {
        for (Pem block : blocks) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return ofPkcs8(block.bytes());
                }
                case "RSA PRIVATE KEY" -> {
                    return ofPkcs8(der(SEQUENCE, VERSION, RSA, der(OCTETS, block.bytes())));
                }
                case "EC PRIVATE KEY" -> {
                    return ofSec1(block.bytes());
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new InvalidKeySpecException("it has a passphrase; write it without one, by `openssl pkey`");
                default -> {
                    continue;
                }
            }
        }
        throw new InvalidKeySpecException("it holds no private key in PEM, or one with a passphrase");
    }

    private static PrivateKey ofPkcs8(byte[] bytes) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException _) {
                // It is a key of another kind.
            }
        }
        throw new InvalidKeySpecException("its private key is damaged, or of a kind that is not known");
    }

    /** The curve stands inside, in the element [0], and must stand outside as well. */
    private static PrivateKey ofSec1(byte[] bytes) throws GeneralSecurityException {
        DerReader key = new DerReader(bytes).enter(SEQUENCE);
        key.skip(INTEGER);
        key.skip(OCTETS);
        byte[] curve = key.content(PARAMETERS);
        byte[] algorithm = der(SEQUENCE, EC, curve);
        return ofPkcs8(der(SEQUENCE, VERSION, algorithm, der(OCTETS, bytes)));
    }

    /** Tag, length, parts. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >> (8 * i));
            }
        } else {
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /** Goes through the elements of DER, one after the other. */
    private static final class DerReader {
        private final byte[] bytes;
        private int position;

        DerReader(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        DerReader enter(int tag) throws InvalidKeySpecException {
            return new DerReader(content(tag));
        }

        void skip(int tag) throws InvalidKeySpecException {
            content(tag);
        }

        byte[] content(int tag) throws InvalidKeySpecException {
            if (next() != tag) {
                throw damaged();
            }
            int length = next();
            if (length >= 0x80) {
                int count = length & 0x7f;
                if (count < 1 || count > 3) {
                    throw damaged();
                }
                length = 0;
                for (int i = 0; i < count; i++) {
                    length = length << 8 | next();
                }
            }
            if (length > bytes.length - position) {
                throw damaged();
            }
            position += length;
            return Arrays.copyOfRange(bytes, position - length, position);
        }

        private int next() throws InvalidKeySpecException {
            if (position >= bytes.length) {
                throw damaged();
            }
            return bytes[position++] & 0xff;
        }

        private static InvalidKeySpecException damaged() {
            return new InvalidKeySpecException("its private key is damaged, or names no curve");
        }
    }
}
