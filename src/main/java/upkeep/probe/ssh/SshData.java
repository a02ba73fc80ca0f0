package upkeep.probe.ssh;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The data types of SSH (RFC 4251 section 5): reads them from bytes, and writes them. */
final class SshData {

    private final ByteBuffer bytes;

    SshData(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Passes over bytes; {@link BufferUnderflowException} if there are not so many, as with all that reads. */
    void skip(int count) {
        string(count);
    }

    byte[] string() {
        return string(bytes.getInt());
    }

    private byte[] string(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] string = new byte[length];
        bytes.get(string);
        return string;
    }

    String text() {
        return new String(string(), StandardCharsets.UTF_8);
    }

    /** A number that must not be negative. */
    BigInteger number() {
        byte[] string = string();
        BigInteger number = string.length == 0 ? BigInteger.ZERO : new BigInteger(string);
        if (number.signum() < 0) {
            throw new IllegalArgumentException("a negative number");
        }
        return number;
    }

    List<String> names() {
        String text = text();
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    /** Puts data types one after the other. */
    static final class Writer {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Writer octet(int value) {
            out.write(value);
            return this;
        }

        Writer raw(byte[] value) {
            out.writeBytes(value);
            return this;
        }

        Writer whole(int value) {
            return raw(ByteBuffer.allocate(4).putInt(value).array());
        }

        Writer string(byte[] value) {
            return whole(value.length).raw(value);
        }

        Writer text(String value) {
            return string(value.getBytes(StandardCharsets.UTF_8));
        }

        /** A number that is not negative. */
        Writer number(BigInteger value) {
            return string(value.signum() == 0 ? new byte[0] : value.toByteArray());
        }

        Writer names(List<String> values) {
            return text(String.join(",", values));
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
