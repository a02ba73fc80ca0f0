package upkeep.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds what is sent in binary protocols; numbers in network byte order. Used by one thread. */
final class OctetWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    OctetWriter octet(int value) {
        out.write(value);
        return this;
    }

    /** A number of two octets. */
    OctetWriter pair(int value) {
        return octet(value >> 8).octet(value);
    }

    /** A number of four octets. */
    OctetWriter quad(int value) {
        return pair(value >> 16).pair(value);
    }

    OctetWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** A text in UTF-8, as it is. */
    OctetWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    int size() {
        return out.size();
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
