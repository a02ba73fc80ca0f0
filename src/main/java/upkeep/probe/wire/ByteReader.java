package upkeep.probe.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads numbers and texts from the bytes of one message, and never beyond its end. */
public final class ByteReader {

    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ByteReader(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    public int remaining() {
        return end - position;
    }

    public boolean isEmpty() {
        return position == end;
    }

    /** The next byte, 0 to 255, which stays the next one; -1 at the end. */
    public int peek() {
        return isEmpty() ? -1 : bytes[position] & 0xff;
    }

    public int octet() throws Malformed {
        need(1);
        return bytes[position++] & 0xff;
    }

    /** A number of 1 to 8 bytes, the most significant first; of 8, a signed one. */
    public long big(int count) throws Malformed {
        need(count);
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = (number << 8) | (bytes[position++] & 0xff);
        }
        return number;
    }

    /** A number of 1 to 8 bytes, the least significant first; of 8, a signed one. */
    public long little(int count) throws Malformed {
        need(count);
        long number = 0;
        for (int i = 0; i < count; i++) {
            number |= (bytes[position++] & 0xffL) << (8 * i);
        }
        return number;
    }

    public byte[] take(long count) throws Malformed {
        need(count);
        byte[] taken = Arrays.copyOfRange(bytes, position, position + (int) count);
        position += (int) count;
        return taken;
    }

    /** The next bytes as a message of their own. */
    public ByteReader part(long count) throws Malformed {
        need(count);
        ByteReader part = new ByteReader(bytes, position, position + (int) count);
        position += (int) count;
        return part;
    }

    public void skip(long count) throws Malformed {
        need(count);
        position += (int) count;
    }

    /** The text up to a zero byte, which is read too. */
    public String textToZero() throws Malformed {
        int zero = position;
        while (zero < end && bytes[zero] != 0) {
            zero++;
        }
        if (zero == end) {
            throw new Malformed("sent a text without an end");
        }
        String text = new String(bytes, position, zero - position, StandardCharsets.UTF_8);
        position = zero + 1;
        return text;
    }

    /** What is left, as text. */
    public String text() {
        String text = new String(bytes, position, end - position, StandardCharsets.UTF_8);
        position = end;
        return text;
    }

    private void need(long count) throws Malformed {
        if (count < 0 || count > remaining()) {
            throw new Malformed("sent a message that ends too soon");
        }
    }
}
