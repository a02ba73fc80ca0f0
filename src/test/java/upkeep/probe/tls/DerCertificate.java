package upkeep.probe.tls;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/**
 * An X.509 certificate, written in DER as RFC 5280 section 4.1 has it; the JDK reads certificates but makes none. The one whose
 * issuer is its subject may sign others.
 */
public record DerCertificate(String issuer, String subject, ZonedDateTime first, ZonedDateTime last) {

    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int OCTETS = 0x04;
    private static final int UTF8 = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] ALTERNATIVE_NAME = HexFormat.of().parseHex("0603551d11");
    // Basic constraints, critical: it is an authority.
    private static final byte[] IS_AUTHORITY = HexFormat.of().parseHex("300f0603551d130101ff040530030101ff");

    /** The certificate for a key and the names of a server, signed with the issuer's key. */
    public byte[] signed(PublicKey key, PrivateKey issuerKey, List<String> names) throws GeneralSecurityException {
        byte[] body = der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(INTEGER, new byte[] {1}),
                ECDSA_WITH_SHA256,
                name(issuer),
                der(SEQUENCE, time(first), time(last)),
                name(subject),
                key.getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, names.isEmpty() ? IS_AUTHORITY : alternativeNames(names))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKey);
        signature.update(body);
        return der(SEQUENCE, body, ECDSA_WITH_SHA256, der(BITS, new byte[] {0}, signature.sign()));
    }

    private static byte[] name(String text) {
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, text.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(ZonedDateTime time) {
        return der(UTC_TIME, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] alternativeNames(List<String> names) {
        byte[][] all = names.stream()
                .map(name -> Character.isDigit(name.charAt(0))
                        ? der(IP_ADDRESS, InetAddress.ofLiteral(name).getAddress())
                        : der(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)))
                .toArray(byte[][]::new);
        return der(SEQUENCE, ALTERNATIVE_NAME, der(OCTETS, der(SEQUENCE, all)));
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
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
