package upkeep.probe.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts a message together. */
public final class ByteWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public ByteWriter octet(int value) {
        out.write(value);
        return this;
    }

    /** The lowest {@code count} bytes of a number, the most significant first. */
    public ByteWriter big(long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            out.write((int) (value >> (8 * i)));
        }
        return this;
    }

    /** The lowest {@code count} bytes of a number, the least significant first. */
    public ByteWriter little(long value, int count) {
        for (int i = 0; i < count; i++) {
            out.write((int) (value >> (8 * i)));
        }
        return this;
    }

    public ByteWriter bytes(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    public ByteWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public ByteWriter textAndZero(String value) {
        return text(value).octet(0);
    }

    public int size() {
        return out.size();
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
