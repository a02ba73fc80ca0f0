package upkeep.probe.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds what is sent in binary protocols; numbers in network byte order. Used by one thread. */
public final class OctetWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public OctetWriter octet(int value) {
        out.write(value);
        return this;
    }

    /** A number of two octets. */
    public OctetWriter pair(int value) {
        return octet(value >> 8).octet(value);
    }

    /** A number of four octets. */
    public OctetWriter quad(int value) {
        return pair(value >> 16).pair(value);
    }

    public OctetWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A text in UTF-8, as it is. */
    public OctetWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return out.size();
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
