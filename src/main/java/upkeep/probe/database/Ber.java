package upkeep.probe.database;

import java.nio.charset.StandardCharsets;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Malformed;

/** The Basic Encoding Rules as LDAP uses them (ITU-T X.690; RFC 4511 section 5.1): tags of one byte, definite lengths. */
public final class Ber {

    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int TEXT = 0x04;
    static final int ENUMERATED = 0x0a;
    static final int SEQUENCE = 0x30;

    private Ber() {}

    /** What was read: its tag and what is in it. */
    public record Element(int tag, ByteReader content) {}

    static byte[] of(int tag, byte[]... parts) {
        ByteWriter content = new ByteWriter();
        for (byte[] part : parts) {
            content.bytes(part);
        }
        ByteWriter element = new ByteWriter().octet(tag);
        if (content.size() < 0x80) {
            element.octet(content.size());
        } else {
            element.octet(0x84).big(content.size(), 4);
        }
        return element.bytes(content.toBytes()).toBytes();
    }

    static byte[] text(int tag, String text) {
        return of(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A number from 0 to 127, which all of ours are. */
    static byte[] small(int tag, int number) {
        return of(tag, new byte[] {(byte) number});
    }

    /** The next element of a message. */
    public static Element next(ByteReader in) throws Malformed {
        int tag = in.octet();
        int length = in.octet();
        return new Element(tag, in.part(length < 0x80 ? length : in.big(sizeOfLength(length))));
    }

    /** The next element, which must have that tag. */
    public static ByteReader next(ByteReader in, int tag) throws Malformed {
        Element element = next(in);
        if (element.tag() != tag) {
            throw new Malformed("sent an element with the tag " + element.tag() + " in the place of " + tag);
        }
        return element.content();
    }

    /** How many bytes of length follow a first byte of it that is 0x80 or more. */
    static int sizeOfLength(int first) throws Malformed {
        int size = first & 0x7f;
        if (size == 0 || size > 4) {
            throw new Malformed("sent a length of " + size + " bytes");
        }
        return size;
    }

    /** A number that fits into four bytes. */
    static int number(ByteReader content) throws Malformed {
        if (content.isEmpty() || content.remaining() > 4) {
            throw new Malformed("sent a number of " + content.remaining() + " bytes");
        }
        return (int) content.big(content.remaining());
    }
}
