package upkeep.probe.dns;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a message of DNS from one place to the next. Nothing outside of the message is ever read, and a name ends after 255
 * bytes whatever its pointers say. Used by one thread.
 */
final class DnsCursor {

    private final byte[] message;
    private final int end;
    private int at;

    DnsCursor(byte[] message) {
        this(message, 0, message.length);
    }

    private DnsCursor(byte[] message, int at, int end) {
        this.message = message;
        this.at = at;
        this.end = end;
    }

    /** What is wrong with a message. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String why) {
            super(why);
        }
    }

    /** The next so many bytes, as a cursor of their own whose names may point to all of the message. */
    DnsCursor part(int length) throws MalformedException {
        need(length);
        DnsCursor part = new DnsCursor(message, at, at + length);
        at += length;
        return part;
    }

    int remaining() {
        return end - at;
    }

    int octet() throws MalformedException {
        need(1);
        return message[at++] & 0xff;
    }

    int number() throws MalformedException {
        return (octet() << 8) | octet();
    }

    long longNumber() throws MalformedException {
        return ((long) number() << 16) | number();
    }

    byte[] octets(int length) throws MalformedException {
        need(length);
        at += length;
        return Arrays.copyOfRange(message, at - length, at);
    }

    byte[] rest() throws MalformedException {
        return octets(remaining());
    }

    private void need(int length) throws MalformedException {
        if (length < 0 || length > end - at) {
            throw new MalformedException("it ends too early");
        }
    }

    /** A name, dot at its end included. */
    String name() throws MalformedException {
        StringBuilder text = new StringBuilder();
        int length = 1;
        int place = at;
        int limit = end;
        boolean jumped = false;
        while (true) {
            if (place >= limit) {
                throw new MalformedException("a name ends too early");
            }
            int size = message[place] & 0xff;
            if (size == 0) {
                at = jumped ? at : place + 1;
                return text.isEmpty() ? "." : text.toString();
            }
            if (size >= 0xc0) {
                if (place + 1 >= limit) {
                    throw new MalformedException("a name ends too early");
                }
                int target = ((size & 0x3f) << 8) | (message[place + 1] & 0xff);
                if (target >= place) {
                    // Only backwards, so that no chain of pointers goes round.
                    throw new MalformedException("a name points forwards");
                }
                at = jumped ? at : place + 2;
                jumped = true;
                place = target;
                limit = message.length;
            } else if (size > DnsName.LONGEST_LABEL) {
                throw new MalformedException("a name has a label of unknown kind");
            } else {
                length += size + 1;
                if (length > DnsName.LONGEST || place + 1 + size > limit) {
                    throw new MalformedException(
                            length > DnsName.LONGEST ? "a name is longer than 255 bytes" : "a name ends too early");
                }
                text.append(DnsName.label(Arrays.copyOfRange(message, place + 1, place + 1 + size)))
                        .append('.');
                place += size + 1;
            }
        }
    }
}
