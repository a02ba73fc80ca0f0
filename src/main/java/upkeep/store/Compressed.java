package upkeep.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes in the form of gzip(1), whose checksum also tells damage. */
final class Compressed {

    /** What would be longer is not unpacked. */
    static final int LONGEST = 64 << 20;

    private Compressed() {}

    static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return packed.toByteArray();
    }

    static byte[] pack(String text) {
        return pack(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] unpack(byte[] packed) throws IOException {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = gzip.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("more than " + LONGEST + " bytes");
            }
            return bytes;
        }
    }

    static String unpackText(byte[] packed) throws IOException {
        return new String(unpack(packed), StandardCharsets.UTF_8);
    }
}
