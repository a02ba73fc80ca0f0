package upkeep.probe.radius;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import upkeep.probe.wire.OctetWriter;

/**
 * A RADIUS packet (RFC 2865 section 3): made with a Message-Authenticator (RFC 3579 section 3.2), and read only if its
 * attributes are well formed. Pure.
 *
 * @param authenticator 16 octets
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and shared by nobody.
record RadiusPacket(int code, int identifier, byte[] authenticator, List<Attribute> attributes) {

    static final int ACCESS_REQUEST = 1;
    static final int ACCESS_ACCEPT = 2;
    static final int ACCESS_REJECT = 3;
    static final int ACCOUNTING_RESPONSE = 5;
    static final int ACCESS_CHALLENGE = 11;
    static final int STATUS_SERVER = 12;
    static final int PROTOCOL_ERROR = 52;

    static final int USER_NAME = 1;
    static final int USER_PASSWORD = 2;
    static final int REPLY_MESSAGE = 18;
    static final int NAS_IDENTIFIER = 32;
    static final int MESSAGE_AUTHENTICATOR = 80;

    /** The longest password that PAP can carry. */
    static final int LONGEST_PASSWORD = 128;

    private static final int HEADER = 20;
    private static final int LARGEST = 4_096;
    private static final int DIGEST = 16;

    RadiusPacket {
        attributes = List.copyOf(attributes);
    }

    /** One attribute, the value without its header. */
    @SuppressWarnings("ArrayRecordComponent")
    record Attribute(int type, byte[] value) {}

    /** The packet in a datagram; what is behind its length is padding. */
    static Optional<RadiusPacket> parse(byte[] datagram) {
        if (datagram.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        int code = in.get() & 0xff;
        int identifier = in.get() & 0xff;
        int length = in.getShort() & 0xffff;
        if (length < HEADER || length > LARGEST || length > datagram.length) {
            return Optional.empty();
        }
        byte[] authenticator = new byte[DIGEST];
        in.get(authenticator);
        List<Attribute> attributes = new ArrayList<>();
        for (int at = HEADER; at < length; ) {
            int own = at + 1 < length ? datagram[at + 1] & 0xff : 0;
            if (own < 2 || at + own > length) {
                return Optional.empty();
            }
            attributes.add(new Attribute(datagram[at] & 0xff, Arrays.copyOfRange(datagram, at + 2, at + own)));
            at += own;
        }
        return Optional.of(new RadiusPacket(code, identifier, authenticator, attributes));
    }

    /** The packet as it is sent, with a Message-Authenticator as its first attribute. */
    byte[] signed(byte[] secret) {
        List<Attribute> all = new ArrayList<>();
        all.add(new Attribute(MESSAGE_AUTHENTICATOR, new byte[DIGEST]));
        all.addAll(attributes);
        byte[] plain = bytes(all, authenticator);
        all.set(0, new Attribute(MESSAGE_AUTHENTICATOR, hmac(secret, plain)));
        return bytes(all, authenticator);
    }

    /** Whether this is an answer of somebody who has the secret, to a question with this authenticator. */
    boolean answers(byte[] question, byte[] secret) {
        byte[] expected = digest(bytes(attributes, question), secret);
        return MessageDigest.isEqual(expected, authenticator) && isSigned(question, secret);
    }

    /** A Message-Authenticator is not in every answer, but must be right where it is. */
    private boolean isSigned(byte[] question, byte[] secret) {
        List<Attribute> blank = attributes.stream()
                .map(each -> each.type() == MESSAGE_AUTHENTICATOR
                        ? new Attribute(MESSAGE_AUTHENTICATOR, new byte[DIGEST])
                        : each)
                .toList();
        byte[] expected = hmac(secret, bytes(blank, question));
        return attributes.stream()
                .filter(each -> each.type() == MESSAGE_AUTHENTICATOR)
                .allMatch(each -> MessageDigest.isEqual(expected, each.value()));
    }

    /** The attributes of a type as one text. */
    String text(int type) {
        return attributes.stream()
                .filter(each -> each.type() == type)
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    /** A password as it is sent (RFC 2865 section 5.2), at most {@value #LONGEST_PASSWORD} octets. */
    static byte[] hidden(byte[] password, byte[] secret, byte[] authenticator) {
        byte[] hidden = Arrays.copyOf(password, Math.max(DIGEST, Math.ceilDiv(password.length, DIGEST) * DIGEST));
        byte[] before = authenticator;
        for (int at = 0; at < hidden.length; at += DIGEST) {
            byte[] pad = digest(secret, before);
            for (int i = 0; i < DIGEST; i++) {
                hidden[at + i] ^= pad[i];
            }
            before = Arrays.copyOfRange(hidden, at, at + DIGEST);
        }
        return hidden;
    }

    private byte[] bytes(List<Attribute> all, byte[] withAuthenticator) {
        OctetWriter body = new OctetWriter();
        all.forEach(
                each -> body.octet(each.type()).octet(each.value().length + 2).bytes(each.value()));
        return new OctetWriter()
                .octet(code)
                .octet(identifier)
                .pair(HEADER + body.size())
                .bytes(withAuthenticator)
                .bytes(body.toBytes())
                .toBytes();
    }

    private static byte[] digest(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(first);
            return digest.digest(second);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }

    private static byte[] hmac(byte[] secret, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(secret, "HmacMD5"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HMAC-MD5", impossible);
        }
    }
}
